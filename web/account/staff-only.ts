import type { NavigationGuard } from 'vue-router'

/**
 * For `beforeEnter` of staff screens: whoever is not signed in goes to the sign-in page, then comes back here.
 * When the server can't be asked the screen opens, and says so itself.
 */
export const staffOnly: NavigationGuard = async (to) => {
  const { useAccount } = await import('./account.store.ts')
  const signedIn = await useAccount()
    .known()
    .catch(() => true)
  return signedIn ? true : { path: '/connexion', query: { vers: to.fullPath } }
}
