import { polygonsOf } from './geometry.rules.ts'
import type { Bounds, MultiPolygon, Polygon } from './geometry.rules.ts'

/** [west, south, east, north] of a surface. */
export function boundsOf(geometry: Polygon | MultiPolygon): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [outer = []] of polygonsOf(geometry))
    for (const [lon, lat] of outer) {
      west = Math.min(west, lon)
      south = Math.min(south, lat)
      east = Math.max(east, lon)
      north = Math.max(north, lat)
    }
  return [west, south, east, north]
}

/** Share of the height at which the widest crossing is looked for: the middle first, then away from it. */
const heights = [0.5, 0.4, 0.6, 0.3, 0.7]

/** A point that is surely inside a surface: the middle of its widest crossing at some mid height. */
export function pointInside(geometry: Polygon | MultiPolygon): [lon: number, lat: number] {
  const [west, south, east, north] = boundsOf(geometry)
  let best = { width: 0, lon: (west + east) / 2, lat: (south + north) / 2 }
  for (const share of heights) {
    // Rounded before it is crossed: afterwards it might fall on the other side of a border.
    const lat = round(south + (north - south) * share)
    const crossings = crossingsAt(geometry, lat)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [from, to] = [crossings[i]!, crossings[i + 1]!]
      if (to - from > best.width) best = { width: to - from, lon: (from + to) / 2, lat }
    }
  }
  return [best.width > 2 * step ? round(best.lon) : best.lon, best.lat]
}

function crossingsAt(geometry: Polygon | MultiPolygon, lat: number): number[] {
  const found: number[] = []
  for (const ring of polygonsOf(geometry).flat())
    for (let i = 1; i < ring.length; i++) {
      const [x1, y1] = ring[i - 1]!
      const [x2, y2] = ring[i]!
      if (y1 <= lat !== y2 <= lat) found.push(x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1))
    }
  return found.sort((a, b) => a - b)
}

/** About a metre. */
const step = 1e-5
function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5
}
