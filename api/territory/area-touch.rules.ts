import { isInRing, segmentsMeet } from '../platform/ring.rules.ts'
import { type MultiPolygon, type Polygon, polygonsOf, type Position, type Ring } from './geometry.rules.ts'

type Box = { west: number; south: number; east: number; north: number }

function boxOf(ring: Ring): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (const [lon, lat] of ring) {
    box.west = Math.min(box.west, lon)
    box.south = Math.min(box.south, lat)
    box.east = Math.max(box.east, lon)
    box.north = Math.max(box.north, lat)
  }
  return box
}
const apart = (a: Box, b: Box) => a.east < b.west || b.east < a.west || a.north < b.south || b.north < a.south

const at = ([lon, lat]: Position) => ({ lon, lat })
const holds = (rings: readonly Ring[], point: Position): boolean =>
  rings.filter((ring) => isInRing(at(point), ring)).length % 2 === 1

function ringsCross(one: Ring, other: Ring): boolean {
  for (let i = 0; i + 1 < one.length; i++) {
    const [a, b] = [one[i]!, one[i + 1]!]
    const edge = boxOf([a, b])
    for (let j = 0; j + 1 < other.length; j++) {
      const [c, d] = [other[j]!, other[j + 1]!]
      if (!apart(edge, boxOf([c, d])) && segmentsMeet(a, b, c, d)) return true
    }
  }
  return false
}

/**
 * Has a closed ring any ground in common with a surface? True when their borders meet, or when one holds the other; a
 * ring within a hole of the surface has none.
 */
export function ringTouches(ring: Ring, surface: Polygon | MultiPolygon): boolean {
  const box = boxOf(ring)
  const [first] = ring
  if (!first) return false
  return polygonsOf(surface).some((rings) => {
    const [outer] = rings
    const [corner] = outer ?? []
    if (!outer || !corner || apart(box, boxOf(outer))) return false
    return (
      holds(rings, first) || isInRing(at(corner), ring) || rings.some((border) => ringsCross(ring, border))
    )
  })
}
