import type { RouteRecordRaw } from 'vue-router'
import { staffOnly } from '../../account/staff-only.ts'

const words = ['carpool', 'agenda'] as const

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
