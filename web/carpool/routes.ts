import type { RouteRecordRaw } from 'vue-router'

/** Aires de covoiturage: where they are, and each with what one finds there. */
export const carpoolRoutes: RouteRecordRaw[] = [
  {
    path: '/aires',
    component: () => import('./AiresFrame.vue'),
    meta: { title: 'carpool.aires.title', words: ['carpool', 'agenda'] },
  },
  {
    path: '/aires/:id',
    component: () => import('./AireFrame.vue'),
    props: true,
    meta: { title: 'carpool.aires.one', words: ['carpool', 'agenda'] },
  },
]
