/** Web Mercator tiles that count published incidents for the map. Pure. Source of the formulas: OGC 17-083r4 annex E. */

export const tileZooms = [7, 9, 11, 13, 15, 17] as const
export type Bbox = readonly [west: number, south: number, east: number, north: number]
export type Tile = { zoom: number; x: number; y: number }

const maxLatitude = 85.0511287798066

/** The tile of a point (degrees) at a zoom. */
export function tileOf(lon: number, lat: number, zoom: number): Tile {
  const size = 2 ** zoom
  const radians = (Math.max(-maxLatitude, Math.min(maxLatitude, lat)) * Math.PI) / 180
  const clamp = (value: number) => Math.max(0, Math.min(size - 1, Math.floor(value)))
  return {
    zoom,
    x: clamp(((lon + 180) / 360) * size),
    y: clamp(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * size),
  }
}

/** The tiles that a point belongs to, one a zoom. */
export function tilesOf(lon: number, lat: number): Tile[] {
  return tileZooms.map((zoom) => tileOf(lon, lat, zoom))
}

/** First and last columns and rows of the tiles that meet a box. */
export function tileRange([west, south, east, north]: Bbox, zoom: number) {
  const topLeft = tileOf(west, north, zoom)
  const bottomRight = tileOf(east, south, zoom)
  return { zoom, minX: topLeft.x, maxX: bottomRight.x, minY: topLeft.y, maxY: bottomRight.y }
}

/** The finest zoom at which a box is met by at most `limit` tiles. */
export function zoomFor(bbox: Bbox, limit: number): (typeof tileZooms)[number] {
  const fits = tileZooms.filter((zoom) => {
    const { minX, maxX, minY, maxY } = tileRange(bbox, zoom)
    return (maxX - minX + 1) * (maxY - minY + 1) <= limit
  })
  return fits.at(-1) ?? tileZooms[0]
}
