import type { Bounds } from '../../ui/map/map-types.ts'
import { now } from '../clock.ts'
import { pageStore } from '../pack/page-store.ts'
import { alone, basemapBytes, packBytes, readShelf, writeShelf, type KeptBasemap } from '../pack/shelf.ts'

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
  await alone(async () => {
    const shelf = await readShelf(pageStore)
    const rest = shelf.basemaps.filter((one) => one.code !== code)
    const basemaps = [{ code, name, url, at: now(), ranges: [...ranges] }, ...rest]
    await forgetUnnamed(shelf.basemaps, basemaps)
    await writeShelf(pageStore, { ...shelf, basemaps })
  })
  // What draws it is fetched while there is a network.
  await import('../../ui/map/basemap/layer.ts').catch(() => undefined)
}

/** What stays without a commune's; what it alone had is cleared. */
export async function withoutBasemap(
  before: readonly KeptBasemap[],
  code: string,
): Promise<{ basemaps: KeptBasemap[] }> {
  const basemaps = before.filter((one) => one.code !== code)
  await forgetUnnamed(before, basemaps)
  return { basemaps }
}

/** The newest that fit; the oldest make room. */
export async function fitBasemaps(before: readonly KeptBasemap[], room: number): Promise<KeptBasemap[]> {
  let stay = [...before]
  while (stay.length > 0 && basemapBytes(stay) > room) stay = stay.slice(0, -1)
  await forgetUnnamed(before, stay)
  return stay
}

/** Parts that nothing kept names any more. */
async function forgetUnnamed(before: readonly KeptBasemap[], after: readonly KeptBasemap[]): Promise<void> {
  const { forgetRanges } = await import('../../ui/map/basemap/kept-ranges.ts')
  const named = addressesOf(after)
  await forgetRanges([...addressesOf(before)].filter((address) => !named.has(address)))
}
