import { polygonsOf } from './geometry.rules.ts'
import type { Area, Ring } from './geometry.rules.ts'

/** Borders cut where they part, each piece (arc) kept once however many communes it bounds. */
export interface Topology {
  /** Numbers of the points along each arc; a closed arc repeats its first point. */
  readonly arcs: readonly (readonly number[])[]
  /** lon, lat of each point, in units of the pack's precision. */
  readonly points: readonly (readonly [x: number, y: number])[]
  /** For each area, for each polygon, for each ring: arcs in order. */
  readonly areas: readonly (readonly (readonly (readonly ArcUse[])[])[])[]
}

export interface ArcUse {
  readonly arc: number
  readonly reversed: boolean
}

/** Rounds every position to a whole number of 1/unitsPerDegree and finds the borders that areas share. */
export function shareBorders(areas: readonly Area[], unitsPerDegree: number): Topology {
  const numbers = new Map<string, number>()
  const points: [number, number][] = []
  const numberOf = (position: Ring[number]) => {
    const [x, y] = [Math.round(position[0] * unitsPerDegree), Math.round(position[1] * unitsPerDegree)]
    const key = `${x} ${y}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, points.length)
    return points.push([x, y]) - 1
  }
  const rings = areas.map(({ geometry }) =>
    polygonsOf(geometry)
      .map((polygon) =>
        polygon.map((ring) => withoutRepeats(ring.map(numberOf))).filter((ring) => ring.length >= 3),
      )
      .filter((polygon) => polygon.length > 0),
  )
  const junctions = findJunctions(rings.flat(2))
  const arcs: number[][] = []
  const known = new Map<string, number>()
  const use = (path: number[]): ArcUse => {
    const reversed = isBackwards(path)
    const arc = reversed ? [...path].reverse() : path
    const key = arc.join(' ')
    const number = known.get(key) ?? arcs.push(arc) - 1
    known.set(key, number)
    return { arc: number, reversed }
  }
  return {
    points,
    areas: rings.map((polygons) =>
      polygons.map((polygon) => polygon.map((ring) => cut(ring, junctions).map((path) => use(path)))),
    ),
    arcs,
  }
}

/** An open list of corners: no point twice in a row, the first not repeated at the end. */
function withoutRepeats(ring: number[]): number[] {
  const corners = ring.filter((point, i) => point !== ring[i - 1])
  while (corners.length > 1 && corners[0] === corners[corners.length - 1]) corners.pop()
  return corners
}

/** Points where rings part: two passages through the point do not have the same two neighbours. */
function findJunctions(rings: readonly number[][]): Set<number> {
  const passages = new Map<number, string>()
  const junctions = new Set<number>()
  for (const ring of rings) {
    ring.forEach((point, i) => {
      const before = ring[(i + ring.length - 1) % ring.length]!
      const after = ring[(i + 1) % ring.length]!
      const passage = before < after ? `${before} ${after}` : `${after} ${before}`
      const earlier = passages.get(point)
      if (earlier === undefined) passages.set(point, passage)
      else if (earlier !== passage) junctions.add(point)
    })
  }
  return junctions
}

/** Cuts a ring at its junctions; a ring without any is one closed path from its lowest point. */
function cut(ring: readonly number[], junctions: ReadonlySet<number>): number[][] {
  const firstJunction = ring.findIndex((point) => junctions.has(point))
  const start = firstJunction >= 0 ? firstJunction : ring.indexOf(ring.reduce((a, b) => Math.min(a, b)))
  const paths: number[][] = []
  let path = [ring[start]!]
  for (let step = 1; step <= ring.length; step++) {
    const point = ring[(start + step) % ring.length]!
    path.push(point)
    if (step === ring.length || junctions.has(point)) {
      paths.push(path)
      path = [point]
    }
  }
  return paths
}

/** The two neighbours of a border travel it in opposite directions; one of them is the arc's. */
function isBackwards(path: readonly number[]): boolean {
  const [first, last] = [path[0]!, path[path.length - 1]!]
  return first === last ? path[1]! > path[path.length - 2]! : first > last
}
