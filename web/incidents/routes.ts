import type { RouteRecordRaw } from 'vue-router'

/** Screens of the resident about incidents. */
export const residentRoutes: RouteRecordRaw[] = [
  {
    path: '/signaler',
    component: () => import('./report/ReportFrame.vue'),
    redirect: '/signaler/photo',
    children: [
      {
        path: 'photo',
        component: () => import('./report/PhotoPage.vue'),
        meta: { title: 'report.photo.title' },
      },
      {
        path: 'ou',
        component: () => import('./report/PlacePage.vue'),
        meta: { title: 'report.where.title' },
      },
      {
        path: 'quoi',
        component: () => import('./report/WhatPage.vue'),
        meta: { title: 'report.what.title' },
      },
      {
        path: 'deja-signale',
        component: () => import('./report/SimilarPage.vue'),
        meta: { title: 'report.similar.title' },
      },
      {
        path: 'verifier',
        component: () => import('./report/CheckPage.vue'),
        meta: { title: 'report.check.title', words: ['sends'] },
      },
    ],
  },
  {
    path: '/signaler/envoye/:id',
    component: () => import('./report/SentPage.vue'),
    meta: { title: 'report.sent.title', words: ['sends'] },
  },
  {
    path: '/signalements',
    component: () => import('./around/AroundFrame.vue'),
    meta: { title: 'around.title', words: ['sends'] },
  },
  {
    path: '/signalements/:id',
    component: () => import('./follow/PublicPage.vue'),
    meta: { title: 'incident.title', words: ['sends'] },
  },
  {
    path: '/suivi',
    component: () => import('./follow/PrivatePage.vue'),
    meta: { title: 'follow.title', words: ['sends'] },
  },
  {
    path: '/reponse',
    component: () => import('./reply/ReplyPage.vue'),
    meta: { title: 'reply.title', words: ['sends'] },
  },
  {
    path: '/mes-suivis',
    component: () => import('./mine/MinePage.vue'),
    meta: { title: 'nav.mine', words: ['sends'] },
  },
  {
    path: '/abonnement/confirmer',
    beforeEnter: (to) => ('agenda' in to.query ? { path: '/agenda/suivre', hash: to.hash } : true),
    component: () => import('./follow/SubscriptionPage.vue'),
    props: { action: 'confirm' },
    meta: { title: 'subscription.confirm.title' },
  },
  {
    path: '/abonnement/arreter',
    beforeEnter: (to) => ('agenda' in to.query ? { path: '/agenda/ne-plus-suivre', hash: to.hash } : true),
    component: () => import('./follow/SubscriptionPage.vue'),
    props: { action: 'stop' },
    meta: { title: 'subscription.stop.title' },
  },
]
