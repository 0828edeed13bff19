// Parts of the basemap's file that this phone keeps, by where they lie in it. In the cache storage: they are many, and
// read one at a time.

export const keptMaps = 'bocage-basemap'
export type Span = { offset: number; length: number }
/**
 * Which writing of a file a part is of: where a tile lies changes with each. The head (header and root directory) is
 * of no version: it is what says which one the phone keeps.
 */
export type PartOf = { url: string; version: string | null }

const addressOf = ({ url, version }: PartOf, { offset, length }: Span) =>
  `/basemap/${encodeURIComponent(url)}/${version === null ? '' : `${version}/`}${offset}-${length}`

/** Names a writing of the file by its head. */
export async function versionOf(head: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', head))
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export async function readRange(file: PartOf, span: Span): Promise<ArrayBuffer | null> {
  const kept = await (await caches.open(keptMaps)).match(addressOf(file, span))
  return kept ? kept.arrayBuffer() : null
}

/** Keeps it, and answers under what name. Throws when the phone has no room left. */
export async function keepRange(file: PartOf, span: Span, bytes: ArrayBuffer): Promise<string> {
  const address = addressOf(file, span)
  await (await caches.open(keptMaps)).put(address, new Response(bytes))
  return address
}

export async function forgetRanges(addresses: readonly string[]): Promise<void> {
  const cache = await caches.open(keptMaps)
  await Promise.all(addresses.map((address) => cache.delete(address)))
}
