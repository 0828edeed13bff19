import type { RouteRecordRaw } from 'vue-router'

/** Screens of the resident about the agenda. Their words are fetched with the first of them. */
export const agendaRoutes: RouteRecordRaw[] = [
  {
    path: '/agenda',
    component: () => import('./list/AgendaFrame.vue'),
    meta: { title: 'nav.agenda', words: ['agenda'] },
  },
  {
    // « 2026-12-05-marche-de-noel-bavay »
    path: '/agenda/:page(20\\d\\d-\\d\\d-\\d\\d-[^/]+)',
    component: () => import('./event/EventPage.vue'),
    meta: { title: 'agenda.event.title', words: ['agenda'] },
  },
  {
    path: '/agenda/organisateurs/:slug',
    component: () => import('./organizer/OrganizerFrame.vue'),
    meta: { title: 'agenda.organizer.title', words: ['agenda'] },
  },
  {
    path: '/agenda/suivre',
    component: () => import('./follow/ByEmailPage.vue'),
    props: { action: 'confirm' },
    meta: { title: 'agenda.byEmail.confirm.title', words: ['agenda'] },
  },
  {
    path: '/agenda/ne-plus-suivre',
    component: () => import('./follow/ByEmailPage.vue'),
    props: { action: 'stop' },
    meta: { title: 'agenda.byEmail.stop.title', words: ['agenda'] },
  },
]
