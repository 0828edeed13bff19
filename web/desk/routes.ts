import type { RouteRecordRaw } from 'vue-router'
import { staffOnly } from '../account/staff-only.ts'
import { agendaDeskRoutes } from './agenda/routes.ts'
import { rideReportRoutes } from './rides/reports/routes.ts'
import { deskRideRoutes } from './rides/routes.ts'
import { alertDeskRoutes } from './alerts/routes.ts'
import { townHallRoutes } from './town-halls/routes.ts'

/** Screens of the desk (espace agents), each in a chunk of its own. */
export const deskRoutes: RouteRecordRaw[] = [
  {
    path: '/agents',
    component: () => import('./inbox/InboxPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'desk.inbox.title' },
    children: [
      { path: '', component: () => import('./inbox/InboxMap.vue') },
      {
        path: 'signalements/:id',
        component: () => import('./ticket/TicketPage.vue'),
        props: true,
        meta: { title: 'desk.ticket.title' },
      },
    ],
  },
  ...agendaDeskRoutes,
  ...rideReportRoutes,
  ...deskRideRoutes,
  ...alertDeskRoutes,
  ...townHallRoutes,
  {
    path: '/agents/saisir',
    component: () => import('./enter/EnterPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'desk.enter.title' },
  },
  {
    path: '/agents/tournee',
    component: () => import('./round/RoundPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'round.title', words: ['sends'] },
  },
  {
    path: '/agents/tournee/:id',
    component: () => import('./round/RoundTicketPage.vue'),
    props: true,
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'desk.ticket.title', words: ['sends'] },
  },
  {
    path: '/agents/publication',
    component: () => import('./publish/PublishPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'desk.publish.title' },
  },
  {
    path: '/agents/chiffres',
    component: () => import('./figures/FiguresPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'desk.figures.title' },
  },
  {
    path: '/agents/chiffres/trajets',
    component: () => import('./ride-figures/RideFiguresPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'desk.rideFigures.title' },
  },
  {
    path: '/agents/signalements/:id/fiche',
    component: () => import('./print/WorkSheetPage.vue'),
    props: true,
    beforeEnter: staffOnly,
    meta: { frame: 'bare', title: 'desk.sheet.title' },
  },
]
