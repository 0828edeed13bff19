/** Where the service worker keeps the files of screens that are not for every phone, once fetched. */
export const lazyAssets = 'bocage-lazy-assets'
/** Kept among them while a round is on the phone: a new version then fetches its own before it takes over. */
export const roundMark = '/round-taken-along'
/**
 * Asks a version to fetch them now, as it was installed before the round was taken. It answers on the port that comes with
 * it, whether it has them all.
 */
export const keepForRound = 'keep-for-round'

/** No round is on this phone any more: new versions of the app need not be ready for one. */
export async function forgetRoundMark(): Promise<void> {
  if ('caches' in window && (await caches.has(lazyAssets)))
    await (await caches.open(lazyAssets)).delete(roundMark)
}
