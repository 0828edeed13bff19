import { PMTiles, type Source } from 'pmtiles'
import { describe, expect, it } from 'vitest'
import { tileAt, tilesOver } from '../../../web/ui/map/basemap/tiles.ts'
import { aBasemap } from '../../support/pmtiles.ts'

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
