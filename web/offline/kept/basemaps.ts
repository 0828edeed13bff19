import type { Bounds } from '../../ui/map/map-types.ts'
import { now } from '../clock.ts'
import { pageStore } from '../pack/page-store.ts'
import {
  oneAtTheShelf,
  basemapBytes,
  packBytes,
  readShelf,
  writeShelf,
  type KeptBasemap,
} from '../pack/shelf.ts'

const addressesOf = (basemaps: readonly KeptBasemap[]) =>
  new Set(basemaps.flatMap(({ ranges }) => ranges.map(([address]) => address)))

/**
 * Keeps the map's background for a commune, within the room the person gave. Alone: what is cleared or made to fit
 * meanwhile would take parts of it. Throws as `keepArea`.
 */
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
  await oneAtTheShelf(async () => {
    const shelf = await readShelf(pageStore)
    const others = shelf.basemaps.filter((one) => one.code !== code)
    const taken = shelf.packs.reduce((sum, pack) => sum + packBytes(pack), 0) + basemapBytes(others)
    const { ranges, version } = await keepArea(url, {
      bounds,
      room: shelf.limitBytes - taken,
      already: addressesOf(shelf.basemaps),
      others: addressesOf(others),
      tell,
    })
    // What was kept of the file before it was replaced is not read any more: it is not said to be kept.
    const readable = others.filter((one) => one.url !== url || one.version === version)
    const basemaps = [{ code, name, url, version, at: now(), ranges: [...ranges] }, ...readable]
    await writeShelf(pageStore, { ...shelf, basemaps })
    await forgetUnnamed(shelf.basemaps, basemaps)
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
