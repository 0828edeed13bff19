import { isValidPoint, polygonsOf } from './geometry.rules.ts'
import type { Area, Ring } from './geometry.rules.ts'

/**
 * The borders of all areas as edges between consecutive points of one flat array, each border shared by two
 * neighbours kept once. Edge `e` joins point `e` to point `e + 1`.
 */
export interface BorderEdges {
  /** lon, lat, lon, lat… of every ring, closed. */
  readonly points: Float64Array
  /** Index of the area whose ring holds edge `e`; -1 where `e` joins two rings or has no length. */
  readonly owners: Int32Array
  /** The next edge with the same two ends (of another area, or of the same one); -1 at the end of the chain. */
  readonly twins: Int32Array
  /** One edge for each pair of ends, the head of its chain of twins. */
  readonly distinct: Int32Array
  /** Sum of the areas' surfaces, in square degrees. */
  readonly squareDegrees: number
}

/** Thrown when a boundary cannot be used: says which area and why. */
export class InvalidBoundary extends Error {
  readonly code: string

  constructor(code: string, reason: string) {
    super(`Boundary of ${code}: ${reason}`)
    this.name = 'InvalidBoundary'
    this.code = code
  }
}

/** Lays out the rings of `areas` and joins the edges they share. Throws InvalidBoundary on an impossible position. */
export function collectEdges(areas: readonly Area[]): BorderEdges {
  const { points, owners, squareDegrees } = flatten(areas)
  const twins = new Int32Array(owners.length).fill(-1)
  return { points, owners, twins, distinct: joinTwins(points, owners, twins), squareDegrees }
}

function isClosed(ring: Ring): boolean {
  const first = ring[0]
  const last = ring[ring.length - 1]
  return first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1]
}

function flatten(areas: readonly Area[]): Pick<BorderEdges, 'points' | 'owners' | 'squareDegrees'> {
  let count = 0
  for (const area of areas) {
    for (const rings of polygonsOf(area.geometry)) {
      for (const ring of rings) count += ring.length + (isClosed(ring) ? 0 : 1)
    }
  }
  const points = new Float64Array(2 * count)
  const owners = new Int32Array(count)
  let squareDegrees = 0
  let end = 0
  const append = (area: Area, position: Ring[number], owner: number) => {
    const [lon, lat] = position
    if (!isValidPoint(lon, lat)) throw new InvalidBoundary(area.code, `impossible position ${lon}, ${lat}`)
    // Adding zero turns -0 into 0, so that equal positions have equal bits.
    points[2 * end] = lon + 0
    points[2 * end + 1] = lat + 0
    owners[end++] = owner
  }
  areas.forEach((area, owner) => {
    for (const rings of polygonsOf(area.geometry)) {
      for (const ring of rings) {
        const start = end
        for (const position of ring) append(area, position, owner)
        if (ring.length > 0 && !isClosed(ring)) append(area, ring[0]!, owner)
        if (end > start) squareDegrees += closeRing(points, owners, start, end) * (ring === rings[0] ? 1 : -1)
      }
    }
  })
  return { points, owners, squareDegrees }
}

/** Marks what is no edge in the ring laid out at [start, end) and returns the ring's surface. */
function closeRing(points: Float64Array, owners: Int32Array, start: number, end: number): number {
  const originX = points[2 * start]!
  const originY = points[2 * start + 1]!
  let twice = 0
  for (let e = start; e < end - 1; e++) {
    const x1 = points[2 * e]!
    const y1 = points[2 * e + 1]!
    const x2 = points[2 * e + 2]!
    const y2 = points[2 * e + 3]!
    if (x1 === x2 && y1 === y2) owners[e] = -1
    twice += (x1 - originX) * (y2 - originY) - (x2 - originX) * (y1 - originY)
  }
  owners[end - 1] = -1
  return Math.abs(twice) / 2
}

/** Chains edges that have the same two ends, in either direction, and returns the heads of the chains. */
function joinTwins(points: Float64Array, owners: Int32Array, twins: Int32Array): Int32Array {
  const words = new Uint32Array(points.buffer)
  const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, owners.length * 1.6)))
  const table = new Int32Array(capacity).fill(-1)
  const hashOf = (point: number) => {
    let hash = Math.imul(words[4 * point]!, 0x9e3779b1) ^ Math.imul(words[4 * point + 1]!, 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) + Math.imul(words[4 * point + 2]!, 0xc2b2ae35)
    hash = Math.imul(hash ^ (hash >>> 13), 0x297a2d39) + Math.imul(words[4 * point + 3]!, 0x27d4eb2f)
    return hash ^ (hash >>> 16)
  }
  const samePoint = (a: number, b: number) =>
    points[2 * a] === points[2 * b] && points[2 * a + 1] === points[2 * b + 1]

  const heads = new Int32Array(owners.length)
  let count = 0
  for (let e = 0; e < owners.length; e++) {
    if (owners[e]! < 0) continue
    // The sum does not depend on the direction of travel.
    let slot = (hashOf(e) + hashOf(e + 1)) & (capacity - 1)
    for (;;) {
      const head = table[slot]!
      if (head < 0) {
        table[slot] = e
        heads[count++] = e
        break
      }
      if (
        (samePoint(head, e) && samePoint(head + 1, e + 1)) ||
        (samePoint(head, e + 1) && samePoint(head + 1, e))
      ) {
        twins[e] = twins[head]!
        twins[head] = e
        break
      }
      slot = (slot + 1) & (capacity - 1)
    }
  }
  return heads.slice(0, count)
}
