import type { RouteRecordRaw } from 'vue-router'

const words = ['alert', 'phone'] as const

/** A page for each commune. */
export const communeRoutes: RouteRecordRaw[] = [
  {
    path: '/communes',
    component: () => import('./CommunesPage.vue'),
    meta: { title: 'commune.title', words },
  },
  {
    path: '/communes/:address',
    component: () => import('./CommunePage.vue'),
    props: true,
    meta: { title: 'commune.title', words },
  },
  {
    path: '/communes/:address/ecran',
    component: () => import('./screen/ScreenPage.vue'),
    props: true,
    meta: { title: 'commune.title', words, frame: 'bare' },
  },
]
