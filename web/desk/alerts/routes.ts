import type { RouteRecordRaw } from 'vue-router'
import { staffOnly } from '../../account/staff-only.ts'

const meta = { frame: 'desk', title: 'alertDesk.title', words: ['alert', 'phone'] } as const
/** What may have to wait for a network says why. */
const withSends = { ...meta, words: [...meta.words, 'sends'] } as const

/** Where the town hall writes to its residents. */
export const alertDeskRoutes: RouteRecordRaw[] = [
  {
    path: '/agents/alertes',
    component: () => import('./AlertsDeskPage.vue'),
    beforeEnter: staffOnly,
    meta,
  },
  {
    path: '/agents/alertes/nouvelle',
    component: () => import('./WritePage.vue'),
    beforeEnter: staffOnly,
    meta: { ...withSends, title: 'alertDesk.new' },
  },
  {
    path: '/agents/alertes/modeles',
    component: () => import('./TemplatesPage.vue'),
    beforeEnter: staffOnly,
    meta: { ...meta, title: 'alertDesk.templates.title' },
  },
  {
    path: '/agents/alertes/appels',
    component: () => import('./phone/PhoneListPage.vue'),
    beforeEnter: staffOnly,
    meta: { ...meta, title: 'alertDesk.phoneList.title' },
  },
  {
    path: '/agents/alertes/rappels',
    component: () => import('./phone/FollowCallsPage.vue'),
    beforeEnter: staffOnly,
    meta: { ...meta, title: 'alertDesk.followCalls.title', words: ['alert', 'phone', 'agenda'] },
  },
  {
    path: '/agents/alertes/arreter',
    component: () => import('./StopAddressPage.vue'),
    beforeEnter: staffOnly,
    meta: { ...meta, title: 'alertDesk.stopAddress.title' },
  },
  {
    path: '/agents/alertes/:id/appels',
    component: () => import('./phone/AlertCallsPage.vue'),
    props: true,
    beforeEnter: staffOnly,
    meta: { ...meta, title: 'alertDesk.phoneList.title' },
  },
  {
    path: '/agents/alertes/:id',
    component: () => import('./AlertDeskPage.vue'),
    props: true,
    beforeEnter: staffOnly,
    meta,
  },
  {
    path: '/agents/alertes/:id/modifier',
    component: () => import('./WritePage.vue'),
    props: true,
    beforeEnter: staffOnly,
    meta: { ...withSends, title: 'alertDesk.form.edit' },
  },
]
