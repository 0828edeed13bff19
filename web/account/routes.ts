import type { RouteRecordRaw } from 'vue-router'
import { signedInOnly } from './staff-only.ts'

/** Sign-in, and what whoever is signed in sees of their own account. */
export const accountRoutes: RouteRecordRaw[] = [
  {
    path: '/connexion',
    component: () => import('./SignInPage.vue'),
    meta: { title: 'account.signIn.title', frame: 'bare', foot: true, words: ['account'] },
  },
  {
    path: '/mon-compte',
    component: () => import('./AccountPage.vue'),
    beforeEnter: signedInOnly,
    meta: { title: 'account.mine.title', frame: 'desk', words: ['account'] },
  },
]
