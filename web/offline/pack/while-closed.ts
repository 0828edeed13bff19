import { packSyncTag, type RefreshWhen } from './shelf.ts'

type PeriodicSync = {
  register(tag: string, options: { minInterval: number }): Promise<void>
  unregister(tag: string): Promise<void>
}

/** The browser makes it longer as it sees fit: by how much the app is used, on wifi, with the battery full. */
const atLeastMs = 12 * 3_600_000

/**
 * Has the pack refreshed while the app is closed, where browsers do it (those that do ask nobody: an installed app that
 * is used has the permission), or no more, as the person chose.
 */
export async function refreshWhileClosed(when: RefreshWhen): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration()
  const sync = (registration as { periodicSync?: PeriodicSync } | undefined)?.periodicSync
  if (!sync) return
  if (when === 'never') return sync.unregister(packSyncTag)
  const { state } = await navigator.permissions.query({ name: 'periodic-background-sync' as PermissionName })
  if (state === 'granted') await sync.register(packSyncTag, { minInterval: atLeastMs })
}
