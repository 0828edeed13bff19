import type { NavigationGuard } from 'vue-router'
import { hasNoDesk, homeWithoutDesk } from './after-sign-in.ts'

/**
 * For `beforeEnter` of screens of whoever is signed in: others go to the sign-in page, then come back here.
 * When the server can't be asked the screen opens, and says so itself.
 */
export const signedInOnly: NavigationGuard = async (to) => {
  const { useAccount } = await import('./account.store.ts')
  const signedIn = await useAccount()
    .known()
    .catch(() => true)
  return signedIn ? true : { path: '/connexion', query: { vers: to.fullPath } }
}

/** The same for the screens of staff: the people of an organizer alone are led to what is theirs. */
export const staffOnly: NavigationGuard = async (to) => {
  const { useAccount } = await import('./account.store.ts')
  const account = await useAccount()
    .known()
    .catch(() => undefined)
  if (account === null) return { path: '/connexion', query: { vers: to.fullPath } }
  return account && hasNoDesk(account) ? { path: homeWithoutDesk(account) } : true
}
