import type { RouteRecordRaw } from 'vue-router'

const words = ['alert'] as const

/** What communes write to their residents. */
export const alertRoutes: RouteRecordRaw[] = [
  { path: '/alertes', component: () => import('./AlertsFrame.vue'), meta: { title: 'alert.title', words } },
  {
    path: '/alertes/confirmer',
    component: () => import('./ConfirmFollowPage.vue'),
    meta: { title: 'alert.mail.confirmTitle', words },
  },
  {
    path: '/alertes/mes-choix',
    component: () => import('./ChoicesPage.vue'),
    meta: { title: 'alert.choices.title', words },
  },
  {
    path: '/alertes/integrer',
    component: () => import('./embed/EmbedFrame.vue'),
    meta: { title: 'alert.embed.title', words: ['alert', 'agenda'] },
  },
  {
    path: '/alertes/:id',
    component: () => import('./AlertPage.vue'),
    props: true,
    meta: { title: 'alert.title', words },
  },
]
