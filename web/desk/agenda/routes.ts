import type { RouteRecordRaw } from 'vue-router'
import { staffOnly } from '../../account/staff-only.ts'

/** Screens of those who moderate the agenda, each in a chunk of its own. They show the public page's own parts. */
export const agendaDeskRoutes: RouteRecordRaw[] = [
  {
    path: '/agents/agenda',
    component: () => import('./AgendaDeskPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'moderation.title', words: ['agenda'] },
    children: [
      { path: '', component: () => import('./NothingOpen.vue') },
      {
        path: 'evenements/:id',
        component: () => import('./EventDeskPage.vue'),
        props: true,
        meta: { title: 'agenda.event.title' },
      },
    ],
  },
  {
    path: '/agents/agenda/lieux',
    component: () => import('./places/PlacesPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'moderation.places.title', words: ['agenda'] },
  },
  {
    path: '/agents/agenda/lieux/:id',
    component: () => import('./places/PlaceFrame.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'moderation.places.one', words: ['agenda'] },
  },
  {
    path: '/agents/agenda/organisateurs',
    component: () => import('./organizers/OrganizersPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'moderation.organizers.title', words: ['agenda'] },
  },
  {
    path: '/agents/agenda/reglages',
    component: () => import('./settings/SettingsPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'moderation.settings.title', words: ['agenda'] },
  },
  {
    path: '/agents/agenda/delais',
    component: () => import('./times/TimesPage.vue'),
    beforeEnter: staffOnly,
    meta: { frame: 'desk', title: 'moderation.times.title', words: ['agenda'] },
  },
]
