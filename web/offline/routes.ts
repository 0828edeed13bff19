import type { RouteRecordRaw } from 'vue-router'

/** What this phone keeps, as its person reads and decides it, and how the app is kept on it. */
export const keptRoutes: RouteRecordRaw[] = [
  {
    path: '/ce-telephone',
    component: () => import('./kept/KeptPage.vue'),
    meta: { title: 'kept.title', words: ['phone'] },
  },
  {
    path: '/installer',
    component: () => import('../shell/install/InstallPage.vue'),
    meta: { title: 'install.title', words: ['phone'] },
  },
]
