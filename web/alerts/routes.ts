import type { RouteRecordRaw } from 'vue-router'

const words = ['alert', 'phone'] as const

/** What communes write to their residents. */
export const alertRoutes: RouteRecordRaw[] = [
  { path: '/alertes', component: () => import('./AlertsFrame.vue'), meta: { title: 'alert.title', words } },
  {
    path: '/alertes/confirmer',
    component: () => import('./ConfirmFollowPage.vue'),
    meta: { title: 'alert.confirm.alerts.title', words },
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
    path: '/alertes/resume',
    component: () => import('./SummaryPage.vue'),
    meta: { title: 'phone.summary.title', words },
  },
  {
    path: '/mes-alertes',
    component: () => import('./phone/PhonePage.vue'),
    meta: { title: 'phone.title', words },
  },
  {
    path: '/mes-alertes/changer-de-telephone',
    component: () => import('./phone/MovePage.vue'),
    meta: { title: 'phone.moveTitle', words },
  },
  {
    path: '/mes-alertes/reprendre',
    component: () => import('./phone/TakePage.vue'),
    meta: { title: 'phone.take.title', words },
  },
  {
    path: '/alertes/:id',
    component: () => import('./AlertPage.vue'),
    props: true,
    meta: { title: 'alert.title', words },
  },
]
