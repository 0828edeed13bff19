import { pointInside } from './centres.rules.ts'
import type { MultiPolygon, Polygon } from './geometry.rules.ts'
import { polygonsOf } from './geometry.rules.ts'
import { buildLocator } from './locator.rules.ts'

/** Joins today's communes to the boundaries of a file, which may be of another year. Pure. */

export type Boundary = {
  code: string
  name: string
  geometry: Polygon | MultiPolygon
  centre: readonly [number, number] | null
}
export type Joined = {
  geometry: Polygon | MultiPolygon
  centre: readonly [number, number]
  /** Codes of the older boundaries it was put together from, when it was. */
  from: string[]
}

/**
 * The boundary of a commune, or null when the file has none of it. A commune nouvelle in a file older than itself is
 * the sum of the communes it was made of; parts that its own boundary already holds are left out, since surfaces that
 * overlap would cancel each other (even-odd).
 */
export function joinBoundary(
  { code, formerCodes }: { code: string; formerCodes: readonly string[] },
  boundaries: ReadonlyMap<string, Boundary>,
): Joined | null {
  const own = boundaries.get(code)
  const former = formerCodes.filter((part) => part !== code).flatMap((part) => boundaries.get(part) ?? [])
  const parts = own ? [own, ...former.filter((part) => !holds(own.geometry, part.geometry))] : former
  if (parts.length === 0) return null
  const [only] = parts
  if (parts.length === 1 && only) {
    return {
      geometry: only.geometry,
      centre: only.centre ?? pointInside(only.geometry),
      from: own ? [] : [only.code],
    }
  }
  const geometry: MultiPolygon = {
    type: 'MultiPolygon',
    coordinates: parts.flatMap((part) => polygonsOf(part.geometry)),
  }
  return { geometry, centre: own?.centre ?? pointInside(geometry), from: parts.map((part) => part.code) }
}

/** True when most of `part` lies in `whole`. Points drawn towards the middle of `part` stand for its surface. */
function holds(whole: Polygon | MultiPolygon, part: Polygon | MultiPolygon): boolean {
  const locator = buildLocator([{ code: 'whole', name: '', geometry: whole }])
  const [middleLon, middleLat] = pointInside(part)
  const points = polygonsOf(part).flatMap((rings) => rings[0] ?? [])
  const inside = points.filter(
    ([lon, lat]) => locator.locate((lon + middleLon) / 2, (lat + middleLat) / 2) !== null,
  )
  return inside.length * 2 > points.length
}

/** Share of a territory's communes that may lack a boundary before the file is taken for half a file. */
const missingShareMax = 0.25

/** True when so many boundaries lack that the file can't be a whole one. */
export function looksHalf({ members, missing }: { members: number; missing: number }): boolean {
  return missing > Math.max(1, members * missingShareMax)
}
