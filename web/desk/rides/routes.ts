import type { RouteRecordRaw } from 'vue-router'
import { signedInOnly, staffOnly } from '../../account/staff-only.ts'

const words = ['carpool', 'agenda'] as const

/** The same screens for a volunteer: one's own people, in the frame of residents. */
export const helperRideRoutes: RouteRecordRaw[] = [
  { path: '', component: () => import('./CallsPage.vue'), title: 'rideDesk.helper.home' },
  { path: '/reserver', component: () => import('./DeskBookPage.vue'), title: 'rideDesk.book.title' },
  { path: '/proposer', component: () => import('./DeskOfferPage.vue'), title: 'rideDesk.offer.title' },
  { path: '/demander', component: () => import('./DeskRequestPage.vue'), title: 'rideDesk.request.title' },
  { path: '/personnes', component: () => import('./PeoplePage.vue'), title: 'rideDesk.people.title' },
  { path: '/personnes/:id', component: () => import('./PersonPage.vue'), title: 'rideDesk.people.one' },
].map(({ path, component, title }) => ({
  path: `/trajets/pour-quelquun${path}`,
  component,
  props: path.endsWith(':id'),
  beforeEnter: signedInOnly,
  meta: { title, words: [...words, 'desk'] },
}))

/** Rides of people without a phone: whom to call, and what is booked or offered for them. */
export const deskRideRoutes: RouteRecordRaw[] = [
  {
    path: '/agents/trajets',
    component: () => import('./CallsPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'rideDesk.title', words },
  },
  {
    path: '/agents/trajets/reserver',
    component: () => import('./DeskBookPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'rideDesk.book.title', words },
  },
  {
    path: '/agents/trajets/proposer',
    component: () => import('./DeskOfferPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'rideDesk.offer.title', words },
  },
  {
    path: '/agents/trajets/demander',
    component: () => import('./DeskRequestPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'rideDesk.request.title', words },
  },
  {
    path: '/agents/trajets/entraide',
    component: () => import('./AidDeskPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'rideDesk.aid.title', words },
  },
  {
    path: '/agents/trajets/personnes',
    component: () => import('./PeoplePage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'rideDesk.people.title', words },
  },
  {
    path: '/agents/trajets/personnes/:id',
    component: () => import('./PersonPage.vue'),
    props: true,
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'rideDesk.people.one', words },
  },
]
