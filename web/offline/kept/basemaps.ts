import type { Bounds } from '../../ui/map/map-types.ts'
import { now } from '../clock.ts'
import { pageStore } from '../pack/page-store.ts'
import { basemapBytes, packBytes, readShelf, writeShelf, type KeptBasemap } from '../pack/shelf.ts'

const addressesOf = (basemaps: readonly KeptBasemap[]) =>
  new Set(basemaps.flatMap(({ ranges }) => ranges.map(([address]) => address)))

/** Keeps the map's background for a commune, within the room the person gave. Throws NoRoom, TypeError. */
export async function keepBasemap({
  code,
  name,
  url,
  bounds,
  tell,
}: {
  code: string
  name: string
  url: string
  bounds: Bounds
  tell: (done: number, of: number) => void
}): Promise<void> {
  const { keepArea } = await import('../../ui/map/basemap/keep.ts')
  const before = await readShelf(pageStore)
  const others = before.basemaps.filter((one) => one.code !== code)
  const taken = before.packs.reduce((sum, pack) => sum + packBytes(pack), 0) + basemapBytes(others)
  const ranges = await keepArea(url, {
    bounds,
    room: before.limitBytes - taken,
    already: addressesOf(before.basemaps),
    tell,
  })
  const basemaps = [{ code, name, url, at: now(), ranges: [...ranges] }, ...others]
  await forgetUnnamed(before.basemaps, basemaps)
  await writeShelf(pageStore, { ...(await readShelf(pageStore)), basemaps })
  // What draws it is fetched while there is a network.
  await import('../../ui/map/basemap/layer.ts').catch(() => undefined)
}

export async function forgetBasemap(code: string): Promise<void> {
  const before = await readShelf(pageStore)
  const basemaps = before.basemaps.filter((one) => one.code !== code)
  await forgetUnnamed(before.basemaps, basemaps)
  await writeShelf(pageStore, { ...before, basemaps })
}

/** Parts that nothing kept names any more. */
async function forgetUnnamed(before: readonly KeptBasemap[], after: readonly KeptBasemap[]): Promise<void> {
  const { forgetRanges } = await import('../../ui/map/basemap/kept-ranges.ts')
  const named = addressesOf(after)
  await forgetRanges([...addressesOf(before)].filter((address) => !named.has(address)))
}
