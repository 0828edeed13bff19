import { watch } from 'vue'
import { i18n } from '../../locales/i18n.ts'
import { commune } from '../../territory/territory.ts'
import { now } from '../clock.ts'
import { mayRefresh, type Network } from './limits.ts'
import { pageStore } from './page-store.ts'
import { refreshPack } from './refresh.ts'
import { alone, readShelf } from './shelf.ts'

const networkOf = () => (navigator as Navigator & { connection?: Network }).connection
type PeriodicSync = { register(tag: string, options: { minInterval: number }): Promise<void> }

/** Refreshes the pack of this phone's commune if it is old, and the person and the network let it. */
async function refreshIfOld(): Promise<void> {
  const code = commune.value?.code
  if (!code || navigator.onLine === false) return
  const lang = i18n.global.locale.value
  // Within the lock: of two tabs that open at once, the second finds it fresh.
  await alone(async () => {
    const { packs, when, refused } = await readShelf(pageStore)
    const kept = packs.find((pack) => pack.code === code && pack.lang === lang)
    const age = kept ? now() - kept.at : null
    if (!refused.includes(code) && mayRefresh({ when, network: networkOf(), age }))
      await refreshPack(pageStore, { code, lang, now: now() })
  })
}

/** What could not be refreshed is tried again at the next occasion. */
const quietly = () => void refreshIfOld().catch(() => undefined)

/** Where browsers do it, the pack is refreshed while the app is closed: those that do ask nobody. */
async function refreshWhileClosed(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration()
  const sync = (registration as { periodicSync?: PeriodicSync } | undefined)?.periodicSync
  if (!sync) return
  const { state } = await navigator.permissions.query({ name: 'periodic-background-sync' as PermissionName })
  if (state === 'granted') await sync.register('commune-pack', { minInterval: 12 * 3_600_000 })
}

/** What draws the map's background is not kept ready on every phone: fetched again after an update, where one is kept. */
async function readyBasemap(): Promise<void> {
  if ((await readShelf(pageStore)).basemaps.length > 0) await import('../../ui/map/basemap/layer.ts')
}

/** Keeps what one reads of one's commune fresh: at opening, when one comes back, and when another is chosen. */
export function keepPackFresh(): void {
  watch([() => commune.value?.code, i18n.global.locale], quietly, { immediate: true })
  window.addEventListener('online', quietly)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') quietly()
  })
  void refreshWhileClosed().catch(() => undefined)
  void readyBasemap().catch(() => undefined)
}
