import type { RouteRecordRaw } from 'vue-router'
import { staffOnly } from '../../../account/staff-only.ts'

/** What people who share rides signal of each other, for who may settle it. */
export const rideReportRoutes: RouteRecordRaw[] = [
  {
    path: '/agents/trajets/signalements',
    component: () => import('./ReportsPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'rideReports.title' },
  },
]
