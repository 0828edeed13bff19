import type { RouteRecordRaw } from 'vue-router'

const words = ['alert', 'phone'] as const

/** What one is told of, in one place; where the links of messages lead. */
export const wishRoutes: RouteRecordRaw[] = [
  {
    path: '/me-prevenir',
    component: () => import('./WishesFrame.vue'),
    meta: { title: 'wish.all', words },
  },
  {
    path: '/ne-plus-prevenir',
    component: () => import('./StopWishPage.vue'),
    meta: { title: 'wish.stopPage.title', words },
  },
]
