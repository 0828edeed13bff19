import type { RouteRecordRaw } from 'vue-router'

/** Screens of the desk (espace agents), each in a chunk of its own. */
export const deskRoutes: RouteRecordRaw[] = []
