import type { RouteRecordRaw } from 'vue-router'
import { staffOnly } from '../../account/staff-only.ts'

const meta = { frame: 'desk', title: 'desk.townHall.title' } as const

/** Where a town hall keeps its hours and contacts. */
export const townHallRoutes: RouteRecordRaw[] = [
  { path: '/agents/mairies', component: () => import('./TownHallsPage.vue'), beforeEnter: staffOnly, meta },
  {
    path: '/agents/mairies/:code',
    component: () => import('./TownHallPage.vue'),
    props: true,
    beforeEnter: staffOnly,
    meta,
  },
]
