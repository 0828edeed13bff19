import type { RouteRecordRaw } from 'vue-router'
import { signedInOnly } from '../account/staff-only.ts'

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
    path: '/agenda/imprimer',
    component: () => import('./print/PrintFrame.vue'),
    meta: { title: 'agenda.print.title', words: ['agenda'] },
  },
  {
    path: '/agenda/organisateurs/:slug',
    component: () => import('./organizer/OrganizerFrame.vue'),
    meta: { title: 'agenda.organizer.title', words: ['agenda'] },
  },
  {
    path: '/agenda/integrer',
    component: () => import('./embed/ComposerFrame.vue'),
    meta: { title: 'agenda.embed.title', words: ['agenda'] },
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
  {
    path: '/agenda/proposer',
    component: () => import('./propose/ProposeFrame.vue'),
    redirect: '/agenda/proposer/quoi',
    meta: { words: ['agenda'] },
    children: [
      {
        path: 'quoi',
        component: () => import('./propose/WhatPage.vue'),
        meta: { title: 'propose.what.title' },
      },
      {
        path: 'ou',
        component: () => import('./propose/WherePage.vue'),
        meta: { title: 'propose.where.title' },
      },
      {
        path: 'plus',
        component: () => import('./propose/MorePage.vue'),
        meta: { title: 'propose.more.title' },
      },
      {
        path: 'deja-la',
        component: () => import('./propose/SimilarPage.vue'),
        meta: { title: 'propose.similar.title' },
      },
      {
        path: 'envoyer',
        component: () => import('./propose/SendPage.vue'),
        meta: { title: 'propose.check.title' },
      },
    ],
  },
  {
    path: '/agenda/proposer/envoye/:id',
    component: () => import('./propose/SentPage.vue'),
    meta: { title: 'propose.sent.title', words: ['agenda', 'sends'] },
  },
  {
    path: '/agenda/confirmer',
    component: () => import('./propose/ConfirmPage.vue'),
    meta: { title: 'propose.confirm.title', words: ['agenda'] },
  },
  {
    path: '/agenda/ma-proposition',
    component: () => import('./author/PrivateFrame.vue'),
    meta: { title: 'propose.author.title', words: ['agenda'] },
  },
  {
    path: '/agenda/ma-proposition/modifier',
    component: () => import('./author/EditFrame.vue'),
    meta: { title: 'propose.edit.title', words: ['agenda'] },
  },
  {
    path: '/agenda/organisateurs/nouveau',
    component: () => import('./organizers/NewOrganizerFrame.vue'),
    meta: { title: 'organizer.new.title', words: ['agenda'] },
  },
  {
    path: '/agenda/mes-organisateurs',
    component: () => import('./organizers/MyOrganizersPage.vue'),
    beforeEnter: signedInOnly,
    meta: { title: 'organizer.mine', words: ['agenda'] },
  },
  {
    path: '/agenda/mes-organisateurs/:id',
    component: () => import('./organizers/OrganizerFrame.vue'),
    beforeEnter: signedInOnly,
    meta: { title: 'agenda.organizer.title', words: ['agenda'] },
  },
  {
    path: '/agenda/mes-organisateurs/:id/page',
    component: () => import('./organizers/EditOrganizerPage.vue'),
    beforeEnter: signedInOnly,
    meta: { title: 'organizer.editPage', words: ['agenda'] },
  },
  {
    path: '/agenda/mes-organisateurs/:id/evenements/:event',
    component: () => import('./organizers/OrganizerEventFrame.vue'),
    beforeEnter: signedInOnly,
    meta: { title: 'propose.author.title', words: ['agenda'] },
  },
  {
    path: '/agenda/mes-organisateurs/:id/evenements/:event/modifier',
    component: () => import('./organizers/OrganizerEventFrame.vue'),
    props: { editing: true },
    beforeEnter: signedInOnly,
    meta: { title: 'propose.edit.title', words: ['agenda'] },
  },
  {
    // For whoever is signed in: a member of an organizer, or staff.
    path: '/agenda/importer',
    component: () => import('./import/ImportFrame.vue'),
    beforeEnter: signedInOnly,
    meta: { title: 'organizer.import.title', words: ['agenda'] },
  },
]
