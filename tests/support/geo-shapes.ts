import * as fc from 'fast-check'
import type { Area, MultiPolygon, Polygon, Position } from '../../api/territory/geometry.rules.ts'

export const square = (west: number, south: number, side: number): Position[] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
]
export const polygon = (...coordinates: Position[][]): Polygon => ({ type: 'Polygon', coordinates })
export const multi = (...coordinates: Position[][][]): MultiPolygon => ({ type: 'MultiPolygon', coordinates })
export const anArea = (code: string, geometry: Polygon | MultiPolygon): Area => ({
  code,
  name: `Commune ${code}`,
  geometry,
})

/** Steps of a lattice: powers of two (corners of the grid's cells) and decimals (real data). */
const step = fc.constantFrom(0.0625, 0.1, 1 / 128, 0.00001)
/** The smallest moves a coordinate of these lattices can make. */
const nudge = fc.constantFrom(0, 0, 0, 2 ** -51, -(2 ** -51))

/** A partition of a lattice among communes: shared borders, enclaves, detached parts, corners that touch. */
export const aPartition = fc
  .record({
    step,
    columns: fc.integer({ min: 1, max: 6 }),
    owners: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 30 }),
    jitter: fc.array(fc.double({ min: -0.45, max: 0.45, noNaN: true }), { minLength: 60, maxLength: 60 }),
    straight: fc.boolean(),
  })
  .map(({ step, columns, owners, jitter, straight }) => {
    const corner = (c: number, r: number): Position => {
      const k = (r * (columns + 1) + c) * 2
      return [
        3.5 + (c + (straight ? 0 : jitter[k % jitter.length]!)) * step,
        50.25 + (r + (straight ? 0 : jitter[(k + 1) % jitter.length]!)) * step,
      ]
    }
    const parts = new Map<number, Position[][][]>()
    owners.forEach((owner, i) => {
      const [c, r] = [i % columns, Math.floor(i / columns)]
      const ring = [corner(c, r), corner(c + 1, r), corner(c + 1, r + 1), corner(c, r + 1), corner(c, r)]
      parts.set(owner, [...(parts.get(owner) ?? []), [ring]])
    })
    return [...parts].map(([owner, polygons]) => anArea(`C${owner}`, multi(...polygons)))
  })

/** Any tangle of rings: self-crossing, overlapping, with spikes, repeated points and rings of no surface. */
export const aTangle = fc
  .record({
    step,
    rings: fc.array(
      fc.record({
        owner: fc.integer({ min: 0, max: 3 }),
        points: fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }), nudge), {
          minLength: 1,
          maxLength: 9,
        }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ step, rings }) => {
    const parts = new Map<number, Position[][][]>()
    for (const { owner, points } of rings) {
      const ring = points.map(([c, r, n]): Position => [3.5 + c * step + n, 50.25 + r * step - n])
      parts.set(owner, [...(parts.get(owner) ?? []), [ring]])
    }
    return [...parts].map(([owner, polygons]) => anArea(`C${owner}`, multi(...polygons)))
  })

/** Shares of the way along an edge, and a little beyond its ends. */
export const sharesAlong = fc.array(fc.double({ min: -0.2, max: 1.2, noNaN: true }), {
  minLength: 1,
  maxLength: 4,
})

/** The points most likely to fall on the wrong side: vertices, points of edges, and their closest neighbours. */
export function delicatePoints(areas: readonly Area[], shares: readonly number[]): [number, number][] {
  const points: [number, number][] = []
  for (const { geometry } of areas) {
    for (const [ring] of geometry.coordinates as Position[][][]) {
      ring!.forEach(([x1, y1], i) => {
        const [x2, y2] = ring![(i + 1) % ring!.length]!
        points.push([x1, y1], [(x1 + x2) / 2, (y1 + y2) / 2], [x2, y1], [x1, y2])
        for (const share of shares) points.push([x1 + share * (x2 - x1), y1 + share * (y2 - y1)])
        points.push([x1 + 2 ** -51, y1], [x1 - 2 ** -51, y1], [x1, y1 + 2 ** -47], [x1, y1 - 2 ** -47])
        points.push([Math.floor(x1 * 128) / 128, Math.floor(y1 * 128) / 128])
      })
    }
  }
  return points
}
