import type { RouteRecordRaw } from 'vue-router'

const words = ['alert'] as const

/** What communes write to their residents. */
export const alertRoutes: RouteRecordRaw[] = [
  { path: '/alertes', component: () => import('./AlertsFrame.vue'), meta: { title: 'alert.title', words } },
  {
    path: '/alertes/:id',
    component: () => import('./AlertPage.vue'),
    props: true,
    meta: { title: 'alert.title', words },
  },
]
