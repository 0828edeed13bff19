import type { Bounds } from '../map-types.ts'

const side = (degrees: number) => Math.min(Math.max(degrees, -85.05), 85.05)

/** The square of the world's grid that a point lies in, at a zoom (EPSG:3857, as every web map). */
export function tileAt(lon: number, lat: number, zoom: number): { x: number; y: number } {
  const count = 2 ** zoom
  const radians = (side(lat) * Math.PI) / 180
  const x = ((lon + 180) / 360) * count
  const y = ((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * count
  const within = (value: number) => Math.min(Math.max(Math.floor(value), 0), count - 1)
  return { x: within(x), y: within(y) }
}

/** Every tile that shows some of an area, from the whole world down to `most`. */
export function tilesOver([west, south, east, north]: Bounds, most: number): [number, number, number][] {
  const found: [number, number, number][] = []
  for (let zoom = 0; zoom <= most; zoom++) {
    const first = tileAt(west, north, zoom)
    const last = tileAt(east, south, zoom)
    for (let x = first.x; x <= last.x; x++) for (let y = first.y; y <= last.y; y++) found.push([zoom, x, y])
  }
  return found
}
