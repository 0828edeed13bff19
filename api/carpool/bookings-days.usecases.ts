import type { Reader, Tx } from '../../db/client.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems, Problem } from '../platform/problems.ts'
import { departuresApart } from './blocks.usecases.ts'
import { accept, release } from './bookings-acts.usecases.ts'
import type {
  BookingDaysView,
  DayRefusal,
  DaysBooked,
  NewBookingDays,
  TripDays,
} from './bookings-days.schemas.ts'
import { tellDays } from './bookings-news.ts'
import type { ActDeps } from './bookings-open.usecases.ts'
import { findBookings, findSeries, hasBooking, type WholeBooking } from './bookings.repository.ts'
import { holdsSeats, mayDo, type BookingRole, type CancelReason } from './bookings.rules.ts'
import { seriesOfAnswer } from './bookings.secrets.ts'
import { bookRate, seatPassenger, wayOfLeg, type BookingDeps, type Booker } from './bookings.usecases.ts'
import { factsOf, viewBookings } from './bookings.views.ts'
import { findDepartures, findDeparturesOfTrip, nextSequence } from './departures.repository.ts'
import { tellGuardian } from './guardians-news.ts'
import { rideProblems } from './rides.problems.ts'
import { priceOf } from './search.usecases.ts'
import { requireFree } from './travellers-free.ts'
import {
  findTravellerOf,
  findTravellersOf,
  touchTraveller,
  type TravellerRow,
} from './travellers.repository.ts'
import { findTrip } from './trips.repository.ts'
import { HORIZON_DAYS } from './trips.rules.ts'

export type AskedDaysOf = { trip: string; pickUp: string; dropOff: string }

/**
 * The days of a trip, four weeks ahead, on which somebody could be taken from one aire to another, with the seats left:
 * none where the detours promised leave no room. `whoRides`: the passenger, when they are known. Throws
 * `departure-gone`, `aire-withdrawn`, `detour-too-long`.
 */
export async function listDays(
  { database, clock, indexes }: Pick<BookingDeps, 'database' | 'clock' | 'indexes'>,
  {
    whoRides,
    trip: tripId,
    pickUp: pickUpId,
    dropOff: dropOffId,
  }: AskedDaysOf & { whoRides: (read: Reader, territorySiren: string) => Promise<TravellerRow | null> },
): Promise<TripDays> {
  const known = await findTrip(database.read, tripId)
  if (!known) throw rideProblems['departure-gone']()
  const { territorySiren } = known
  const opened = await indexes.open(territorySiren)
  const now = clock.now()
  const me = await whoRides(database.read, territorySiren)
  const hidden = new Set(me ? await departuresApart(database.read, { travellerId: me.id, from: now }) : [])
  const days = await openDays(database.read, { tripId, from: now })
  const rows = days.filter(({ departure }) => !hidden.has(departure.id))
  const [first] = rows
  const metres = first ? wayOfLeg(opened, { pickUpId, dropOffId }, first).metres : 0
  const items: TripDays['items'] = []
  for (const row of rows) {
    const { departure } = row
    const { pickUpAt, dropOffAt, detourSeconds } = wayOfLeg(opened, { pickUpId, dropOffId }, row)
    const fits = departure.detourUsed + detourSeconds <= departure.detourLimit
    const asked = me && { departureId: departure.id, travellerId: me.id }
    items.push({
      day: departure.day,
      departureId: departure.id,
      pickUpAt,
      dropOffAt,
      seatsLeft: fits ? departure.seatsLeft : 0,
      mine: asked ? await hasBooking(database.read, asked) : false,
    })
  }
  return {
    tripId,
    driver: { name: first?.driver.name ?? '' },
    priceCents: first ? priceOf({ opened, row: first, metres }) : 0,
    items,
  }
}

/** The same for whoever reads them. */
export const listOwnDays = (
  deps: Pick<BookingDeps, 'database' | 'clock' | 'indexes'>,
  { actor, ...asked }: AskedDaysOf & { actor: Actor },
): Promise<TripDays> =>
  listDays(deps, {
    ...asked,
    whoRides: async (read, territorySiren) =>
      actor && findTravellerOf(read, { userId: actor.userId, territorySiren }),
  })

/** What is still driven of a trip, the soonest first, with its trip and driver. */
async function openDays(handle: Reader | Tx, { tripId, from }: { tripId: string; from: number }) {
  const departures = await findDeparturesOfTrip(handle, { tripId, from, limit: HORIZON_DAYS + 1 })
  const open = departures.filter(({ status }) => status === 'open').map(({ id }) => id)
  const rows = await findDepartures(handle, open)
  return rows.toSorted((a, b) => a.departure.departAt - b.departure.departAt)
}

/** What one day may be refused for while the others are booked. */
const ofOneDay = new Set<string>([
  'departure-gone',
  'ride-changed',
  'seats-taken',
  'detour-too-long',
  'already-booked',
  'own-trip',
  'women-only',
] satisfies DayRefusal[])

/**
 * Asks for seats on several days of a regular trip, in one write: each day is booked whole or refused with its reason,
 * and the driver hears of all in one piece of news. When no day can be, nothing is written: throws the reason of the
 * first. Throws those of `passenger`, `aire-withdrawn`, `id-taken`, `too-many-requests` too.
 */
export async function bookDays(
  deps: BookingDeps,
  {
    passenger: whoRides,
    enteredByUserId = null,
    request,
    write,
    caller,
  }: Booker & { request: NewBookingDays },
): Promise<Answer<DaysBooked>> {
  const { database, clock, ids, rateLimiter, indexes } = deps
  const trip = await findTrip(database.read, request.tripId)
  if (!trip) throw rideProblems['departure-gone']()
  const { territorySiren } = trip
  const opened = await indexes.open(territorySiren)
  return writeOnce({ database, clock, write }, async (tx) => {
    const now = clock.now()
    const passenger = await whoRides(tx, territorySiren)
    requireFree(passenger)
    await rateLimiter.spend(tx, bookRate, { address: caller.address, device: passenger.id })
    // Whoever is driver or passenger of these days is so of all: nobody adds theirs to somebody else's.
    if ((await findSeries(tx, request.id)).length > 0) throw commonProblems['id-taken']()
    const rows = await openDays(tx, { tripId: trip.id, from: now })
    const byDay = new Map(rows.map((row) => [row.departure.day, row]))
    const sequence = await nextSequence(tx, territorySiren)
    const booked: string[] = []
    const refusals: { day: string; problem: Problem }[] = []
    const asked = [...new Map(request.days.map((one) => [one.day, one])).values()]
    for (const { id, day, seen } of asked.toSorted((a, b) => (a.day < b.day ? -1 : 1)))
      try {
        const row = byDay.get(day)
        if (!row) throw rideProblems['departure-gone']()
        const { pickUpId, dropOffId } = request
        const leg = {
          id,
          departureId: row.departure.id,
          pickUpId,
          dropOffId,
          row,
          way: wayOfLeg(opened, { pickUpId, dropOffId }, row),
          rideId: id,
          number: 1,
          seriesId: request.id,
          seen,
        }
        // One word to the driver is enough.
        const message = booked.length === 0 ? request.message : undefined
        const { seats } = request
        await seatPassenger(tx, deps, {
          opened,
          leg,
          passenger,
          seats,
          message,
          enteredByUserId,
          now,
          sequence,
        })
        booked.push(id)
      } catch (problem) {
        if (!(problem instanceof Problem && ofOneDay.has(problem.slug))) throw problem
        refusals.push({ day, problem })
      }
    if (booked.length === 0) throw refusals[0]!.problem
    await tellDays(tx, { ids, at: now, territorySiren, bookingIds: booked, topic: 'asked' })
    await tellGuardian(tx, { ids, at: now, row: passenger, bookingIds: booked })
    await touchTraveller(tx, passenger.id, now)
    const bookings = await findBookings(tx, booked)
    return {
      status: 201,
      body: {
        seriesId: request.id,
        bookings: await viewBookings(tx, { rows: bookings, role: 'passenger', now }),
        refused: refusals.map(({ day, problem }) => ({ day, why: problem.slug as DayRefusal })),
      },
    }
  })
}

/** Who acts: a person signed in, or whoever holds the link that was mailed to the driver. */
type By = { actor: Actor } | { secret: string }
type OpenedDays = { seriesId: string; rows: WholeBooking[]; role: BookingRole }

/** Days asked for together, and what one is in them. Throws `booking-not-found` for anybody else's. */
async function openSeries(
  handle: Reader | Tx,
  { id, by, secret }: { id?: string | undefined; by: By; secret: string },
): Promise<OpenedDays> {
  const seriesId = 'secret' in by ? seriesOfAnswer(secret, by.secret) : id
  const rows = seriesId ? await findSeries(handle, seriesId) : []
  const [first] = rows
  if ('secret' in by) {
    if (!first || !seriesId) throw rideProblems['booking-not-found']()
    return { seriesId, rows, role: 'driver' }
  }
  if (!by.actor) throw commonProblems['signed-out']()
  const own = new Set((await findTravellersOf(handle, by.actor.userId)).map((person) => person.id))
  if (seriesId && first && own.has(first.driver.id)) return { seriesId, rows, role: 'driver' }
  if (seriesId && first && own.has(first.passenger.id)) return { seriesId, rows, role: 'passenger' }
  throw rideProblems['booking-not-found']()
}

const viewOf = async (handle: Reader | Tx, { seriesId, rows, role }: OpenedDays, now: number) => ({
  seriesId,
  items: await viewBookings(handle, { rows, role, now }),
})

/** Days asked for together, for their driver or their passenger. Throws `booking-not-found`. */
export async function readDays(
  { database, clock, config }: Pick<ActDeps, 'database' | 'clock' | 'config'>,
  { id, by }: { id?: string; by: By },
): Promise<BookingDaysView> {
  return viewOf(
    database.read,
    await openSeries(database.read, { id, by, secret: config.secret }),
    clock.now(),
  )
}

type AskedDays<T> = { id?: string; by: By; request: T & { ids?: string[] | undefined }; write: WriteKey }

/**
 * Does to every day that can be, or to those named, what one does to a booking, and tells of all in one piece of news.
 * Throws `booking-not-found`, `booking-settled` when there is none left to do it to.
 */
function actOnDays<T>(
  deps: ActDeps,
  { id, by, request, write }: AskedDays<T>,
  {
    action,
    topic,
    isDone,
    work,
    words,
  }: {
    action: 'accept' | 'decline' | 'cancel'
    topic: 'confirmed' | 'declined' | 'cancelled'
    isDone: (row: WholeBooking, role: BookingRole) => boolean
    work: (tx: Tx, row: WholeBooking, role: BookingRole, now: number) => Promise<unknown>
    words?: string | undefined
  },
): Promise<Answer<BookingDaysView>> {
  const { database, clock, config, ids } = deps
  return writeOnce({ database, clock, write }, async (tx) => {
    const now = clock.now()
    const opened = await openSeries(tx, { id, by, secret: config.secret })
    const { role } = opened
    requireFree(opened.rows[0]![role])
    const named = opened.rows.filter(
      ({ booking }) => request.ids === undefined || request.ids.includes(booking.id),
    )
    const may = named.filter((row) => mayDo(action, factsOf(row), role, now))
    // Pressed twice: no harm.
    if (may.length === 0 && !named.some((row) => isDone(row, role))) throw rideProblems['booking-settled']()
    for (const row of may) await work(tx, row, role, now)
    await tellDays(tx, {
      ids,
      at: now,
      territorySiren: opened.rows[0]!.booking.territorySiren,
      bookingIds: may.map(({ booking }) => booking.id),
      topic,
      by: role,
      words: words ?? null,
    })
    const rows = await findSeries(tx, opened.seriesId)
    return { status: 200, body: await viewOf(tx, { ...opened, rows }, now) }
  })
}

/** The driver takes the passenger on these days. */
export const acceptDays = (deps: ActDeps, asked: AskedDays<object>) =>
  actOnDays(deps, asked, {
    action: 'accept',
    topic: 'confirmed',
    isDone: ({ booking }, role) =>
      role === 'driver' && booking.acceptedAt !== null && holdsSeats(booking.status),
    work: (tx, { booking }, _role, now) => accept(tx, { ids: deps.ids, booking, now }),
  })

type Words = { reason: CancelReason; words?: string | undefined }
const releaseDays = (
  deps: ActDeps,
  asked: AskedDays<Words>,
  what: { action: 'decline' | 'cancel'; topic: 'declined' | 'cancelled' },
) =>
  actOnDays(deps, asked, {
    ...what,
    words: asked.request.words,
    isDone: ({ booking }, role) =>
      booking.status === 'CANCELLED' && (what.action === 'cancel' || role === 'driver'),
    work: (tx, row, role, now) => {
      const { reason, words } = asked.request
      return release(tx, { ids: deps.ids, row, now, by: role, reason, words, topic: what.topic, quiet: true })
    },
  })
/** The driver cannot, on these days. */
export const declineDays = (deps: ActDeps, asked: AskedDays<Words>) =>
  releaseDays(deps, asked, { action: 'decline', topic: 'declined' })
/** Either takes these days back. */
export const cancelDays = (deps: ActDeps, asked: AskedDays<Words>) =>
  releaseDays(deps, asked, { action: 'cancel', topic: 'cancelled' })
