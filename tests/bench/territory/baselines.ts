import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon'
import Flatbush from 'flatbush'
import type { Area } from '../../../api/territory/geometry.rules.ts'
import { polygonsOf } from '../../../api/territory/geometry.rules.ts'

/** Finds the number of the first area that holds a point, in the order of `areas`; -1 for none. */
export type Finder = (lon: number, lat: number) => number

interface Frames {
  readonly index: Flatbush
}

function frame(areas: readonly Area[]): Frames {
  const index = new Flatbush(areas.length)
  for (const { geometry } of areas) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const ring of polygonsOf(geometry).flat()) {
      for (const [lon, lat] of ring) {
        west = Math.min(west, lon)
        east = Math.max(east, lon)
        south = Math.min(south, lat)
        north = Math.max(north, lat)
      }
    }
    index.add(west, south, east, north)
  }
  index.finish()
  return { index }
}

/** What one would write today: `flatbush` for the frames, turf for the polygon. */
export function flatbushAndTurf(areas: readonly Area[]): Finder {
  const { index } = frame(areas)
  const shapes = areas.map(({ geometry }) => geometry as unknown as GeoJSON.Polygon | GeoJSON.MultiPolygon)
  return (lon, lat) => {
    let first = -1
    for (const number of index.search(lon, lat, lon, lat)) {
      if (first >= 0 && number > first) continue
      if (booleanPointInPolygon([lon, lat], shapes[number]!)) first = number
    }
    return first
  }
}

/** `flatbush` for the frames, then a plain ray cast over flat arrays, in floating point. */
export function flatbushAndRayCast(areas: readonly Area[]): Finder {
  const { index } = frame(areas)
  const starts = new Int32Array(areas.length + 1)
  const edges: number[] = []
  areas.forEach(({ geometry }, i) => {
    for (const ring of polygonsOf(geometry).flat()) {
      for (let k = 1; k < ring.length; k++) {
        edges.push(ring[k - 1]![0], ring[k - 1]![1], ring[k]![0], ring[k]![1])
      }
    }
    starts[i + 1] = edges.length
  })
  const flat = Float64Array.from(edges)
  const holds = (number: number, x: number, y: number) => {
    let inside = false
    for (let e = starts[number]!; e < starts[number + 1]!; e += 4) {
      const y1 = flat[e + 1]!
      const y2 = flat[e + 3]!
      if (y1 > y !== y2 > y && x < ((flat[e + 2]! - flat[e]!) * (y - y1)) / (y2 - y1) + flat[e]!)
        inside = !inside
    }
    return inside
  }
  return (lon, lat) => {
    let first = -1
    for (const number of index.search(lon, lat, lon, lat)) {
      if ((first < 0 || number < first) && holds(number, lon, lat)) first = number
    }
    return first
  }
}
