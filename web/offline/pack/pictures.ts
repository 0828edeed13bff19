import type { PackData, PackPartName } from '../../../api/communes/pack.schemas.ts'
import { shownAt } from '../../../api/media/shown.rules.ts'
import {
  oneAtTheShelf,
  basemapBytes,
  packBytes,
  partKey,
  readShelf,
  writeShelf,
  type KeptPack,
  type KeptStore,
} from './shelf.ts'

// The small pictures of what a pack lists: the first of each report, that of each event. Read by pages and the worker.

/** Where they lie, by address. */
export const keptPictures = 'bocage-pictures'
/** Asked for at once: the rest of the network is the person's. */
const atOnce = 4
const patienceMs = 10_000

/** The address of a photo as it is kept, whatever the width or the right it is asked for with. */
export const keptAddress = (url: string, base: string): string => shownAt(new URL(url, base).pathname, 200)

/** Those that a part shows, the first ones before the others. */
function shownIn<Name extends PackPartName>(name: Name, data: PackData[Name]): string[] {
  if (name === 'incidents')
    return (data as PackData['incidents']).incidents.flatMap(({ photos }) => photos[0]?.thumbUrl ?? [])
  if (name === 'agenda') return (data as PackData['agenda']).events.flatMap(({ image }) => image?.url ?? [])
  return []
}

/** Addresses of the pictures that a pack, kept here, shows. */
async function picturesOf(store: KeptStore, pack: KeptPack): Promise<string[]> {
  const found = await Promise.all(
    (['incidents', 'agenda'] as const).map(async (name) => {
      const part = await store.get(partKey(pack, name))
      return part ? shownIn(name, part.data as PackData[typeof name]) : []
    }),
  )
  return [...new Set(found.flat().map((url) => keptAddress(url, location.origin)))]
}

/** Fetches one in the lightest form there is, and keeps it; its bytes, or null when there is none to keep. */
async function fetchOne(cache: Cache, address: string): Promise<number | null> {
  const answer = await fetch(address, {
    headers: { Accept: 'image/avif,image/webp,image/*' },
    // As anyone reads it, and kept once.
    credentials: 'omit',
    cache: 'no-store',
    signal: AbortSignal.timeout(patienceMs),
  })
  const type = answer.headers.get('Content-Type') ?? ''
  if (!answer.ok || !type.startsWith('image/')) return null
  const bytes = await answer.arrayBuffer()
  await cache.put(address, new Response(bytes, { headers: { 'Content-Type': type } }))
  return bytes.byteLength
}

/** Those of `wanted` that are had within `room` bytes, with the bytes of each; what `known` names is there already. */
async function fetchWithin(
  cache: Cache,
  { wanted, known, room }: { wanted: readonly string[]; known: ReadonlyMap<string, number>; room: number },
): Promise<[string, number][]> {
  const had = new Map(known)
  const missing = wanted.filter((address) => !known.has(address))
  let left = room - wanted.reduce((sum, address) => sum + (known.get(address) ?? 0), 0)
  while (missing.length > 0 && left > 0) {
    const some = missing.splice(0, atOnce)
    const sizes = await Promise.all(some.map((address) => fetchOne(cache, address).catch(() => null)))
    // Nobody answers any more.
    if (sizes.every((size) => size === null)) break
    for (const [index, address] of some.entries()) {
      const size = sizes[index] ?? null
      if (size === null || size > left) continue
      left -= size
      had.set(address, size)
    }
  }
  return wanted.flatMap((address) => {
    const size = had.get(address)
    return size === undefined ? [] : [[address, size] as [string, number]]
  })
}

const isThat =
  ({ code, lang }: Pick<KeptPack, 'code' | 'lang'>) =>
  (pack: KeptPack) =>
    pack.code === code && pack.lang === lang

/**
 * Fetches the pictures of a pack that are not here yet, in the room that the packs and the map leave, and forgets those
 * that none shows any more. What cannot be had is left for the next time. Not within `alone` but by itself: whoever
 * clears a pack does not wait for its pictures.
 */
export async function keepPictures(store: KeptStore, asked: Pick<KeptPack, 'code' | 'lang'>): Promise<void> {
  if (!('caches' in globalThis)) return
  const { packs, basemaps, limitBytes } = await readShelf(store)
  const pack = packs.find(isThat(asked))
  if (!pack) return
  const [cache, wanted] = [await caches.open(keptPictures), await picturesOf(store, pack)]
  const there = new Set((await cache.keys()).map(({ url }) => keptAddress(url, url)))
  const known = new Map(pack.pictures?.filter(([address]) => there.has(address)))
  const taken = packs.reduce((sum, one) => sum + packBytes(one === pack ? { parts: one.parts } : one), 0)
  const room = limitBytes - basemapBytes(basemaps) - taken
  const pictures = await fetchWithin(cache, { wanted, known, room })
  await oneAtTheShelf(async () => {
    const shelf = await readShelf(store)
    const after = shelf.packs.map((one) => (isThat(asked)(one) ? { ...one, pictures } : one))
    await writeShelf(store, { ...shelf, packs: after })
    await sweepPictures(after)
  })
}

/** Forgets those that no pack shows any more. */
export async function sweepPictures(packs: readonly KeptPack[]): Promise<void> {
  if (!('caches' in globalThis)) return
  const shown = new Set(packs.flatMap(({ pictures = [] }) => pictures.map(([address]) => address)))
  const cache = await caches.open(keptPictures)
  for (const request of await cache.keys())
    if (!shown.has(keptAddress(request.url, request.url))) await cache.delete(request)
}
