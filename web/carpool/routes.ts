import type { RouteRecordRaw } from 'vue-router'
import { helperRideRoutes } from '../desk/rides/routes.ts'

const words = ['carpool', 'agenda'] as const

/** Aires de covoiturage, and the short rides between them. */
export const carpoolRoutes: RouteRecordRaw[] = [
  {
    path: '/aires',
    component: () => import('./AiresFrame.vue'),
    meta: { title: 'carpool.aires.title', words },
  },
  {
    path: '/aires/:id',
    component: () => import('./AireFrame.vue'),
    props: true,
    meta: { title: 'carpool.aires.one', words },
  },
  // By a link: a relative has no territory to choose.
  {
    path: '/trajets/suivi',
    component: () => import('./trust/SharedRidePage.vue'),
    meta: { title: 'trust.shared.title', words },
  },
  {
    path: '/entraide',
    component: () => import('./aid/AidFrame.vue'),
    meta: { title: 'carpool.aid.title', words },
  },
  ...helperRideRoutes,
  {
    path: '/trajets/parent',
    component: () => import('./trust/GuardianPage.vue'),
    meta: { title: 'trust.parent.title', words },
  },
  {
    path: '/trajets',
    component: () => import('./rides/RidesFrame.vue'),
    meta: { words },
    children: [
      {
        path: '',
        component: () => import('./rides/SearchPage.vue'),
        meta: { title: 'carpool.rides.title' },
      },
      {
        path: 'reserver',
        component: () => import('./rides/RideToBook.vue'),
        meta: { title: 'carpool.book.title' },
      },
      {
        path: 'reserver-ailleurs',
        component: () => import('./elsewhere/BookElsewherePage.vue'),
        meta: { title: 'carpool.book.title' },
      },
      {
        path: 'proposer',
        component: () => import('./rides/OfferPage.vue'),
        meta: { title: 'carpool.offer.title' },
      },
      {
        path: 'prevenir',
        component: () => import('./rides/RequestPage.vue'),
        meta: { title: 'carpool.request.title' },
      },
      {
        path: 'ne-plus-prevenir',
        component: () => import('./rides/StopRequestPage.vue'),
        meta: { title: 'carpool.request.stop.title' },
      },
      {
        path: 'mes-trajets',
        component: () => import('./rides/MyRidesPage.vue'),
        meta: { title: 'carpool.mine.title' },
      },
      {
        path: 'mes-trajets/:id',
        component: () => import('./rides/EditTripPage.vue'),
        props: true,
        meta: { title: 'carpool.edit.title' },
      },
      {
        path: 'reponse-jours',
        component: () => import('./rides/AnswerDaysPage.vue'),
        meta: { title: 'carpool.answer.title' },
      },
      {
        path: 'reponse',
        component: () => import('./rides/AnswerPage.vue'),
        meta: { title: 'carpool.answer.title' },
      },
    ],
  },
]
