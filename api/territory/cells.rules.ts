import { Delaunay } from 'd3-delaunay'
import { isValidPoint, metresPerDegree } from './geometry.rules.ts'
import type { Area, Bounds } from './geometry.rules.ts'

export interface Centre {
  readonly code: string
  readonly name: string
  readonly lon: number
  readonly lat: number
}

/** A corner on a plane of metres around the territory. */
type Corner = [x: number, y: number]

/** How far cells reach beyond the outermost centres: about the radius of a rural commune. */
const MARGIN_METRES = 2_500
/** Sides of the polygon that stands for a circle around each outer centre. */
const CIRCLE_SIDES = 24
/** Six decimals: 11 cm, far finer than what approximate cells are worth. */
const DECIMALS = 1e6

/**
 * Nearest-centre cells for a territory whose boundaries are not at hand, as areas for `buildLocator`: each holds the
 * points nearer to its centre than to any other, within `bounds`, or when none are given within 2.5 km of the hull of
 * the centres. They are not the communes' boundaries, and every screen that shows them says so.
 * A centre given twice at the same place keeps its first code only. Throws RangeError on an impossible centre.
 */
export function approximateCells(centres: readonly Centre[], bounds?: Bounds): Area[] {
  for (const { code, lon, lat } of centres) {
    if (!isValidPoint(lon, lat)) throw new RangeError(`Centre of ${code}: impossible position ${lon}, ${lat}`)
  }
  if (centres.length === 0) return []
  const middle = centres.reduce((sum, { lat }) => sum + lat, 0) / centres.length
  const metres = metresPerDegree(middle)
  const toPlane = (lon: number, lat: number): Corner => [lon * metres.x, lat * metres.y]
  const points = centres.map(({ lon, lat }) => toPlane(lon, lat))
  const frame = bounds
    ? frameOf(toPlane(bounds[0], bounds[1]), toPlane(bounds[2], bounds[3]))
    : widenedHull(points)
  const voronoi = Delaunay.from(points).voronoi(farAround([...points, ...frame]))
  const round = (degrees: number) => Math.round(degrees * DECIMALS) / DECIMALS
  return centres.flatMap(({ code, name }, i) => {
    const cell = voronoi.cellPolygon(i) as Corner[] | null
    const ring = cell ? clip(cell.slice(0, -1), frame) : []
    if (ring.length < 3) return []
    const corners = [...ring, ring[0]!].map(([x, y]) => [round(x / metres.x), round(y / metres.y)] as const)
    return [{ code, name, geometry: { type: 'Polygon' as const, coordinates: [corners] } }]
  })
}

function frameOf([west, south]: Corner, [east, north]: Corner): Corner[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ]
}

/** So far that its corners never show once cells are clipped to the frame. */
function farAround(points: readonly Corner[]): [number, number, number, number] {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const far = 10 * Math.max(east - west, north - south, MARGIN_METRES)
  return [west - far, south - far, east + far, north + far]
}

function widenedHull(points: readonly Corner[]): Corner[] {
  const circles = points.flatMap(([x, y]) =>
    Array.from({ length: CIRCLE_SIDES }, (_, k): Corner => {
      const angle = (2 * Math.PI * k) / CIRCLE_SIDES
      return [x + MARGIN_METRES * Math.cos(angle), y + MARGIN_METRES * Math.sin(angle)]
    }),
  )
  return [...Delaunay.from(circles).hull].map((i) => circles[i]!)
}

/** Which side of a→b a corner is on: positive on the left. */
function side(a: Corner, b: Corner, [x, y]: Corner): number {
  return (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])
}

/** Keeps the part of a convex ring inside a convex frame (Sutherland and Hodgman). */
function clip(ring: readonly Corner[], frame: readonly Corner[]): Corner[] {
  const turn = Math.sign(side(frame[0]!, frame[1]!, frame[2]!)) || 1
  let kept = [...ring]
  frame.forEach((a, i) => {
    const b = frame[(i + 1) % frame.length]!
    const before = kept
    kept = before.flatMap((corner, k) => {
      const next = before[(k + 1) % before.length]!
      const here = turn * side(a, b, corner)
      const there = turn * side(a, b, next)
      const through = here >= 0 !== there >= 0 ? [cut(corner, next, here, there)] : []
      return here >= 0 ? [corner, ...through] : through
    })
  })
  return kept
}

/** Where p→q meets the clipping line, the same number from both neighbours' sides. */
function cut(p: Corner, q: Corner, atP: number, atQ: number): Corner {
  const forwards = p[0] < q[0] || (p[0] === q[0] && p[1] <= q[1])
  const [from, to, share] = forwards ? [p, q, atP / (atP - atQ)] : [q, p, atQ / (atQ - atP)]
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]
}
