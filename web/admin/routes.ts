import type { RouteRecordRaw } from 'vue-router'

/** Screens of the territory administrator, each in a chunk of its own. */
export const adminRoutes: RouteRecordRaw[] = []
