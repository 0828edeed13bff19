/** Where the manifest has the system post what is shared from the gallery. */
export const sharedAt = '/signaler/partager'
export const sharedCache = 'bocage-shared-photos'
/** One more than a report takes: its form then says that there were too many. */
export const sharedKept = 6

/** The first screen of a report, told what became of what was shared. */
export const takenAt = (fate: 'garde' | 'perdu') => `/signaler?partage=${fate}`

/** Once a page: coming back to the first screen would add them again. A share always opens a new page. */
let isTaken = false

/**
 * Gives `hold` what was shared with Bocage and not yet taken, oldest first. Forgotten only once it answers that it is kept:
 * a page closed in the middle, or that held it in memory only, finds it at its next opening.
 */
export async function takeSharedPhotos(hold: (files: File[]) => Promise<boolean>): Promise<void> {
  if (isTaken || !('caches' in window) || !(await caches.has(sharedCache))) return
  isTaken = true
  const cache = await caches.open(sharedCache)
  const files: File[] = []
  for (const request of await cache.keys()) {
    const name = decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? '')
    const blob = await (await cache.match(request))?.blob()
    if (blob) files.push(new File([blob], name, { type: blob.type }))
  }
  if (await hold(files)) await caches.delete(sharedCache)
}
