import { keepForRound, lazyAssets, roundMark } from '../../offline/lazy-assets.ts'
import { speakOf } from '../../locales/i18n.ts'

/** Files of this app that the page has fetched, whoever asked for them. */
function fetchedFiles(): string[] {
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload], link[rel=stylesheet]')
  const addresses = [
    ...performance.getEntriesByType('resource').map(({ name }) => name),
    ...[...links].map(({ href }) => href),
  ]
  return [...new Set(addresses)].filter((address) => {
    const { origin, pathname } = new URL(address)
    return origin === location.origin && pathname.startsWith('/assets/')
  })
}

/**
 * Fetches all that the screens of a round are made of, and keeps it on the phone: they are staff's, which the service
 * worker keeps only once they were used.
 */
export async function keepRoundScreens(): Promise<void> {
  await Promise.all([
    import('./RoundPage.vue'),
    import('./RoundTicketPage.vue'),
    import('../../offline/QueuedConflict.vue'),
    import('../../ui/map/LeafletMap.vue'),
    speakOf('desk'),
    speakOf('sends'),
  ])
  if (!('caches' in window)) return
  const cache = await caches.open(lazyAssets)
  for (const address of fetchedFiles()) if (!(await cache.match(address))) await cache.add(address)
  await cache.put(roundMark, new Response())
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined)
  registration?.waiting?.postMessage(keepForRound, { transfer: [] })
}
