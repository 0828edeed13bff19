import type { Database, Reader, Tx } from '../../db/client.ts'
import { readEventDate, readEventDates, type EventDate } from '../agenda/event-dates.usecases.ts'
import { greatCircleMetres } from '../platform/distance.rules.ts'
import { decodeCursor, encodeCursor } from '../platform/pagination.ts'
import { startOfDay } from '../platform/open-days.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import type { Actor } from '../platform/policy.ts'
import { hiddenDepartures } from './blocks.usecases.ts'
import type { RideMatch } from './carpool.rules.ts'
import { countRequests, findRidesAround, type RideThere } from './event-rides.repository.ts'
import {
  FARTHEST_AIRE_METRES,
  hoursOf,
  LONGEST_WALK_SECONDS,
  WALK_METRES,
  type Hours,
} from './event-rides.rules.ts'
import type { EventRides, EventTie, EventTieView } from './event-rides.schemas.ts'
import type { OpenedIndex, RideIndexes } from './ride-index.ts'
import { rideProblems } from './rides.problems.ts'
import { aireRefOf } from './rides.views.ts'
import { createRideViewer } from './search.usecases.ts'
import { ROAD_FACTOR, travelOf, WALK_METRES_PER_SECOND } from './travel.rules.ts'

export type EventRideDeps = {
  database: Pick<Database, 'read'>
  clock: { now: () => number }
  indexes: RideIndexes
}
type Way = EventRides['way']
const mostAires = 4

/**
 * Rides to a date of an event, or back from it: those tied to it, and those that happen to go where it is at that hour,
 * from the start of each car's own way. Throws `event-unknown`, `bad-cursor`.
 */
export async function readEventRides(
  { database, clock, indexes }: EventRideDeps,
  {
    eventId,
    date: recurrence,
    way,
    cursor,
    limit,
    actor,
  }: {
    eventId: string
    date?: string | undefined
    way: Way
    cursor?: string | undefined
    limit: number
    actor: Actor
  },
): Promise<EventRides> {
  const now = clock.now()
  const { read } = database
  const date = await readEventDate(read, { eventId, recurrence, at: now })
  if (!date) throw rideProblems['event-unknown']()
  const after = cursor === undefined ? null : (decodeCursor(cursor, ['number', 'string']) as [number, string])
  const nothing = {
    event: toTieView(date),
    way,
    reach: null,
    requests: 0,
    total: 0,
    items: [],
    nextCursor: null,
  }
  if (date.cancelled || date.endAt <= now) return nothing
  const opened = await indexes.open(date.territorySiren)
  const near = airesNear(opened, date)
  if (near.length === 0) return nothing
  const hours = hoursOf(date, dayStartOf(date, now))
  const { territorySiren } = date
  const hidden = new Set(await hiddenDepartures(read, { actor, territorySiren, from: now }))
  const found = (await ridesOf({ read, opened, date, near, hours, way, now })).filter(
    ({ match }) => !hidden.has(match.legs[0].tripId),
  )
  const rest = after ? found.filter(({ match }) => isAfter(match, after)) : found
  const page = rest.slice(0, limit)
  const view = createRideViewer({ read, opened, seats: 1, actor })
  const rides = await view(page.map(({ match }) => match))
  const tied = new Set(page.filter((one) => one.tied).map(({ match }) => match.legs[0].tripId))
  const last = page.at(-1)?.match
  return {
    ...nothing,
    reach: {
      aires: near.map(({ aire, metres, walkSeconds }) => ({
        aire: aireRefOf(opened, aire),
        metres,
        walkSeconds: walkSeconds <= LONGEST_WALK_SECONDS ? walkSeconds : null,
      })),
      approximate: date.place!.approximate,
      arriveBy: hours.arriveBy,
      leaveAt: hours.leaveAt,
      open: hours.leaveAt > now,
    },
    requests: await countRequests(read, { eventId: date.eventId, day: wallOfInstant(date.startAt).day }),
    total: found.length,
    items: rides.map((ride) => ({ ride, tied: tied.has(ride.legs[0]!.departureId) })),
    nextCursor: rest.length > page.length && last ? encodeCursor([last.leaveAt, last.legs[0].tripId]) : null,
  }
}

const isAfter = (match: RideMatch, [at, id]: [number, string]) =>
  match.leaveAt > at || (match.leaveAt === at && match.legs[0].tripId > id)

/** The day that is meant of what lasts for days: its first, or today once it has begun. */
const dayStartOf = ({ startAt }: EventDate, now: number) =>
  startOfDay(wallOfInstant(Math.max(startAt, now)).day)

type Near = { aire: number; metres: number; walkSeconds: number }

/** The aire nearest a place, and the others within a walk of it. */
function airesNear({ aires }: OpenedIndex, { place }: EventDate): Near[] {
  if (!place) return []
  const all = aires
    .map((aire, number) => ({ aire: number, metres: Math.round(greatCircleMetres(place, aire)) }))
    .filter(({ metres }) => metres <= FARTHEST_AIRE_METRES)
    .toSorted((a, b) => a.metres - b.metres || a.aire - b.aire)
  return all
    .filter(({ metres }, n) => n === 0 || metres * ROAD_FACTOR <= WALK_METRES)
    .slice(0, mostAires)
    .map((one) => ({
      ...one,
      walkSeconds: Math.round((one.metres * ROAD_FACTOR) / WALK_METRES_PER_SECOND),
    }))
}

async function ridesOf({
  read,
  opened,
  date,
  near,
  hours,
  way,
  now,
}: {
  read: Reader
  opened: OpenedIndex
  date: EventDate
  near: readonly Near[]
  hours: Hours
  way: Way
  now: number
}): Promise<{ match: RideMatch; tied: boolean }[]> {
  const back = way === 'back'
  const rows = await findRidesAround(read, {
    territorySiren: date.territorySiren,
    aireIds: near.map(({ aire }) => opened.aireIds[aire]!),
    // A short ride: nobody drives more than three hours to be there.
    from: back ? hours.leaveFrom : hours.arriveFrom - 3 * 3_600_000,
    to: (back ? hours.leaveTo : hours.arriveTo) + 1,
    now,
    eventId: date.eventId,
    eventDate: date.recurrence,
    back,
  })
  return rows
    .flatMap((row) => {
      const match = wholeWay(opened, row, near, back)
      if (!match) return []
      const within =
        back || (match.legs[0].dropOffAt >= hours.arriveFrom && match.legs[0].dropOffAt <= hours.arriveTo)
      return row.tied === 1 || within ? [{ match, tied: row.tied === 1 }] : []
    })
    .toSorted(
      (a, b) =>
        a.match.leaveAt - b.match.leaveAt || (a.match.legs[0].tripId < b.match.legs[0].tripId ? -1 : 1),
    )
}

/** A car's whole way as a ride, with the walk at the event's end; null when its aires are left no more. */
function wholeWay(
  { numberOf, travel }: OpenedIndex,
  { id, originId, destinationId, departAt }: RideThere,
  near: readonly Near[],
  back: boolean,
): RideMatch | null {
  const origin = numberOf.get(originId)
  const destination = numberOf.get(destinationId)
  if (origin === undefined || destination === undefined) return null
  const drive = travelOf(travel, origin, destination)
  if (!drive) return null
  const pickUpAt = Math.floor(departAt / 1000) * 1000
  const dropOffAt = pickUpAt + drive.seconds * 1000
  const walkSeconds = near.find(({ aire }) => aire === (back ? origin : destination))?.walkSeconds ?? 0
  const walk = walkSeconds <= LONGEST_WALK_SECONDS ? walkSeconds : 0
  return {
    kind: 'direct',
    legs: [{ tripId: id, pickUp: origin, dropOff: destination, pickUpAt, dropOffAt, detourSeconds: 0 }],
    leaveAt: pickUpAt - (back ? walk * 1000 : 0),
    arriveAt: dropOffAt + (back ? 0 : walk * 1000),
    walkToSeconds: back ? walk : 0,
    walkFromSeconds: back ? 0 : walk,
    transferWaitSeconds: 0,
    costSeconds: 0,
    detourSeconds: 0,
  }
}

const toTieView = (date: EventDate): EventTieView => ({
  id: date.eventId,
  date: date.recurrence,
  title: date.title,
  path: date.path,
  start: date.start,
  end: date.end,
  startAt: date.startAt,
  endAt: date.endAt,
  allDay: date.allDay,
  cancelled: date.cancelled,
})

/**
 * The date that a trip is to be tied to, if it may be: seen by anyone, of this territory, taking place, not
 * over. Throws `event-tie-refused`.
 */
export async function requireTie(
  handle: Reader | Tx,
  { tie, territorySiren, now }: { tie: EventTie; territorySiren: string; now: number },
): Promise<EventDate> {
  const date = await readEventDate(handle, { eventId: tie.id, recurrence: tie.date, at: now })
  if (!date || date.cancelled || date.endAt <= now || date.territorySiren !== territorySiren)
    throw rideProblems['event-tie-refused']()
  return date
}

/** An event that a request is for: seen by anyone, of this territory, with a date to come. Throws `event-unknown`. */
export async function requireEvent(
  handle: Reader | Tx,
  { eventId, territorySiren, now }: { eventId: string; territorySiren: string; now: number },
): Promise<void> {
  const date = await readEventDate(handle, { eventId, at: now })
  if (!date || date.cancelled || date.territorySiren !== territorySiren) throw rideProblems['event-unknown']()
}

type Tied = { eventId: string | null; eventDate: string | null }
const keyOf = ({ eventId, eventDate }: Tied) => `${eventId}/${eventDate}`

/** What trips are tied to, as anyone may read it: a function of the trip, null without a tie or once it is out of sight. */
export async function readTies(
  handle: Reader | Tx,
  rows: readonly Tied[],
): Promise<(row: Tied) => EventTieView | null> {
  const asked = rows.flatMap(({ eventId, eventDate }) =>
    eventId !== null && eventDate !== null ? [{ eventId, recurrence: eventDate }] : [],
  )
  const dates = asked.length > 0 ? await readEventDates(handle, asked) : new Map<string, EventDate>()
  return (row) => {
    const date = dates.get(keyOf(row))
    return date ? toTieView(date) : null
  }
}
