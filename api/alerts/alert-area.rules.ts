import { ringSurface, segmentsMeet } from '../platform/ring.rules.ts'

// A surface drawn by hand for an alert: GeoJSON (RFC 7946), one ring, closed. Pure: the desk asks the same questions.

type Position = readonly [lon: number, lat: number]
type Ring = readonly Position[]
export type AlertArea = { type: 'Polygon'; coordinates: [number, number][][] }

export const areaLimits = {
  /** Corners: more are a file, not a hand. */
  corners: 60,
  /** Square metres: less is a finger that slipped. */
  least: 200,
  /** Metres from the territory: further is a slip. */
  beyond: 5_000,
  /** Metres from one's own communes, for whoever speaks for some alone: a boundary is not drawn finer by hand. */
  beyondOwn: 300,
} as const

export type AreaFault = 'too-few-corners' | 'too-many-corners' | 'not-closed' | 'crosses-itself' | 'too-small'

const same = (a: Position | undefined, b: Position | undefined) => a?.[0] === b?.[0] && a?.[1] === b?.[1]

/** Two edges that are not neighbours meet, or two neighbours fold back on each other. */
function crossesItself(ring: Ring): boolean {
  const edges = ring.length - 1
  for (let i = 0; i < edges; i++)
    for (let j = i + 1; j < edges; j++) {
      const [a, b, c, d] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!]
      const isNext = j === i + 1
      const isLast = i === 0 && j === edges - 1
      if (!isNext && !isLast) {
        if (segmentsMeet(a, b, c, d)) return true
        continue
      }
      // Neighbours share a corner: the far end of one may not lie on the other.
      const [shared, one, other] = isNext ? [b, a, d] : [a, b, c]
      if (same(a, b) || same(c, d) || isFolded(shared, one, other)) return true
    }
  return false
}
const isFolded = (shared: Position, one: Position, other: Position): boolean => {
  const [ux, uy] = [one[0] - shared[0], one[1] - shared[1]]
  const [vx, vy] = [other[0] - shared[0], other[1] - shared[1]]
  return ux * vy - uy * vx === 0 && ux * vx + uy * vy > 0
}

/** What is wrong with a drawn ring; null when it is closed, simple, and of a size that somebody meant. */
export function areaFault(ring: Ring): AreaFault | null {
  if (ring.length < 4) return 'too-few-corners'
  if (ring.length > areaLimits.corners + 1) return 'too-many-corners'
  if (!same(ring[0], ring.at(-1))) return 'not-closed'
  if (crossesItself(ring)) return 'crosses-itself'
  return Math.abs(ringSurface(ring)) < areaLimits.least ? 'too-small' : null
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6

/** Corners as they were placed, as a closed ring of GeoJSON; 11 cm is finer than any hand. */
export function ringOf(corners: readonly { lon: number; lat: number }[]): [number, number][] {
  const ring = corners.map(({ lon, lat }): [number, number] => [round(lon), round(lat)])
  return ring[0] ? [...ring, ring[0]] : []
}

/** The area as it is kept: six decimals, counterclockwise (RFC 7946 §3.1.6). Expects a ring without a fault. */
export function keptArea(ring: Ring): AlertArea {
  const rounded = ring.map(([lon, lat]): [number, number] => [round(lon), round(lat)])
  return { type: 'Polygon', coordinates: [ringSurface(rounded) < 0 ? rounded.toReversed() : rounded] }
}
