import type { Deps } from '../platform/http.ts'
import type { Answer, WriteKey } from '../platform/idempotency.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { acceptBooking, cancelBooking, completeBooking, declineBooking } from './bookings-acts.usecases.ts'
import type { DaysBooked, NewBookingDays, TripDays } from './bookings-days.schemas.ts'
import { bookDays, listDays, type AskedDaysOf } from './bookings-days.usecases.ts'
import type { ActDeps } from './bookings-open.usecases.ts'
import { pageOfBookings, readBooking } from './bookings-read.usecases.ts'
import type { BookingRole } from './bookings.rules.ts'
import type { BookingView, NewBooking } from './bookings.schemas.ts'
import { bookRide, type BookingDeps } from './bookings.usecases.ts'
import { openPerson } from './desk-people.usecases.ts'
import type { DeskAct } from './desk-rides.schemas.ts'
import { deskRideProblems } from './desk.problems.ts'
import { rideProblems } from './rides.problems.ts'
import { requireFit, type OnBehalf } from './travellers.usecases.ts'
import type { NewTrip, TripView, TripWritten } from './trips.schemas.ts'
import { offerTrip, pageOfTrips, type TripDeps } from './trips.usecases.ts'

type For<T> = { actor: Actor; personId: string; request: T; write: WriteKey; caller: Caller }
type Listing = { actor: Actor; personId: string; cursor: string | undefined; limit: number }

/**
 * Staff and the person they speak for, looked at again in the transaction. `elsewhere`: what is said of another territory
 * than the person's.
 */
export function onBehalfOf(
  actor: Actor,
  personId: string,
  elsewhere: () => Error = deskRideProblems['ride-person-not-found'],
): OnBehalf {
  if (!actor) throw commonProblems['signed-out']()
  return {
    userId: actor.userId,
    person: async (tx, territorySiren) => {
      const { traveller } = await openPerson(tx, actor, personId)
      if (traveller.territorySiren !== territorySiren) throw elsewhere()
      return requireFit(traveller)
    },
  }
}

/** A ride of another territory does not exist for them. */
const passengerFor = (actor: Actor, personId: string) =>
  onBehalfOf(actor, personId, rideProblems['departure-gone'])

/** Asks for seats for a person: the driver is asked as by anybody. Throws as `bookRide` does, `ride-person-not-found`. */
export async function bookFor(
  deps: BookingDeps,
  { actor, personId, ...asked }: For<NewBooking>,
): Promise<Answer<{ bookings: BookingView[] }>> {
  await openPerson(deps.database.read, actor, personId)
  const { userId, person } = passengerFor(actor, personId)
  return bookRide(deps, { ...asked, passenger: person, enteredByUserId: userId })
}

/** The days of a regular trip that a person may be booked on. Throws as `listDays` does, `ride-person-not-found`. */
export async function listDaysFor(
  deps: Pick<BookingDeps, 'database' | 'clock' | 'indexes'>,
  { actor, personId, ...asked }: AskedDaysOf & { actor: Actor; personId: string },
): Promise<TripDays> {
  const { traveller } = await openPerson(deps.database.read, actor, personId)
  return listDays(deps, {
    ...asked,
    whoRides: async (_read, territorySiren) => {
      // A ride of another territory does not exist here.
      if (traveller.territorySiren !== territorySiren) throw rideProblems['departure-gone']()
      return traveller
    },
  })
}

/** Asks for seats on several days of a regular trip for a person, in one write. Throws as `bookDays` does, `ride-person-not-found`. */
export async function bookDaysFor(
  deps: BookingDeps,
  { actor, personId, ...asked }: For<NewBookingDays>,
): Promise<Answer<DaysBooked>> {
  await openPerson(deps.database.read, actor, personId)
  const { userId, person } = passengerFor(actor, personId)
  return bookDays(deps, { ...asked, passenger: person, enteredByUserId: userId })
}

/** Offers a trip for a person who drives. Throws as `offerTrip` does, `ride-person-not-found`. */
export async function offerFor(
  deps: TripDeps,
  { actor, personId, ...asked }: For<NewTrip>,
): Promise<Answer<TripWritten>> {
  await openPerson(deps.database.read, actor, personId)
  return offerTrip(deps, { actor, ...asked, onBehalf: onBehalfOf(actor, personId) })
}

/** Says for a person what became of a booking. Throws as the person's own acts do. */
export function actFor(
  deps: ActDeps,
  { actor, id, request, write }: { actor: Actor; id: string; request: DeskAct; write: WriteKey },
): Promise<Answer<BookingView>> {
  const { as, act, reason, words } = request
  const asked = { id, by: { desk: actor, as }, write }
  if (act === 'accept') return acceptBooking(deps, { ...asked, request: {} })
  if (act === 'complete') return completeBooking(deps, { ...asked, request: { thanks: true } })
  return (act === 'decline' ? declineBooking : cancelBooking)(deps, { ...asked, request: { reason, words } })
}

/** One booking, as the person's side sees it. Throws `booking-not-found`. */
export const readFor = (
  deps: Pick<ActDeps, 'database' | 'clock' | 'config'>,
  { actor, id, as }: { actor: Actor; id: string; as: BookingRole },
): Promise<BookingView> => readBooking(deps, { id, by: { desk: actor, as } })

/** A person's bookings. Throws `ride-person-not-found`. */
export async function listBookingsFor(
  deps: Pick<Deps, 'database' | 'clock'>,
  { actor, personId, ...listing }: Listing & { as: BookingRole; when: 'coming' | 'past' },
): Promise<{ items: BookingView[]; nextCursor: string | null }> {
  await openPerson(deps.database.read, actor, personId)
  return pageOfBookings(deps, personId, listing)
}

/** A person's trips. Throws `ride-person-not-found`. */
export async function listTripsFor(
  deps: Pick<TripDeps, 'database' | 'clock' | 'indexes'>,
  { actor, personId, cursor, limit }: Listing,
): Promise<{ items: TripView[]; nextCursor: string | null }> {
  const { traveller } = await openPerson(deps.database.read, actor, personId)
  return pageOfTrips(deps, traveller, { cursor, limit })
}
