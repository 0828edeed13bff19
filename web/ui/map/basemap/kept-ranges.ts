// Parts of the basemap's file that this phone keeps, by where they lie in it. In the cache storage: they are many, and
// read one at a time.

const cacheName = 'bocage-basemap'
type Span = { offset: number; length: number }

const addressOf = (url: string, { offset, length }: Span) =>
  `/basemap/${encodeURIComponent(url)}/${offset}-${length}`

export async function readRange(url: string, span: Span): Promise<ArrayBuffer | null> {
  const kept = await (await caches.open(cacheName)).match(addressOf(url, span))
  return kept ? kept.arrayBuffer() : null
}

/** Keeps it, and answers under what name. Throws when the phone has no room left. */
export async function keepRange(url: string, span: Span, bytes: ArrayBuffer): Promise<string> {
  const address = addressOf(url, span)
  await (await caches.open(cacheName)).put(address, new Response(bytes))
  return address
}

export async function forgetRanges(addresses: readonly string[]): Promise<void> {
  const cache = await caches.open(cacheName)
  await Promise.all(addresses.map((address) => cache.delete(address)))
}
