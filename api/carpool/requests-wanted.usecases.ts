import type { Deps } from '../platform/http.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import type { Actor } from '../platform/policy.ts'
import { findDeparturesOfTrip } from './departures.repository.ts'
import type { OpenedRequests, RequestWatch } from './request-watch.ts'
import type { RequestRow } from './requests.repository.ts'
import { nextDay } from './requests.rules.ts'
import type { WantedPage, WantedRide } from './requests.schemas.ts'
import { viewStanding } from './requests.views.ts'
import { toTrip } from './ride-index.ts'
import { rideProblems } from './rides.problems.ts'
import { aireRefOf } from './rides.views.ts'
import { findTravellersOf } from './travellers.repository.ts'
import { HORIZON_DAYS } from './trips.rules.ts'

export type WantedDeps = Pick<Deps, 'database' | 'clock'> & { watch: RequestWatch }
type Wanted = { number: number; row: RequestRow; day: string; at: number }

/**
 * What people of a territory wait for, the soonest first: where, when and for how many, never who. With `from` and `to`,
 * only what a driver on that way serves within the detour; with `trip`, only what that trip serves on its own days. Throws
 * `aire-withdrawn`, `trip-not-found`.
 */
export async function listWanted(
  { database, clock, watch }: WantedDeps,
  {
    territorySiren,
    actor,
    way,
    tripId,
    eventId,
    cursor,
    limit,
  }: {
    territorySiren: string
    actor: Actor
    way?: { from: string; to: string; detourMinutes: number } | undefined
    tripId?: string | undefined
    eventId?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<WantedPage> {
  const [at, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const now = clock.now()
  const open = await watch.open(territorySiren)
  const along = way && alongWay(open, way)
  const served = tripId === undefined ? undefined : await servedBy({ database, open, tripId, now })
  const all = upcoming(open, now).filter(
    ({ number, row }) =>
      (!along || along.has(number)) &&
      (!served || served.has(number)) &&
      (eventId === undefined || row.eventId === eventId),
  )
  const rest =
    at === undefined ? all : all.filter((one) => one.at > at || (one.at === at && one.row.id > (id ?? '')))
  const page = toPage(rest.slice(0, limit + 1), limit, (one) => [one.at, one.row.id])
  const own = new Set(actor ? (await findTravellersOf(database.read, actor.userId)).map((one) => one.id) : [])
  return {
    items: page.items.flatMap((one) => viewWanted(open, one, own) ?? []),
    nextCursor: page.nextCursor,
    total: all.length,
  }
}

/** Open wishes with the next day of each, the soonest first; those between aires that are left no more aside. */
function upcoming({ rows, wishes }: OpenedRequests, now: number): Wanted[] {
  const moment = { now, today: wallOfInstant(now).day, instantOf: instantOfWall }
  return rows
    .flatMap((row, number) => {
      const wish = wishes[number]!
      const day = wish.from.length > 0 && wish.to.length > 0 ? nextDay(row, moment) : null
      return day === null ? [] : [{ number, row, day, at: instantOfWall(day, row.wallTime) }]
    })
    .sort((a, b) => a.at - b.at || (a.row.id < b.row.id ? -1 : 1))
}

function alongWay(
  { opened, touch }: OpenedRequests,
  { from, to, detourMinutes }: { from: string; to: string; detourMinutes: number },
): Set<number> {
  const origin = opened.numberOf.get(from)
  const destination = opened.numberOf.get(to)
  if (origin === undefined || destination === undefined) throw rideProblems['aire-withdrawn']()
  return touch.alongWay(origin, destination, detourMinutes * 60)
}

async function servedBy({
  database,
  open: { opened, touch },
  tripId,
  now,
}: Pick<WantedDeps, 'database'> & { open: OpenedRequests; tripId: string; now: number }): Promise<
  ReadonlyMap<number, unknown>
> {
  const departures = await findDeparturesOfTrip(database.read, { tripId, from: now, limit: 2 * HORIZON_DAYS })
  if (departures.length === 0) throw rideProblems['trip-not-found']()
  return touch.servedBy(departures.flatMap((row) => toTrip(row, opened.numberOf) ?? []))
}

function viewWanted(
  { opened, wishes }: OpenedRequests,
  { number, row, day }: Wanted,
  own: ReadonlySet<string>,
): WantedRide | null {
  // The nearest aire of each end: where one would be met.
  const [start] = wishes[number]!.from
  const [end] = wishes[number]!.to
  if (!start || !end) return null
  return {
    id: row.id,
    from: { name: row.fromName, aire: aireRefOf(opened, start.aire) },
    to: { name: row.toName, aire: aireRefOf(opened, end.aire) },
    day,
    ...viewStanding(row),
    eventId: row.eventId,
    mine: own.has(row.travellerId),
  }
}
