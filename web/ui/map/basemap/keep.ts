import type { Bounds } from '../map-types.ts'
import { Basemap, type Keeping } from './archive.ts'
import { forgetRanges } from './kept-ranges.ts'
import { tilesOver } from './tiles.ts'

/** Beyond, tiles are drawn larger: the file holds no more. */
const mostZoom = 14

export class NoRoom extends Error {}

/**
 * Keeps what the basemap shows of an area, at every zoom. What was begun and not ended is taken back: the phone is then
 * as before, and the person told why. Throws NoRoom beyond `room` bytes.
 */
export async function keepArea(
  url: string,
  {
    bounds,
    room,
    already,
    tell,
  }: {
    bounds: Bounds
    room: number
    /** Ranges kept before, which stay whatever happens. */
    already: ReadonlySet<string>
    tell: (done: number, of: number) => void
  },
): Promise<Keeping> {
  const keeping: Keeping = new Map()
  const failed: boolean[] = []
  const archive = new Basemap(url, { keeping, onTile: (isRead) => !isRead && failed.push(true) })
  try {
    const { maxZoom } = await archive.getHeader()
    const tiles = tilesOver(bounds, Math.min(maxZoom, mostZoom))
    for (const [index, [z, x, y]] of tiles.entries()) {
      await archive.getZxy(z, x, y)
      if (failed.length > 0) throw new TypeError('A tile could not be read')
      if ([...keeping.values()].reduce((sum, bytes) => sum + bytes, 0) > room) throw new NoRoom()
      tell(index + 1, tiles.length)
    }
    return keeping
  } catch (error) {
    const begun = [...keeping.keys()].filter((address) => !already.has(address))
    await forgetRanges(begun).catch(() => undefined)
    throw error
  }
}
