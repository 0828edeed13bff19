/** Name of the background sync by which the browser wakes the service worker. */
export const syncTag = 'bocage.sends'

type WithSync = ServiceWorkerRegistration & { sync?: { register: (tag: string) => Promise<void> } }

/**
 * Asks the browser to wake the service worker once there is a network, also with the app closed. Where it does not
 * know how (Safari, Firefox), or refuses, what waits leaves when the app is next opened.
 */
export async function wakeLater(): Promise<void> {
  if (!('serviceWorker' in navigator) || !('SyncManager' in window)) return
  const registration = (await navigator.serviceWorker.getRegistration().catch(() => undefined)) as
    WithSync | undefined
  await registration?.sync?.register(syncTag).catch(() => undefined)
}
