import type { Database } from '../../db/client.ts'
import type { Area, LineString, MultiLineString, MultiPolygon, Polygon } from './geometry.rules.ts'
import { distanceToSegment, linesOf, metresPerDegree } from './geometry.rules.ts'
import { buildLocator, type Locator } from './locator.rules.ts'
import {
  findAllCommunes,
  findContours,
  findDirectoryCommunesAround,
  findRevision,
  findRoads,
  findTerritories,
  hasDirectoryCommunes,
} from './territory.repository.ts'

export type Located = {
  commune: { code: string; name: string } | null
  territory: { siren: string; name: string } | null
  /** Communes of any territory within the accuracy, the commune of the point first. */
  candidates: { code: string; name: string; territorySiren: string }[]
  /** When the point is outside every territory: where it is, when the directory of the country knows. */
  outside: { commune: { code: string; name: string }; epci: { siren: string; name: string } | null } | null
}

export type NearbyRoad = {
  id: string
  /** As on the sign: `D 932`. */
  ref: string
  owner: string
  bodyId: string | null
  distanceMetres: number
}

/** In-memory answers to "where is this point?" and "which road is this?", derived from the database. */
export type Directory = {
  /** Where a point is, by the most precise boundary known. `accuracy` in metres, 0 for none. */
  locate: (point: { lat: number; lon: number; accuracy?: number | null }) => Promise<Located>
  /** Roads of a territory within `metres` of a point, nearest first. */
  roadsNear: (query: {
    territorySiren: string
    lat: number
    lon: number
    metres: number
  }) => Promise<NearbyRoad[]>
  hasRoads: (territorySiren: string) => Promise<boolean>
  /** To call after an import or an edit in this process; other processes notice within two seconds. */
  invalidate: () => void
}

type RoadLine = Omit<NearbyRoad, 'distanceMetres'> & { geometry: LineString | MultiLineString }
type Place = { code: string; name: string; territorySiren: string }
type State = {
  revision: string
  /** From official boundaries. */
  exact: Locator | null
  /** From nearest-centre cells: asked only where no official boundary answers. */
  approximate: Locator | null
  communes: Map<string, Place>
  territories: Map<string, string>
  roads: Map<string, Promise<RoadLine[]>>
  knowsCountry: boolean
}

const revisionEveryMs = 2000
/** A position worse than this tells no commune, and looking around it costs its square. */
const accuracyMaxMetres = 5000

export function createDirectory({ database }: { database: Pick<Database, 'read'> }): Directory {
  let loading: Promise<State> | undefined
  let checkedAt = -Infinity

  async function load(): Promise<State> {
    // Read first: a change made while the rest is read then shows as another revision at the next check.
    const revision = await findRevision(database)
    const [territories, communes, contours, knowsCountry] = await Promise.all([
      findTerritories(database, { limit: -1 }),
      findAllCommunes(database),
      findContours(database),
      hasDirectoryCommunes(database),
    ])
    const locatorOf = (rows: typeof contours) => (rows.length > 0 ? buildLocator(rows.map(toArea)) : null)
    return {
      revision,
      exact: locatorOf(contours.filter((row) => !row.approximate)),
      approximate: locatorOf(contours.filter((row) => row.approximate)),
      communes: new Map(communes.map((row) => [row.code, row])),
      territories: new Map(territories.map((row) => [row.siren, row.name])),
      roads: new Map(),
      knowsCountry,
    }
  }

  function reload(): Promise<State> {
    const attempt = load()
    loading = attempt
    attempt.catch(() => {
      if (loading === attempt) loading = undefined
    })
    return attempt
  }

  async function state(): Promise<State> {
    const now = performance.now()
    const due = now - checkedAt > revisionEveryMs
    if (due) checkedAt = now
    if (!loading) return reload()
    const current = await loading
    return due && (await findRevision(database)) !== current.revision ? reload() : current
  }

  async function locateInCountry(lon: number, lat: number) {
    const rows = await findDirectoryCommunesAround(database, { lon, lat })
    if (rows.length === 0) return null
    const code = buildLocator(rows.map(toArea)).locate(lon, lat)
    return rows.find((row) => row.code === code) ?? null
  }

  async function roadsOf(territorySiren: string): Promise<RoadLine[]> {
    const { roads } = await state()
    let lines = roads.get(territorySiren)
    if (!lines) {
      lines = findRoads(database, territorySiren).then((rows) => rows.map(toRoad))
      roads.set(territorySiren, lines)
      lines.catch(() => roads.delete(territorySiren))
    }
    return lines
  }

  return {
    locate: async ({ lat, lon, accuracy }) => {
      const { exact, approximate, communes, territories, knowsCountry } = await state()
      const reach = Math.min(accuracy ?? 0, accuracyMaxMetres)
      const exactCode = exact?.locate(lon, lat) ?? null
      const inCountry = exactCode === null && knowsCountry ? await locateInCountry(lon, lat) : null
      const code = exactCode ?? inCountry?.code ?? approximate?.locate(lon, lat) ?? null
      const place = code === null ? undefined : communes.get(code)
      const near = [
        ...(exact?.candidates(lon, lat, reach) ?? []),
        ...(exactCode === null && !inCountry ? (approximate?.candidates(lon, lat, reach) ?? []) : []),
      ].toSorted((a, b) => a.distanceMetres - b.distanceMetres)
      const around = near.flatMap(({ code }) => communes.get(code) ?? [])
      const candidates = place ? [place, ...around.filter((other) => other !== place)] : around
      return {
        commune: place ? { code: place.code, name: place.name } : null,
        territory: place
          ? { siren: place.territorySiren, name: territories.get(place.territorySiren) ?? '' }
          : null,
        candidates: candidates.map(({ code, name, territorySiren }) => ({ code, name, territorySiren })),
        outside:
          inCountry && !place
            ? {
                commune: { code: inCountry.code, name: inCountry.name },
                epci: inCountry.epciSiren
                  ? { siren: inCountry.epciSiren, name: inCountry.epciName ?? '' }
                  : null,
              }
            : null,
      }
    },
    roadsNear: async ({ territorySiren, lat, lon, metres }) => {
      const lines = await roadsOf(territorySiren)
      return lines
        .map(({ geometry, ...road }) => ({ ...road, distanceMetres: distanceToLines(geometry, lon, lat) }))
        .filter((road) => road.distanceMetres <= metres)
        .toSorted((a, b) => a.distanceMetres - b.distanceMetres)
    },
    hasRoads: async (territorySiren) => (await roadsOf(territorySiren)).length > 0,
    invalidate: () => {
      loading = undefined
    },
  }
}

function toArea(row: { code: string; name: string; contour: string }): Area {
  return { code: row.code, name: row.name, geometry: JSON.parse(row.contour) as Polygon | MultiPolygon }
}

function toRoad(row: Awaited<ReturnType<typeof findRoads>>[number]): RoadLine {
  const { id, ref, owner, bodyId } = row
  return { id, ref, owner, bodyId, geometry: JSON.parse(row.geometry) as LineString | MultiLineString }
}

function distanceToLines(geometry: LineString | MultiLineString, lon: number, lat: number): number {
  const scale = metresPerDegree(lat)
  let least = Infinity
  for (const line of linesOf(geometry))
    for (let i = 1; i < line.length; i++) {
      const [from, to] = [line[i - 1]!, line[i]!]
      const distance = distanceToSegment(
        (from[0] - lon) * scale.x,
        (from[1] - lat) * scale.y,
        (to[0] - lon) * scale.x,
        (to[1] - lat) * scale.y,
      )
      least = Math.min(least, distance)
    }
  return least
}
