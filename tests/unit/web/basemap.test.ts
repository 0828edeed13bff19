import { PMTiles, type Source } from 'pmtiles'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Basemap } from '../../../web/ui/map/basemap/archive.ts'
import { keepArea } from '../../../web/ui/map/basemap/keep.ts'
import { tileAt, tilesOver } from '../../../web/ui/map/basemap/tiles.ts'
import type { Bounds } from '../../../web/ui/map/map-types.ts'
import { createCacheStorage } from '../../support/cache-storage.ts'
import { aBasemap, serveBasemap } from '../../support/pmtiles.ts'

describe('the basemap of an area', () => {
  it('is every tile that shows some of it, at every zoom', () => {
    // Bavay, reckoned by hand: y = 2^14 (1 − ln(tan φ + sec φ)/π)/2.
    expect(tileAt(3.79, 50.3, 14)).toEqual({ x: 8364, y: 5535 })
    const tiles = tilesOver([3.76, 50.27, 3.83, 50.32], 14)
    expect(tiles[0]).toEqual([0, 0, 0])
    expect(tiles).toContainEqual([14, 8364, 5535])
    expect(tiles.length).toBeLessThan(60)
    expect(new Set(tiles.map(String)).size).toBe(tiles.length)
  })

  it('ends at the edges of the world', () => {
    expect(tilesOver([-180, -90, 180, 90], 1)).toHaveLength(5)
    expect(tileAt(180, -90, 3)).toEqual({ x: 7, y: 7 })
  })

  it('is read out of one file by range', async () => {
    const file = aBasemap()
    const source: Source = {
      getKey: () => 'basemap',
      getBytes: async (offset, length) => ({
        data: new Uint8Array(file.subarray(offset, offset + length)).buffer,
      }),
    }
    const archive = new PMTiles(source)
    expect((await archive.getHeader()).maxZoom).toBe(14)
    expect((await archive.getZxy(14, 8364, 5535))?.data.byteLength).toBeGreaterThan(40)
  })
})

describe('the basemap kept for a commune', () => {
  const bavay: Bounds = [3.76, 50.27, 3.83, 50.32]
  let server: Awaited<ReturnType<typeof serveBasemap>>
  let phone: ReturnType<typeof createCacheStorage>
  beforeEach(async () => {
    server = await serveBasemap()
    phone = createCacheStorage()
    vi.stubGlobal('caches', phone.storage)
  })
  afterEach(async () => {
    vi.unstubAllGlobals()
    await server.close()
  })
  const keep = ({ room = 1e6, already = new Set<string>(), others = new Set<string>() } = {}) =>
    keepArea(server.url, { bounds: bavay, room, already, others, tell: () => undefined })
  const bytesOf = ({ ranges }: Awaited<ReturnType<typeof keep>>) =>
    [...ranges.values()].reduce((sum, bytes) => sum + bytes, 0)
  /** What is drawn of Bavay by a page opened now. */
  const drawn = async () => (await new Basemap(server.url).getZxy(14, 8364, 5535))?.data.byteLength

  it('is drawn without network, and names all that it keeps', async () => {
    const { ranges } = await keep()
    server.cutAfter(0)
    expect(await drawn()).toBeGreaterThan(40)
    expect([...ranges.keys()].sort()).toEqual(phone.addresses())
  })

  it('is drawn where a network hardly answers, without waiting for it to be gone', async () => {
    await keep()
    server.fallMute()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const state = { done: false }
    const tile = drawn().finally(() => {
      state.done = true
    })
    while (!state.done) await vi.advanceTimersByTimeAsync(1000)
    vi.useRealTimers()
    expect(await tile).toBeGreaterThan(40)
  })

  it('stays as it was when keeping it anew is cut after its file was replaced', async () => {
    const before = await keep()
    const kept = phone.addresses()
    server.replace()
    server.cutAfter(1)
    await expect(keep({ already: new Set(before.ranges.keys()) })).rejects.toThrow(TypeError)
    expect(phone.addresses()).toEqual(kept)
    expect(await drawn()).toBeGreaterThan(40)
  })

  it('is told from what was kept of its file before that was replaced', async () => {
    const before = await keep()
    server.replace()
    const after = await keep({ already: new Set(before.ranges.keys()) })
    expect(after.version).not.toBe(before.version)
    server.cutAfter(0)
    expect(await drawn()).toBeGreaterThan(40)
  })

  it('never begins half: no room, a phone that is full, another page in its place each say what they are', async () => {
    await expect(keep({ room: 10 })).rejects.toThrow(expect.objectContaining({ name: 'NoRoom' }))
    phone.limit(10)
    await expect(keep()).rejects.toThrow(expect.objectContaining({ name: 'NoRoom' }))
    phone.limit(Infinity)
    server.answerPage('<title>Connectez-vous au wifi</title>')
    await expect(keep()).rejects.toThrow(expect.objectContaining({ name: 'Error' }))
    expect(phone.addresses()).toEqual([])
  })

  it('takes no room for what it shares with another commune', async () => {
    const first = await keep()
    const shared = new Set(first.ranges.keys())
    expect(bytesOf(first)).toBeGreaterThan(10)
    expect(bytesOf(await keep({ room: 10, already: shared, others: shared }))).toBe(bytesOf(first))
  })
})
