import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Tx } from '../../db/client.ts'
import type { KeptRide } from '../../db/schema/index.ts'
import type { Deps } from '../platform/http.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import { womenOnly, type DatedTrip, type RideMatch, type RideSearch } from './carpool.rules.ts'
import type { TripIndex } from './carpool.matching.ts'
import { findApart, findDeparturesWith } from './blocks.repository.ts'
import { findDepartures, findDeparturesSince, readSequence } from './departures.repository.ts'
import { dropRequestCalls } from './desk-requests.repository.ts'
import { toWish, type OpenedRequests, type RequestWatch } from './request-watch.ts'
import {
  findNewRequests,
  findPast,
  findRequestsOf,
  findTerritories,
  insertMatch,
  keepRide,
  markChecked,
  nextEdition,
  readWatch,
  saveWatched,
  updateRequest,
  type RequestOf,
} from './requests.repository.ts'
import { requestDays, RIDES_A_DAY, windowOn } from './requests.rules.ts'
import type { Wish } from './requests-touch.rules.ts'
import { toTrip, type OpenedIndex } from './ride-index.ts'
import { TRANSFER_WAIT } from './search.usecases.ts'

export type MatchDeps = Pick<Deps, 'database' | 'clock' | 'ids'> & { watch: RequestWatch }

const atOnce = 50
/** Departures looked up between two breaths. */
export const tripsAtOnce = 4
const pastAtOnce = 200
/** The server answers people in between. */
const breathAfterMs = 15

/**
 * What a search would show for a wish on a day: the best rides in one car, in order; when there is none, those with a
 * change of car. `never`: departures not to be shown, `avoids`: wishes a trip must not have.
 */
export function ridesOf(
  index: Pick<TripIndex, 'search'>,
  wish: Wish,
  day: string,
  { never = [], avoids = 0 }: { never?: readonly string[]; avoids?: number } = {},
): RideMatch[] {
  const { from, to, by, seats, needs } = wish
  const isNowhere =
    from.length === 0 ||
    to.length === 0 ||
    (from.length === 1 && to.length === 1 && from[0]!.aire === to[0]!.aire)
  if (isNowhere) return []
  const search: RideSearch = {
    from,
    to,
    by,
    ...windowOn(wish, day, instantOfWall),
    seats,
    needs,
    avoids,
    transfer: null,
    except: never,
    limit: RIDES_A_DAY,
  }
  const direct = index.search(search)
  if (direct.length > 0 || !wish.transfers) return direct
  return index.search({ ...search, transfer: TRANSFER_WAIT })
}

/** Whether a request or a departure was written since the last time. */
export async function hasRequestsToMatch({ database }: Pick<MatchDeps, 'database'>): Promise<boolean> {
  const { read } = database
  for (const siren of await findTerritories(read)) {
    const { sequence } = await readWatch(read, siren)
    if ((await readSequence(read, siren)) > sequence || (await findNewRequests(read, siren)).length > 0)
      return true
  }
  return false
}

/**
 * Looks for rides that came up for the requests of every territory, and notes them to be told. New requests are searched
 * for on all their days; for the others, only what departures written since the last time may have changed. Done twice,
 * or by two processes at once, nothing is noted twice.
 */
export async function matchRequests(deps: MatchDeps): Promise<void> {
  await endPast(deps)
  for (const siren of await findTerritories(deps.database.read)) await matchTerritory(deps, siren)
}

async function matchTerritory({ database, clock, watch }: MatchDeps, territorySiren: string): Promise<void> {
  const { read } = database
  const before = await readWatch(read, territorySiren)
  const fresh = await findNewRequests(read, territorySiren)
  // Read before the departures: what is written meanwhile is looked at the next time.
  const sequence = await readSequence(read, territorySiren)
  if (fresh.length === 0 && sequence <= before.sequence) return
  const open = await watch.open(territorySiren)
  const today = wallOfInstant(clock.now()).day
  const days = new Map<string, Set<string> | 'all'>()
  if (sequence > before.sequence && open.rows.length > 0) {
    const changed = await findDeparturesSince(read, territorySiren, before.sequence)
    const trips = changed.flatMap((row) => toTrip(row, open.opened.numberOf) ?? [])
    for (const [number, touched] of await touchedBy(open, trips)) days.set(open.rows[number]!.id, touched)
  }
  for (const id of fresh) days.set(id, 'all')
  const asked = [...days.keys()]
  for (let start = 0; start < asked.length; start += atOnce) {
    const ids = asked.slice(start, start + atOnce)
    await matchSome({ database, clock }, { opened: open.opened, ids, days, today, sequence })
  }
  await database.write((tx) => saveWatched(tx, territorySiren, sequence))
}

/** In small parts, with a breath in between. */
async function touchedBy({ touch }: OpenedRequests, trips: readonly DatedTrip[]) {
  const all = new Map<number, Set<string>>()
  for (let start = 0; start < trips.length; start += tripsAtOnce) {
    for (const [number, days] of touch.touchedBy(trips.slice(start, start + tripsAtOnce)))
      all.set(number, new Set([...(all.get(number) ?? []), ...days]))
    await nextTurn()
  }
  return all
}

async function matchSome(
  { database, clock }: Pick<MatchDeps, 'database' | 'clock'>,
  {
    opened,
    ids,
    days,
    today,
    sequence,
  }: {
    opened: OpenedIndex
    ids: string[]
    days: ReadonlyMap<string, Set<string> | 'all'>
    today: string
    sequence: number
  },
): Promise<void> {
  const now = clock.now()
  const found: { id: string; match: RideMatch }[] = []
  let breath = performance.now()
  for (const { request, traveller } of await findRequestsOf(database.read, ids)) {
    if (request.status !== 'open' || traveller.suspendedAt !== null) continue
    // Their own car, what they booked already, and the cars of who they ride with no more.
    const people = [traveller.id, ...(await findApart(database.read, traveller.id))]
    const never = await findDeparturesWith(database.read, { people, from: now })
    const avoids = traveller.woman === true ? 0 : womenOnly
    const wish = toWish(request, opened)
    const touched = days.get(request.id)!
    for (const day of requestDays(request, today)) {
      if (touched !== 'all' && !touched.has(day)) continue
      for (const match of ridesOf(opened.index, wish, day, { never, avoids }))
        if (match.leaveAt >= now) found.push({ id: request.id, match })
      if (performance.now() - breath > breathAfterMs) {
        await nextTurn()
        breath = performance.now()
      }
    }
  }
  const departures = await findDepartures(
    database.read,
    found.flatMap(({ match }) => match.legs.map(({ tripId }) => tripId)),
  )
  const tripOf = new Map(departures.map(({ departure, trip }) => [departure.id, trip.id]))
  await database.write(async (tx) => {
    const still = new Map((await findRequestsOf(tx, ids)).map((row) => [row.request.id, row]))
    for (const { id, match } of found)
      if (isOpen(still.get(id))) await note(tx, { requestId: id, match, tripOf, opened, at: now })
    await markChecked(tx, ids, Math.max(1, sequence))
  })
}

const isOpen = (row: RequestOf | undefined) => row?.request.status === 'open'

/** A ride is news when one of its departures is: of those, the first keeps it. */
async function note(
  tx: Tx,
  {
    requestId,
    match,
    tripOf,
    opened,
    at,
  }: {
    requestId: string
    match: RideMatch
    tripOf: ReadonlyMap<string, string>
    opened: OpenedIndex
    at: number
  },
): Promise<void> {
  const news: string[] = []
  for (const { tripId: departureId } of match.legs) {
    const tripId = tripOf.get(departureId)
    if (tripId && (await insertMatch(tx, { requestId, departureId, tripId, foundAt: at })))
      news.push(departureId)
  }
  const [departureId] = news
  if (departureId) await keepRide(tx, { requestId, departureId, ride: toKept(match, opened) })
}

const toKept = ({ leaveAt, arriveAt, legs }: RideMatch, { aireIds }: OpenedIndex): KeptRide => ({
  leaveAt,
  arriveAt,
  legs: legs.map(({ tripId, pickUp, dropOff, pickUpAt, dropOffAt, detourSeconds }) => ({
    departureId: tripId,
    pickUpId: aireIds[pickUp]!,
    dropOffId: aireIds[dropOff]!,
    pickUpAt,
    dropOffAt,
    detourSeconds,
  })),
})

/** A request ends by itself after its last day: nobody is called about it any more. */
async function endPast({ database, clock }: MatchDeps): Promise<void> {
  const before = wallOfInstant(clock.now()).day
  if ((await findPast(database.read, { before, limit: 1 })).length === 0) return
  for (;;) {
    const ended = await database.write(async (tx) => {
      const rows = await findPast(tx, { before, limit: pastAtOnce })
      for (const { id } of rows) await updateRequest(tx, id, { status: 'over' })
      await dropRequestCalls(
        tx,
        rows.map(({ id }) => id),
      )
      for (const siren of new Set(rows.map(({ territorySiren }) => territorySiren)))
        await nextEdition(tx, siren)
      return rows.length
    })
    if (ended < pastAtOnce) return
  }
}
