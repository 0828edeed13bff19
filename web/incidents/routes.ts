import type { RouteRecordRaw } from 'vue-router'

/** Screens of the resident about incidents. */
export const residentRoutes: RouteRecordRaw[] = []
