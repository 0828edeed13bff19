import { watch } from 'vue'
import { i18n } from '../../locales/i18n.ts'
import { commune } from '../../territory/territory.ts'
import { now } from '../clock.ts'
import { mayRefresh, type Network } from './limits.ts'
import { pageStore } from './page-store.ts'
import { keepPictures } from './pictures.ts'
import { refreshPack } from './refresh.ts'
import { oneAtTheShelf, readShelf } from './shelf.ts'
import { refreshWhileClosed } from './while-closed.ts'

const networkOf = () => (navigator as Navigator & { connection?: Network }).connection

/** Refreshes the pack of this phone's commune if it is old, and the person and the network let it. */
async function refreshIfOld(): Promise<void> {
  const code = commune.value?.code
  if (!code || navigator.onLine === false) return
  const lang = i18n.global.locale.value
  // Within the lock: of two tabs that open at once, the second finds it fresh.
  const refreshed = await oneAtTheShelf(async () => {
    const { packs, when, refused } = await readShelf(pageStore)
    const kept = packs.find((pack) => pack.code === code && pack.lang === lang)
    const age = kept ? now() - kept.at : null
    if (refused.includes(code) || !mayRefresh({ when, network: networkOf(), age })) return false
    await refreshPack(pageStore, { code, lang })
    return true
  })
  if (refreshed) await keepPictures(pageStore, { code, lang })
}

/** What could not be refreshed is tried again at the next occasion. */
const quietly = () => void refreshIfOld().catch(() => undefined)

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
  void readShelf(pageStore)
    .then(({ when }) => refreshWhileClosed(when))
    .catch(() => undefined)
  void readyBasemap().catch(() => undefined)
}
