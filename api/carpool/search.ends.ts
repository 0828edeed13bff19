import type { Database } from '../../db/client.ts'
import { uuid } from '../platform/wire.ts'
import { communeByCode } from '../territory/territory.usecases.ts'
import { findAireById } from './aires.repository.ts'
import type { OpenedIndex } from './ride-index.ts'
import { COMMUNE_WALK_METRES, type BusEnd } from './buses.usecases.ts'
import { BUS_WALK_METRES } from './gtfs.rules.ts'
import { rideProblems } from './rides.problems.ts'
import { aireRefOf } from './rides.views.ts'
import type { SearchAnswer } from './rides.schemas.ts'
import { aireReaches, type Point, type Reach } from './travel.rules.ts'

export type End = {
  kind: SearchAnswer['from']['kind']
  name: string
  reaches: Reach[]
  /** Whose town hall one may call. */
  communeCode: string | null
  /** From where one walks to a bus. */
  bus: BusEnd
}

const position = /^(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)$/
const code = /^\d[\dAB]\d{3}$/
/** Of what may be a position written amiss, an answer repeats nothing. */
const named = (place: string) => (/\d[.,]/.test(place) ? '…' : place)

/**
 * One end of a search as people say it: an aire, with those one can walk to from it; a commune, from any of its aires,
 * or those around its centre when it has none; a position (`lat,lon`). Throws `ride-place-unknown`,
 * `aire-withdrawn`.
 */
export async function readEnd(
  database: Pick<Database, 'read'>,
  { opened, place, walkMetres }: { opened: OpenedIndex; place: string; walkMetres: number },
): Promise<End> {
  const near = (point: Point) => aireReaches(opened.aires, point, walkMetres)
  const communeOf = (reaches: readonly Reach[]) => opened.aires[reaches[0]?.aire ?? -1]?.communeCode ?? null
  const [, lat, lon] = position.exec(place) ?? []
  if (lat && lon) {
    const point = { lat: Number(lat), lon: Number(lon) }
    const reaches = near(point)
    const bus = { points: [point], metres: BUS_WALK_METRES }
    return { kind: 'position', name: '', reaches, communeCode: communeOf(reaches), bus }
  }
  if (code.test(place)) {
    const own = opened.aires.flatMap(({ communeCode }, aire) =>
      communeCode === place ? [{ aire, walkSeconds: 0 }] : [],
    )
    const commune = await communeByCode({ database: database as Database, code: place })
    const name = commune?.name ?? opened.aires[own[0]?.aire ?? -1]?.communeName
    if (!name) throw rideProblems['ride-place-unknown']({ place: named(place) })
    const reaches = own.length > 0 || !commune ? own : near(commune)
    const points = [...(commune ? [commune] : []), ...own.map(({ aire }) => opened.aires[aire]!)]
    const bus = { points, metres: COMMUNE_WALK_METRES }
    return { kind: 'commune', name, reaches, communeCode: place, bus }
  }
  const number = opened.numberOf.get(place.toLowerCase())
  // Of an aire that was put away, an old link or a kept search is told so.
  if (
    number === undefined &&
    uuid.safeParse(place).success &&
    (await findAireById(database.read, place.toLowerCase()))
  )
    throw rideProblems['aire-withdrawn']()
  if (number === undefined) throw rideProblems['ride-place-unknown']({ place: named(place) })
  const aire = opened.aires[number]!
  const bus = { points: [aire], metres: BUS_WALK_METRES }
  return { kind: 'aire', name: aire.name, reaches: near(aire), communeCode: aire.communeCode, bus }
}

export const viewEnd = (opened: OpenedIndex, { kind, name, reaches }: End): SearchAnswer['from'] => ({
  kind,
  name,
  aires: reaches.map(({ aire, walkSeconds }) => ({ aire: aireRefOf(opened, aire), walkSeconds })),
})
