import type { Database } from '../../db/client.ts'
import type { Area, LineString, MultiLineString, MultiPolygon, Polygon } from './geometry.rules.ts'
import { buildLocator, type Locator } from './locator.rules.ts'
import { buildRoadIndex, type RoadIndex } from './roads.rules.ts'
import {
  findAllCommunes,
  findContours,
  findDirectoryCommunesAround,
  findRevisions,
  findRoads,
  findTerritories,
  hasDirectoryCommunes,
  type Revisions,
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
  /**
   * Answers what `read` answered before for this key, until the territories' data change: for what every report needs
   * and an administrator seldom edits. Failures are not kept.
   */
  remember: <T>(key: string, read: () => Promise<T>) => Promise<T>
  /** Changes with the boundaries: for what others derive from them. */
  boundariesRevision: () => Promise<string>
  /** To call after an import or an edit in this process; other processes notice within two seconds. */
  invalidate: () => void
}

type Roads = { index: RoadIndex; bodies: Map<string, string | null> }
type Place = { code: string; name: string; territorySiren: string }
/** What changes with imports only, and costs most to build. */
type Ground = {
  /** From official boundaries. */
  exact: Locator | null
  /** From nearest-centre cells: asked only where no official boundary answers. */
  approximate: Locator | null
  communes: Map<string, Place>
  knowsCountry: boolean
}
type State = {
  revisions: Revisions
  ground: Ground
  territories: Map<string, string>
  roads: Map<string, Promise<Roads>>
  remembered: Map<string, Promise<unknown>>
}

const revisionEveryMs = 2000
/** A position worse than this tells no commune, and looking around it costs its square. */
const accuracyMaxMetres = 5000

export function createDirectory({ database }: { database: Pick<Database, 'read'> }): Directory {
  let loading: Promise<State> | undefined
  let last: State | undefined
  let checkedAt = -Infinity

  async function loadGround(): Promise<Ground> {
    const [communes, contours, knowsCountry] = await Promise.all([
      findAllCommunes(database),
      findContours(database),
      hasDirectoryCommunes(database),
    ])
    const locatorOf = (rows: typeof contours) => (rows.length > 0 ? buildLocator(rows.map(toArea)) : null)
    return {
      exact: locatorOf(contours.filter((row) => !row.approximate)),
      approximate: locatorOf(contours.filter((row) => row.approximate)),
      communes: new Map(communes.map((row) => [row.code, row])),
      knowsCountry,
    }
  }

  async function load(): Promise<State> {
    // Read first: a change made while the rest is read then shows as another revision at the next check.
    const revisions = await findRevisions(database)
    const known = last?.revisions.boundaries === revisions.boundaries ? last.ground : null
    const [territories, ground] = await Promise.all([
      findTerritories(database, { limit: -1 }),
      known ?? loadGround(),
    ])
    last = {
      revisions,
      ground,
      territories: new Map(territories.map((row) => [row.siren, row.name])),
      roads: new Map(),
      remembered: new Map(),
    }
    return last
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
    return due && (await findRevisions(database)).all !== current.revisions.all ? reload() : current
  }

  async function locateInCountry(lon: number, lat: number) {
    const rows = await findDirectoryCommunesAround(database, { lon, lat })
    if (rows.length === 0) return null
    const code = buildLocator(rows.map(toArea)).locate(lon, lat)
    return rows.find((row) => row.code === code) ?? null
  }

  /** Reads once what several ask for at a time; a failure is asked again. */
  function once<T>(kept: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
    let known = kept.get(key)
    if (!known) {
      known = read()
      kept.set(key, known)
      known.catch(() => kept.delete(key))
    }
    return known
  }

  const roadsOf = async (territorySiren: string): Promise<Roads> =>
    once((await state()).roads, territorySiren, async () =>
      toRoads(await findRoads(database, territorySiren)),
    )

  return {
    locate: async ({ lat, lon, accuracy }) => {
      const { ground, territories } = await state()
      const { exact, approximate, communes, knowsCountry } = ground
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
      const { index, bodies } = await roadsOf(territorySiren)
      return index.within(lon, lat, metres).map(({ id, ref, owner, distanceMetres }) => ({
        id,
        ref,
        owner,
        bodyId: bodies.get(id) ?? null,
        distanceMetres,
      }))
    },
    hasRoads: async (territorySiren) => (await roadsOf(territorySiren)).index.size > 0,
    remember: async <T>(key: string, read: () => Promise<T>) =>
      once((await state()).remembered as Map<string, Promise<T>>, key, read),
    boundariesRevision: async () => (await state()).revisions.boundaries,
    invalidate: () => {
      loading = undefined
    },
  }
}

function toArea(row: { code: string; name: string; contour: string }): Area {
  return { code: row.code, name: row.name, geometry: JSON.parse(row.contour) as Polygon | MultiPolygon }
}

function toRoads(rows: Awaited<ReturnType<typeof findRoads>>): Roads {
  const lines = rows.map(({ id, ref, owner, geometry }) => ({
    id,
    ref,
    owner,
    geometry: JSON.parse(geometry) as LineString | MultiLineString,
  }))
  return { index: buildRoadIndex(lines), bodies: new Map(rows.map((row) => [row.id, row.bodyId])) }
}
