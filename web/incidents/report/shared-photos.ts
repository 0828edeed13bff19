/** Where the manifest has the system post what is shared from the gallery. */
export const sharedAt = '/signaler/partager'
export const sharedCache = 'bocage-shared-photos'
/** As many as a report takes. */
export const sharedLimit = 5

/** The first screen of a report, told what became of what was shared. */
export const takenAt = (fate: 'garde' | 'perdu') => `/signaler?partage=${fate}`

/** What was shared with Bocage and not yet taken, oldest first. Taken once. */
export async function takeSharedPhotos(): Promise<File[]> {
  if (!('caches' in window) || !(await caches.has(sharedCache))) return []
  const cache = await caches.open(sharedCache)
  const files: File[] = []
  for (const request of await cache.keys()) {
    const name = decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? '')
    const blob = await (await cache.match(request))?.blob()
    if (blob) files.push(new File([blob], name, { type: blob.type }))
  }
  await caches.delete(sharedCache)
  return files
}
