import type { Bounds } from '../map-types.ts'
import { Basemap, type Keeping } from './archive.ts'
import { forgetRanges, keepRange } from './kept-ranges.ts'
import { NoRoom } from './no-room.ts'
import { tilesOver } from './tiles.ts'

/** Beyond, tiles are drawn larger: the file holds no more. */
const mostZoom = 14

export type KeptArea = {
  /** Names of what is kept, with their sizes. */
  ranges: ReadonlyMap<string, number>
  /** Of the file: what was kept of another one is not read any more. */
  version: string
}

/**
 * Keeps what the basemap shows of an area, at every zoom. What was begun and not ended is taken back: the phone is then
 * as before, and the person told why. Throws NoRoom beyond `room` bytes or when the phone has none left, TypeError or a
 * DOMException without network, Error when the server's answer is no such file.
 */
export async function keepArea(
  url: string,
  {
    bounds,
    room,
    already,
    others,
    tell,
  }: {
    bounds: Bounds
    room: number
    /** Ranges kept before, which stay whatever happens. */
    already: ReadonlySet<string>
    /** Those of other areas: what is shared with them takes no more room. */
    others: ReadonlySet<string>
    tell: (done: number, of: number) => void
  },
): Promise<KeptArea> {
  const keeping: Keeping = { ranges: new Map(), head: null }
  const { ranges } = keeping
  const failed: unknown[] = []
  const archive = new Basemap(url, { keeping, onTile: (isRead, why) => !isRead && failed.push(why) })
  const isOver = () =>
    [...ranges].reduce((sum, [address, bytes]) => sum + (others.has(address) ? 0 : bytes), 0) > room
  try {
    const { maxZoom } = await archive.getHeader()
    const tiles = tilesOver(bounds, Math.min(maxZoom, mostZoom))
    for (const [index, [z, x, y]] of tiles.entries()) {
      await archive.getZxy(z, x, y)
      if (failed.length > 0) throw failed[0]
      if (isOver()) throw new NoRoom()
      tell(index + 1, tiles.length)
    }
    const { head } = keeping
    if (!head) throw new TypeError('The file has no head')
    const { data, length, version } = head
    ranges.set(await keepRange({ url, version: null }, { offset: 0, length }, data), data.byteLength)
    return { ranges, version }
  } catch (error) {
    const begun = [...ranges.keys()].filter((address) => !already.has(address))
    await forgetRanges(begun).catch(() => undefined)
    throw error instanceof DOMException && error.name === 'QuotaExceededError' ? new NoRoom() : error
  }
}
