import { polygonsOf } from '../../api/territory/geometry.rules.ts'
import type { Area, MultiPolygon, Polygon } from '../../api/territory/geometry.rules.ts'

/**
 * The slow and obvious answer that fast code is judged by: even-odd containment over every border, in integers.
 * Nothing here is shared with the code under test but the shape of a geometry.
 */

/** Doubles between 2^-148 and 2^11 are whole numbers at this scale. */
const SCALE_BITS = 200n

/** The exact value of a double, times 2^200. Throws when the double needs more. */
export function exact(value: number): bigint {
  if (value === 0) return 0n
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const bits = view.getBigUint64(0)
  const exponent = (bits >> 52n) & 0x7ffn
  const mantissa = (bits & 0xf_ffff_ffff_ffffn) | (exponent === 0n ? 0n : 1n << 52n)
  const shift = (exponent === 0n ? 1n : exponent) - 1075n + SCALE_BITS
  if (shift < 0n && mantissa & ((1n << -shift) - 1n))
    throw new RangeError(`${value} is finer than the oracle`)
  const size = shift < 0n ? mantissa >> -shift : mantissa << shift
  return value < 0 ? -size : size
}

/** Does the ray from the point due east cross the edge? Half-open in latitude, strict in longitude. */
function rayCrosses(x: number, y: number, x1: number, y1: number, x2: number, y2: number): boolean {
  if (y1 > y === y2 > y) return false
  if (x < x1 && x < x2) return true
  if (x >= x1 && x >= x2) return false
  const [ex, ey, ex1, ey1, ex2, ey2] = [x, y, x1, y1, x2, y2].map(exact) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ]
  const height = ey2 - ey1
  const left = (ex - ex1) * height
  const right = (ex2 - ex1) * (ey - ey1)
  return height > 0n ? left < right : left > right
}

/** Even-odd containment of a point, exactly. */
export function contains(geometry: Polygon | MultiPolygon, x: number, y: number): boolean {
  let inside = false
  for (const rings of polygonsOf(geometry)) {
    for (const ring of rings) {
      for (let i = 0; i < ring.length; i++) {
        const [x1, y1] = ring[i]!
        const [x2, y2] = ring[(i + 1) % ring.length]!
        if (rayCrosses(x, y, x1, y1, x2, y2)) inside = !inside
      }
    }
  }
  return inside
}

/** The codes of all areas that hold the point, lowest first. */
export function oracle(areas: readonly Area[]): (x: number, y: number) => string[] {
  const framed = areas.map((area) => {
    let south = Infinity
    let north = -Infinity
    for (const rings of polygonsOf(area.geometry)) {
      for (const ring of rings) {
        for (const [, lat] of ring) {
          south = Math.min(south, lat)
          north = Math.max(north, lat)
        }
      }
    }
    return { area, south, north }
  })
  return (x, y) =>
    framed
      .filter(({ south, north }) => y >= south && y <= north)
      .filter(({ area }) => contains(area.geometry, x, y))
      .map(({ area }) => area.code)
      .sort()
}

/** Metres from a point to the nearest border of an area, on the plane that touches the Earth (a sphere) there. */
export function metresToBorder(geometry: Polygon | MultiPolygon, lon: number, lat: number): number {
  const perDegree = (6_371_008.8 * Math.PI) / 180
  const flatten = Math.cos((lat * Math.PI) / 180)
  let nearest = Infinity
  for (const rings of polygonsOf(geometry)) {
    for (const ring of rings) {
      for (let i = 0; i < ring.length; i++) {
        const [x1, y1] = ring[i]!
        const [x2, y2] = ring[(i + 1) % ring.length]!
        const ax = (x1 - lon) * flatten * perDegree
        const ay = (y1 - lat) * perDegree
        const dx = (x2 - x1) * flatten * perDegree
        const dy = (y2 - y1) * perDegree
        const length = dx * dx + dy * dy
        const t = length > 0 ? Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length)) : 0
        nearest = Math.min(nearest, Math.hypot(ax + t * dx, ay + t * dy))
      }
    }
  }
  return nearest
}
