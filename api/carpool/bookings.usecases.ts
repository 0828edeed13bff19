import type { Tx } from '../../db/client.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../platform/http.ts'
import { findAnswer, writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { hashSecret } from '../platform/ids.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import { requireTogether } from './blocks.usecases.ts'
import { tellBooking } from './bookings-news.ts'
import { tellGuardian } from './guardians-news.ts'
import { findBooking, findRide, hasBooking, insertBooking, insertMessage } from './bookings.repository.ts'
import { answerDeadline, LATEST_BOOKING_MS } from './bookings.rules.ts'
import type { BookingView, NewBooking } from './bookings.schemas.ts'
import { answerSecret, shareSecret } from './bookings.secrets.ts'
import { viewBookings } from './bookings.views.ts'
import { womenOnly } from './carpool.rules.ts'
import { findDepartures, nextSequence, takeSeats, type OpenDeparture } from './departures.repository.ts'
import type { OpenedIndex, RideIndexes } from './ride-index.ts'
import type { LinkedLeg } from './ride-links.ts'
import { rideProblems } from './rides.problems.ts'
import { priceOf, TRANSFER_WAIT } from './search.usecases.ts'
import { touchTraveller, type TravellerRow } from './travellers.repository.ts'
import { requireFree } from './travellers-free.ts'
import { travelOf } from './travel.rules.ts'

export type BookingDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'rateLimiter'> & {
  config: Pick<Config, 'secret'>
  indexes: RideIndexes
}

/** By person, since a phone gives itself its name: each tells a driver. */
export const bookRate: RateRule = { name: 'booking', windowSeconds: 3600, perDevice: 30, perAddress: 200 }
export type Booker = {
  /** Who rides, and may: found in the transaction. Throws when they may not. */
  passenger: (tx: Tx, territorySiren: string) => Promise<TravellerRow>
  /** Of staff who book for somebody. */
  enteredByUserId?: string | null
  write: WriteKey
  caller: Caller
}
type AskedLeg = NewBooking['legs'][number]

/**
 * Asks for seats in a ride as a search gave it: one car, or two that meet; by the passenger, or for them. Seats are taken at once and given back when
 * the driver declines or does not answer; the database decides who comes first, whatever this process believed. Throws
 * those of `passenger`, `departure-gone`, `own-trip`, `women-only`, `already-booked`, `seats-taken`,
 * `detour-too-long`, `legs-do-not-join`, `ride-changed`, `aire-withdrawn`, `id-taken`, `too-many-requests`.
 */
export async function bookRide(
  deps: BookingDeps,
  { passenger: whoRides, enteredByUserId = null, request, write, caller }: Booker & { request: NewBooking },
): Promise<Answer<{ bookings: BookingView[] }>> {
  const { database, clock, ids, rateLimiter, indexes } = deps
  const asked = request.legs.map(({ departureId }) => departureId)
  const [known] = await findDepartures(database.read, asked.slice(0, 1))
  if (!known) throw rideProblems['departure-gone']()
  const { territorySiren, seatsLeft } = known.departure
  // A car that is full says so without a turn in the queue of writes; whether it still is not is decided there.
  const answered = await findAnswer<{ bookings: BookingView[] }>(database.read, write)
  if (answered) return answered
  if (seatsLeft < request.seats) throw rideProblems['seats-taken']()
  const opened = await indexes.open(territorySiren)
  return writeOnce({ database, clock, write }, async (tx) => {
    const now = clock.now()
    const passenger = await whoRides(tx, territorySiren)
    requireFree(passenger)
    const found = new Map((await findDepartures(tx, asked)).map((row) => [row.departure.id, row]))
    const legs = request.legs.map((leg) => {
      const row = found.get(leg.departureId)
      if (row?.departure.territorySiren !== territorySiren) throw rideProblems['departure-gone']()
      // Before anything is written: those who come too late for the last seat do not undo the writes they share a commit with.
      if (row.departure.seatsLeft < request.seats) throw rideProblems['seats-taken']()
      return { ...leg, row, way: wayOfLeg(opened, leg, row) }
    })
    requireMeeting(legs.map(({ way }) => way))
    await rateLimiter.spend(tx, bookRate, { address: caller.address, device: passenger.id })
    const sequence = await nextSequence(tx, territorySiren)
    const rideId = legs[0]!.id
    for (const [n, leg] of legs.entries()) {
      await seatPassenger(tx, deps, {
        ...request,
        opened,
        passenger,
        enteredByUserId,
        now,
        sequence,
        leg: { ...leg, rideId, number: n + 1, seriesId: null },
      })
      await tellBooking(tx, { ids, at: now, territorySiren, bookingId: leg.id, topic: 'asked' })
      if (n === 0) await tellGuardian(tx, { ids, at: now, row: passenger, bookingIds: [leg.id] })
    }
    await touchTraveller(tx, passenger.id, now)
    const rows = await findRide(tx, rideId)
    return { status: 201, body: { bookings: await viewBookings(tx, { rows, role: 'passenger', now }) } }
  })
}

/**
 * Takes the seats of one car for a passenger, and asks its driver. The caller tells them. Throws `departure-gone`,
 * `own-trip`, `women-only`, `already-booked`, `ride-changed`, `seats-taken`, `detour-too-long`, `id-taken`; nothing is
 * written then.
 */
export async function seatPassenger(
  tx: Tx,
  { config, ids }: Pick<BookingDeps, 'config' | 'ids'>,
  {
    opened,
    leg,
    passenger,
    seats,
    message,
    enteredByUserId,
    now,
    sequence,
  }: {
    opened: OpenedIndex
    leg: AskedLeg & {
      row: OpenDeparture
      way: Way
      rideId: string
      number: number
      seriesId: string | null
    }
    passenger: TravellerRow
    seats: number
    message?: string | undefined
    enteredByUserId: string | null
    now: number
    sequence: number
  },
): Promise<void> {
  const { row, way } = leg
  if (await findBooking(tx, leg.id)) throw commonProblems['id-taken']()
  await requireBookable(tx, { ...leg, passenger, now })
  const price = priceOf({ opened, row, metres: way.metres })
  requireAsSeen(leg, price)
  await take(tx, { leg, seats, sequence })
  await insertBooking(tx, {
    id: leg.id,
    territorySiren: row.departure.territorySiren,
    departureId: row.departure.id,
    driverId: row.driver.id,
    travellerId: passenger.id,
    rideId: leg.rideId,
    seriesId: leg.seriesId,
    leg: leg.number,
    seats,
    pickUpId: leg.pickUpId,
    dropOffId: leg.dropOffId,
    pickUpAt: way.pickUpAt,
    dropOffAt: way.dropOffAt,
    metres: way.metres,
    detourSeconds: way.detourSeconds,
    priceCents: seats * price,
    status: 'WAITING_CONFIRMATION',
    deadlineAt: answerDeadline(now, way.pickUpAt),
    enteredByUserId,
    answerHash: hashSecret(answerSecret(config.secret, leg.id)),
    shareHash: hashSecret(shareSecret(config.secret, leg.id)),
    createdAt: now,
    updatedAt: now,
  })
  if (message)
    await insertMessage(tx, {
      id: ids.next(),
      bookingId: leg.id,
      authorKind: 'passenger',
      words: message,
      createdAt: now,
    })
}

export type Way = {
  pickUp: number
  dropOff: number
  pickUpAt: number
  dropOffAt: number
  metres: number
  detourSeconds: number
}

/** When and how a departure takes somebody from one aire to another: as matching counts it (carpool.matching.ts). */
export function wayOfLeg(
  opened: OpenedIndex,
  leg: Pick<LinkedLeg, 'pickUpId' | 'dropOffId'>,
  { departure }: OpenDeparture,
): Way {
  const { travel, numberOf } = opened
  const [origin, destination, pickUp, dropOff] = [
    departure.originId,
    departure.destinationId,
    leg.pickUpId,
    leg.dropOffId,
  ].map((id) => {
    const number = numberOf.get(id)
    if (number === undefined) throw rideProblems['aire-withdrawn']()
    return number
  }) as [number, number, number, number]
  const drive = (from: number, to: number) => {
    const way = travelOf(travel, from, to)
    if (!way) throw rideProblems['detour-too-long']()
    return way
  }
  if (pickUp === dropOff) throw rideProblems['legs-do-not-join']()
  const departAt = Math.floor(departure.departAt / 1000)
  const pickUpAt = departAt + drive(origin, pickUp).seconds
  const ride = drive(pickUp, dropOff)
  const dropOffAt = pickUpAt + ride.seconds
  const arrival = dropOffAt + drive(dropOff, destination).seconds
  return {
    pickUp,
    dropOff,
    pickUpAt: pickUpAt * 1000,
    dropOffAt: dropOffAt * 1000,
    metres: ride.metres,
    detourSeconds: Math.max(0, arrival - departAt - drive(origin, destination).seconds),
  }
}

/** Two cars meet at one aire, the second after the first, by a wait that is safe and can be borne. */
export function requireMeeting([first, second]: readonly Way[]): void {
  if (!first || !second) return
  const wait = (second.pickUpAt - first.dropOffAt) / 1000
  const meet =
    first.dropOff === second.pickUp && wait >= TRANSFER_WAIT.minSeconds && wait <= TRANSFER_WAIT.maxSeconds
  if (!meet) throw rideProblems['legs-do-not-join']()
}

async function requireBookable(
  tx: Tx,
  { row, way, passenger, now }: { row: OpenDeparture; way: Way; passenger: TravellerRow; now: number },
): Promise<void> {
  const { departure, driver } = row
  if (departure.status !== 'open' || driver.suspendedAt !== null || way.pickUpAt < now - LATEST_BOOKING_MS)
    throw rideProblems['departure-gone']()
  if (driver.id === passenger.id) throw rideProblems['own-trip']()
  await requireTogether(tx, { passenger, driverId: driver.id, departureId: departure.id })
  if (departure.wishes & womenOnly && passenger.woman !== true) throw rideProblems['women-only']()
  if (await hasBooking(tx, { departureId: departure.id, travellerId: passenger.id }))
    throw rideProblems['already-booked']()
}

/** The hour one read, for no more than the price one read. */
function requireAsSeen({ seen, way }: Pick<AskedLeg, 'seen'> & { way: Way }, priceCents: number): void {
  if (seen && (seen.pickUpAt !== way.pickUpAt || seen.priceCents < priceCents))
    throw rideProblems['ride-changed']()
}

async function take(
  tx: Tx,
  { leg, seats, sequence }: { leg: { row: OpenDeparture; way: Way }; seats: number; sequence: number },
): Promise<void> {
  const { departure } = leg.row
  const { detourSeconds } = leg.way
  if (await takeSeats(tx, { id: departure.id, seats, detourSeconds, sequence })) return
  throw departure.seatsLeft < seats ? rideProblems['seats-taken']() : rideProblems['detour-too-long']()
}
