/** Pictures of the map that were looked at, kept by the service worker to be seen again without network. */
export const seenTiles = 'bocage-tiles'

export async function measureSeenTiles(): Promise<{ count: number; bytes: number }> {
  if (!('caches' in globalThis)) return { count: 0, bytes: 0 }
  const cache = await caches.open(seenTiles)
  const kept = await cache.matchAll()
  const bytes = kept.reduce((sum, { headers }) => sum + Number(headers.get('Content-Length') ?? 0), 0)
  return { count: kept.length, bytes }
}

export const forgetSeenTiles = () => caches.delete(seenTiles)
