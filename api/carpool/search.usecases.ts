import type { Database, Reader } from '../../db/client.ts'
import { addDays } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import { endOfDay, startOfDay } from '../platform/open-days.ts'
import { instantOfWall, readMoment, wallOfInstant } from '../platform/paris-time.ts'
import type { Actor } from '../platform/policy.ts'
import { listBodies } from '../territory/territory.usecases.ts'
import { hiddenDepartures } from './blocks.usecases.ts'
import { findBusRides } from './buses.usecases.ts'
import type { RideMatch, RideSearch } from './carpool.rules.ts'
import { searchFault, wishMask } from './carpool.rules.ts'
import { findDepartures, findLeaving, type OpenDeparture } from './departures.repository.ts'
import type { OpenedIndex, RideIndexes } from './ride-index.ts'
import { rideProblems } from './rides.problems.ts'
import type { DeparturesAnswer, RideView, SearchAnswer, SearchQuery } from './rides.schemas.ts'
import { aireRefOf, travelSourceOf, unknownAire, wishesOf } from './rides.views.ts'
import { searchFaultWords } from './rides.words.ts'
import { readEnd, viewEnd, type End } from './search.ends.ts'
import { findTravellersOf } from './travellers.repository.ts'
import { travelOf } from './travel.rules.ts'
import type { Unmet } from './unmet-counter.ts'
import { findAireRefs } from './trips.repository.ts'
import { HORIZON_DAYS, legCostCents } from './trips.rules.ts'

type Given = Pick<Deps, 'clock'> & {
  database: Pick<Database, 'read'>
  indexes: RideIndexes
  /** Told of a search that found nobody. */
  noteUnmet?: (unmet: Unmet) => void
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Long enough to be safe of missing the second car, short enough to bear. */
export const TRANSFER_WAIT = { minSeconds: 5 * 60, maxSeconds: 45 * 60 }
const nearestAtMost = 4
const daysAtMost = 7
const departuresAtMost = 100

/**
 * Rides from one place to another about a moment, in the order of what the passenger loses, then the drivers; when
 * there is none, the nearest ones, the days that have one, and whom to call. Asks nothing outside. Throws
 * `ride-place-unknown`, `ride-search-refused`.
 */
export async function searchRides(
  { database, clock, indexes, noteUnmet }: Given,
  { query, territorySiren, actor }: { query: SearchQuery; territorySiren: string; actor: Actor },
): Promise<SearchAnswer> {
  const now = clock.now()
  const opened = await indexes.open(territorySiren)
  const from = await readEnd(database, { opened, place: query.from, walkMetres: query.walk })
  const to = await readEnd(database, { opened, place: query.to, walkMetres: query.walk })
  const window = readWindow(query, now)
  const search: RideSearch = {
    from: from.reaches,
    to: to.reaches,
    by: query.by,
    ...window,
    seats: query.seats,
    needs: wishMask(query.wishes),
    avoids: 0,
    transfer: query.transfers ? TRANSFER_WAIT : null,
    except: await hiddenDepartures(database.read, { actor, territorySiren, from: now - HOUR }),
    limit: query.limit,
  }
  const fault = searchFault(search)
  const [originId, destinationId] = [placeOf(opened, from), placeOf(opened, to)]
  const inVain = () => {
    if (originId && destinationId && originId !== destinationId)
      noteUnmet?.({ territorySiren, at: window.at, originId, destinationId })
  }
  if (fault === 'no_aire_near_start' || fault === 'no_aire_near_end') inVain()
  if (fault) throw rideProblems['ride-search-refused']({ why: searchFaultWords[fault] })
  const view = createRideViewer({ read: database.read, opened, seats: query.seats, actor })
  const rides = await view(leavingFrom(opened.index.search(search), now))
  if (rides.length === 0) inVain()
  const ways = from.reaches.flatMap((a) => to.reaches.map((b) => [a.aire, b.aire] as const))
  return {
    territory: territorySiren,
    from: viewEnd(opened, from),
    to: viewEnd(opened, to),
    by: query.by,
    ...window,
    travelSource: travelSourceOf(opened, ways),
    rides,
    otherwise:
      rides.length > 0
        ? null
        : await otherwise({ database, opened, search, now, view, from, territorySiren }),
    buses: await findBusRides(
      { database, clock },
      { territorySiren, from: from.bus, to: to.bus, at: window.at, by: query.by },
    ),
  }
}

/** What a search in vain is counted by: the nearest aire, else the commune; never a position. */
const placeOf = ({ aireIds }: OpenedIndex, { kind, reaches, communeCode }: End): string | null =>
  reaches[0] ? (aireIds[reaches[0].aire] ?? null) : kind === 'commune' ? communeCode : null

/** What has left can be caught no more. */
const leavingFrom = (matches: RideMatch[], now: number) =>
  matches.filter(({ leaveAt }) => leaveAt >= now - MINUTE)

/** The stretch of time a search speaks of. Throws `ride-search-refused` for a moment that is none. */
export function readWindow(
  query: Pick<SearchQuery, 'at' | 'by' | 'earliest' | 'latest'>,
  now: number,
): Pick<RideSearch, 'earliest' | 'at' | 'latest'> {
  const moment = (text: string | undefined) => {
    if (text === undefined) return null
    const at = readMoment(text)
    if (at === null)
      throw rideProblems['ride-search-refused']({
        why: {
          fr: `« ${text} » n’est pas une date et une heure. Écrivez par exemple 2026-11-27T07:30.`,
          en: `“${text}” is no date and time. Write for instance 2026-11-27T07:30.`,
          nl: `“${text}” is geen datum en uur. Schrijf bijvoorbeeld 2026-11-27T07:30.`,
        },
      })
    return at
  }
  const at = moment(query.at) ?? now
  // Sooner is borne less than later, whichever end is spoken of.
  const [before, after] = query.by === 'departure' ? [30 * MINUTE, 2 * HOUR] : [2 * HOUR, 30 * MINUTE]
  return { earliest: moment(query.earliest) ?? at - before, at, latest: moment(query.latest) ?? at + after }
}

type View = (matches: readonly RideMatch[]) => Promise<RideView[]>

async function otherwise({
  database,
  opened,
  search,
  now,
  view,
  from,
  territorySiren,
}: {
  database: Given['database']
  opened: OpenedIndex
  search: RideSearch
  now: number
  view: View
  from: End
  territorySiren: string
}): Promise<SearchAnswer['otherwise']> {
  const { index } = opened
  const around = (at: number, half: number, limit: number) =>
    leavingFrom(index.search({ ...search, at, earliest: at - half, latest: at + half, limit }), now)
  const near = around(search.at, DAY, nearestAtMost)
  const wall = wallOfInstant(search.at)
  const first = wallOfInstant(now).day
  const found: { day: string; match: RideMatch }[] = []
  for (let ahead = 0; ahead <= HORIZON_DAYS && found.length < daysAtMost; ahead++) {
    const day = addDays(first, ahead)
    if (day === wall.day) continue
    const [match] = around(instantOfWall(day, wall.time), 3 * HOUR, 1)
    if (match) found.push({ day, match })
  }
  const views = await view([...near, ...found.map(({ match }) => match)])
  return {
    nearest: views.slice(0, near.length),
    days: found.map(({ day }, n) => ({ day, ride: views[near.length + n]! })),
    request: true,
    clerk: await findClerk(database, territorySiren, from.communeCode),
  }
}

/** The town hall of the place one leaves from, else the communauté de communes. */
export async function findClerk(
  database: Given['database'],
  territorySiren: string,
  communeCode: string | null,
): Promise<NonNullable<SearchAnswer['otherwise']>['clerk']> {
  const bodies = (await listBodies({ database: database as Database, territorySiren })).filter(
    ({ phone, email }) => phone ?? email,
  )
  const body =
    bodies.find((one) => communeCode !== null && one.communeCode === communeCode) ??
    bodies.find(({ kind }) => kind === 'epci')
  return body ? { name: body.name, phone: body.phone, email: body.email } : null
}

/** Writes what matching found for people: names, prices, wishes, read from the database at once. */
export function createRideViewer({
  read,
  opened,
  seats,
  actor,
}: {
  read: Reader
  opened: OpenedIndex
  seats: number
  actor: Actor
}): View {
  return async (matches) => {
    const ids = [...new Set(matches.flatMap(({ legs }) => legs.map(({ tripId }) => tripId)))]
    const departures = new Map((await findDepartures(read, ids)).map((row) => [row.departure.id, row]))
    const own = new Set(actor ? (await findTravellersOf(read, actor.userId)).map(({ id }) => id) : [])
    return matches.flatMap((match) => {
      const rows = match.legs.flatMap(({ tripId }) => departures.get(tripId) ?? [])
      return rows.length === match.legs.length ? [viewRide({ opened, match, rows, seats, own })] : []
    })
  }
}

function viewRide({
  opened,
  match,
  rows,
  seats,
  own,
}: {
  opened: OpenedIndex
  match: RideMatch
  rows: readonly OpenDeparture[]
  seats: number
  own: ReadonlySet<string>
}): RideView {
  const { travel } = opened
  const legs = match.legs.map((leg, n) => {
    const { departure, trip, driver } = rows[n]!
    const metres = travelOf(travel, leg.pickUp, leg.dropOff)?.metres ?? 0
    return {
      departureId: departure.id,
      tripId: trip.id,
      driver: { name: driver.name },
      origin: aireRefOf(opened, opened.numberOf.get(departure.originId)!),
      destination: aireRefOf(opened, opened.numberOf.get(departure.destinationId)!),
      pickUp: aireRefOf(opened, leg.pickUp),
      dropOff: aireRefOf(opened, leg.dropOff),
      pickUpAt: leg.pickUpAt,
      dropOffAt: leg.dropOffAt,
      seatsLeft: departure.seatsLeft,
      detourSeconds: leg.detourSeconds,
      metres,
      priceCents: priceOf({ opened, row: rows[n]!, metres }),
      wishes: wishesOf(departure.wishes),
      note: trip.note,
      regular: trip.weekdays > 0,
    }
  })
  return {
    key: legs.map(({ departureId }) => departureId).join('+'),
    kind: match.kind,
    leaveAt: match.leaveAt,
    arriveAt: match.arriveAt,
    walkToSeconds: match.walkToSeconds,
    walkFromSeconds: match.walkFromSeconds,
    transfer: legs.length === 2 ? { aire: legs[0]!.dropOff, waitSeconds: match.transferWaitSeconds } : null,
    legs,
    mine: rows.some(({ driver }) => own.has(driver.id)),
    seats,
    priceCents: legs.reduce((sum, { priceCents }) => sum + priceCents, 0),
    metres: legs.reduce((sum, { metres }) => sum + metres, 0),
    detourSeconds: match.detourSeconds,
  }
}

/** What one passenger is asked for a part of a trip, in cents. */
export function priceOf({
  opened: { travel, numberOf },
  row: { trip, departure },
  metres,
}: {
  opened: OpenedIndex
  row: Pick<OpenDeparture, 'trip' | 'departure'>
  metres: number
}): number {
  const origin = numberOf.get(departure.originId)
  const destination = numberOf.get(departure.destinationId)
  if (origin === undefined || destination === undefined) return 0
  return legCostCents({
    costCents: trip.costCents,
    tripMetres: travelOf(travel, origin, destination)?.metres ?? 0,
    legMetres: metres,
  })
}

/** What leaves an aire on a day and has not left yet, for who waits there. Throws `aire-withdrawn`. */
export async function readDepartures(
  { database, clock, indexes }: Given,
  {
    aireId,
    day,
    territorySiren,
    actor,
  }: { aireId: string; day: string | undefined; territorySiren: string; actor: Actor },
): Promise<DeparturesAnswer> {
  const now = clock.now()
  const asked = day ?? wallOfInstant(now).day
  const opened = await indexes.open(territorySiren)
  const number = opened.numberOf.get(aireId)
  if (number === undefined) throw rideProblems['aire-withdrawn']()
  const rows = await findLeaving(database.read, {
    aireId,
    from: Math.max(startOfDay(asked), now - 10 * MINUTE),
    to: endOfDay(asked),
    limit: departuresAtMost,
  })
  const hidden = new Set(await hiddenDepartures(database.read, { actor, territorySiren, from: now - HOUR }))
  const aires = await findAireRefs(database.read, {
    territorySiren,
    ids: rows.map(({ departure }) => departure.destinationId),
  })
  return {
    aire: aireRefOf(opened, number),
    day: asked,
    items: rows
      .filter(({ departure }) => departure.territorySiren === territorySiren && !hidden.has(departure.id))
      .map(({ departure, trip, driver }) => {
        const destination = opened.numberOf.get(departure.destinationId)
        const way = destination === undefined ? null : travelOf(opened.travel, number, destination)
        return {
          departureId: departure.id,
          tripId: trip.id,
          driver: { name: driver.name },
          destination: aires.get(departure.destinationId) ?? unknownAire(departure.destinationId),
          departAt: departure.departAt,
          arriveAt: departure.departAt + (way?.seconds ?? 0) * 1000,
          seatsLeft: departure.seatsLeft,
          priceCents: trip.costCents,
          wishes: wishesOf(departure.wishes),
          regular: trip.weekdays > 0,
        }
      }),
  }
}
