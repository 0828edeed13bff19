import type { Database } from '../../db/client.ts'
import { ringTouches } from './area-touch.rules.ts'
import { boundsOf } from './centres.rules.ts'
import {
  type Area,
  type Bounds,
  metresPerDegree,
  type MultiPolygon,
  type Polygon,
  type Ring,
} from './geometry.rules.ts'
import { buildLocator } from './locator.rules.ts'
import { findCommunes, findContours, findDirectoryCommunesIn } from './territory.repository.ts'

type Reads = { read: Pick<Database['read'], 'select'> }
type LonLat = { lon: number; lat: number }

/** How far places are from a territory: for what is chosen in it and around it. */
export type Reach = {
  /** West, south, east, north of the territory and `metres` around it. */
  around: (metres: number) => Bounds
  communeCodes: ReadonlySet<string>
  /** Metres from a point to the nearest commune, 0 inside; null when that is more than `limit`. */
  metresTo: (point: LonLat, limit: number) => number | null
}

/** What of a territory is under a ring drawn by hand. */
export type Ground = {
  /** Codes of the communes that have ground in a closed ring, in their order. */
  touchedBy: (ring: Ring) => string[]
  /** Is a point within so many metres of one of these communes? */
  isNear: (point: LonLat, metres: number, codes: ReadonlySet<string>) => boolean
}

const toArea = ({ code, name, contour }: { code: string; name: string; contour: string }): Area => ({
  code,
  name,
  geometry: JSON.parse(contour) as Polygon | MultiPolygon,
})

const around = ([west, south, east, north]: Bounds, metres: number): Bounds => {
  const scale = metresPerDegree((south + north) / 2)
  return [
    west - metres / scale.x,
    south - metres / scale.y,
    east + metres / scale.x,
    north + metres / scale.y,
  ]
}

/**
 * Measures from a territory's boundaries, or from its communes' centres as long as it has none. Null for a territory
 * without communes. Holds its own index: for imports and edits, not for each request.
 */
export async function openReach(database: Reads, siren: string): Promise<Reach | null> {
  const [communes, contours] = await Promise.all([
    findCommunes(database, siren),
    findContours(database, siren),
  ])
  if (communes.length === 0) return null
  const communeCodes = new Set(communes.map(({ code }) => code))
  const areas = contours.map(toArea)
  const locator = areas.length > 0 ? buildLocator(areas) : null
  const boxes = areas.length > 0 ? areas.map(({ geometry }) => boundsOf(geometry)) : communes.map(pointBox)
  const bounds: Bounds = [
    Math.min(...boxes.map(([west]) => west)),
    Math.min(...boxes.map(([, south]) => south)),
    Math.max(...boxes.map(([, , east]) => east)),
    Math.max(...boxes.map(([, , , north]) => north)),
  ]
  return {
    around: (metres) => around(bounds, metres),
    communeCodes,
    metresTo: ({ lon, lat }, limit) => {
      const [west, south, east, north] = around(bounds, limit)
      if (!(lon >= west && lon <= east && lat >= south && lat <= north)) return null
      if (locator) return locator.candidates(lon, lat, limit)[0]?.distanceMetres ?? null
      const scale = metresPerDegree(lat)
      const nearest = Math.min(
        ...communes.map((centre) => Math.hypot((centre.lon - lon) * scale.x, (centre.lat - lat) * scale.y)),
      )
      return nearest <= limit ? nearest : null
    },
  }
}

/**
 * The boundaries of every commune of a territory; null when one of them is unknown: what lies under a ring could then
 * not be told. Holds its own index, as `openReach`.
 */
export async function openGround(database: Reads, siren: string): Promise<Ground | null> {
  const [communes, contours] = await Promise.all([
    findCommunes(database, siren),
    findContours(database, siren),
  ])
  if (communes.length === 0 || contours.length < communes.length) return null
  const areas = contours.map(toArea)
  const locator = buildLocator(areas)
  return {
    touchedBy: (ring) => areas.filter(({ geometry }) => ringTouches(ring, geometry)).map(({ code }) => code),
    isNear: ({ lon, lat }, metres, codes) =>
      locator.candidates(lon, lat, metres).some(({ code }) => codes.has(code)),
  }
}

const pointBox = ({ lon, lat }: LonLat): Bounds => [lon, lat, lon, lat]

/** 'nowhere': boundaries are known all around and none holds the point; 'unknown': none is known there. */
export type CommuneOfPoint = { code: string; name: string; near: string[] } | 'nowhere' | 'unknown'

/** Where no commune is known within this, nothing is known at all. */
const knownWithinMetres = 30_000

/**
 * The communes of many points, in their order, by the boundaries of the country's directory or else of the territories.
 * `nearMetres`: others so near that these boundaries cannot tell. Approximate boundaries say nothing. Gives way between
 * points: several thousand take seconds.
 */
export async function communesOfPoints(
  database: Reads,
  points: readonly LonLat[],
  nearMetres: number,
): Promise<CommuneOfPoint[]> {
  const own = (await findContours(database)).filter(({ approximate }) => !approximate).map(toArea)
  const locator = own.length > 0 ? buildLocator(own) : null
  const answers: CommuneOfPoint[] = []
  for (const { lon, lat } of points) {
    const box = around([lon, lat, lon, lat], nearMetres)
    const rows = await findDirectoryCommunesIn(database, box)
    const [first, ...others] =
      rows.length > 0
        ? buildLocator(rows.map(toArea)).candidates(lon, lat, nearMetres)
        : (locator?.candidates(lon, lat, nearMetres) ?? [])
    if (first) answers.push({ code: first.code, name: first.name, near: others.map(({ code }) => code) })
    else {
      const wide = around([lon, lat, lon, lat], knownWithinMetres)
      const known = rows.length > 0 || (await findDirectoryCommunesIn(database, wide, 1)).length > 0
      answers.push(known ? 'nowhere' : 'unknown')
    }
  }
  return answers
}
