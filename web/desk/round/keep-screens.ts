import { NetworkError } from '../../http/errors.ts'
import { speakOf } from '../../locales/i18n.ts'
import { keepForRound, lazyAssets, roundMark } from '../../offline/lazy-assets.ts'

/** A few hundred kilobytes on a network of a village. A version of before does not answer at all. */
const mostWaitMs = 60_000

const inTime = <T>(answer: Promise<T>): Promise<T | false> =>
  Promise.race([answer, new Promise<false>((resolve) => setTimeout(() => resolve(false), mostWaitMs))])

/** Whether this version of the app has on the phone, from now on, all that its screens of staff are made of. */
function hasKept(worker: ServiceWorker): Promise<boolean> {
  const { port1, port2 } = new MessageChannel()
  const answer = new Promise<boolean>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<boolean>) => resolve(data)
  })
  worker.postMessage(keepForRound, { transfer: [port2] })
  return inTime(answer)
}

/**
 * Fetches all that the screens of a round are made of, and keeps it on the phone: they are staff's, which the service
 * worker keeps only once they were used. Throws when one cannot be.
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
  await (await caches.open(lazyAssets)).put(roundMark, new Response())
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined)
  // A browser that installs no application opens nothing without network, and a round still spares the reading.
  if (!registration) return
  // One that was installed before there was a round, or looked for one a moment too early.
  for (const later of [registration.installing, registration.waiting]) if (later) void hasKept(later)
  // At a first visit the application itself is still on its way: without it nothing opens.
  if (!registration.active) await inTime(navigator.serviceWorker.ready)
  const { active, waiting } = registration
  if (active && (await hasKept(active))) return
  // The server no longer has the files of a version that a newer one waits to replace: those it used are there.
  if (!waiting) throw new NetworkError('offline')
}
