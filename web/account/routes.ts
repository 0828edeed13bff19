import type { RouteRecordRaw } from 'vue-router'
import { staffOnly } from './staff-only.ts'

/** Sign-in, and what a member of staff sees of their own account. */
export const accountRoutes: RouteRecordRaw[] = [
  {
    path: '/connexion',
    component: () => import('./SignInPage.vue'),
    meta: { title: 'account.signIn.title', frame: 'bare' },
  },
  {
    path: '/mon-compte',
    component: () => import('./AccountPage.vue'),
    beforeEnter: staffOnly,
    meta: { title: 'account.mine.title', frame: 'desk' },
  },
]
