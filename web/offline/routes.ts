import type { RouteRecordRaw } from 'vue-router'

/** What this phone keeps, as its person reads and decides it. */
export const keptRoutes: RouteRecordRaw[] = [
  {
    path: '/ce-telephone',
    component: () => import('./kept/KeptPage.vue'),
    meta: { title: 'kept.title', words: ['phone'] },
  },
]
