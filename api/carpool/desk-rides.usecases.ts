import type { Deps } from '../platform/http.ts'
import type { Answer, WriteKey } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { acceptBooking, cancelBooking, completeBooking, declineBooking } from './bookings-acts.usecases.ts'
import type { ActDeps } from './bookings-open.usecases.ts'
import { readBooking } from './bookings-read.usecases.ts'
import { findBookingsOf } from './bookings.repository.ts'
import type { BookingRole } from './bookings.rules.ts'
import type { BookingView, NewBooking } from './bookings.schemas.ts'
import { bookRide, type BookingDeps } from './bookings.usecases.ts'
import { viewBookings } from './bookings.views.ts'
import { openPerson } from './desk-people.usecases.ts'
import type { DeskAct } from './desk-rides.schemas.ts'
import { rideProblems } from './rides.problems.ts'
import { requireFit, type OnBehalf } from './travellers.usecases.ts'
import { findTripsOf } from './trips.repository.ts'
import type { NewTrip, TripView, TripWritten } from './trips.schemas.ts'
import { offerTrip, type TripDeps } from './trips.usecases.ts'
import { viewTrips } from './trips.views.ts'

type For<T> = { actor: Actor; personId: string; request: T; write: WriteKey; caller: Caller }
type Listing = { actor: Actor; personId: string; cursor: string | undefined; limit: number }

/** Staff and the person they speak for, looked at again in the transaction. */
function onBehalfOf(actor: Actor, personId: string): OnBehalf {
  if (!actor) throw commonProblems['signed-out']()
  return {
    userId: actor.userId,
    person: async (tx, territorySiren) => {
      const { traveller } = await openPerson(tx, actor, personId)
      // A ride of another territory does not exist here.
      if (traveller.territorySiren !== territorySiren) throw rideProblems['departure-gone']()
      return requireFit(traveller)
    },
  }
}

/** Asks for seats for a person: the driver is asked as by anybody. Throws as `bookRide` does, `ride-person-not-found`. */
export async function bookFor(
  deps: BookingDeps,
  { actor, personId, ...asked }: For<NewBooking>,
): Promise<Answer<{ bookings: BookingView[] }>> {
  await openPerson(deps.database.read, actor, personId)
  const { userId, person } = onBehalfOf(actor, personId)
  return bookRide(deps, { ...asked, passenger: person, enteredByUserId: userId })
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
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  { actor, personId, as, when, cursor, limit }: Listing & { as: BookingRole; when: 'coming' | 'past' },
): Promise<{ items: BookingView[]; nextCursor: string | null }> {
  await openPerson(database.read, actor, personId)
  const now = clock.now()
  const [pickUpAt, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const rows = await findBookingsOf(database.read, {
    travellerId: personId,
    as,
    when,
    now: now - onTheWayMs,
    after: pickUpAt === undefined || id === undefined ? undefined : { pickUpAt, id },
    limit: limit + 1,
  })
  const page = toPage(rows, limit, ({ booking }) => [booking.pickUpAt, booking.id])
  return { ...page, items: await viewBookings(database.read, { rows: page.items, role: as, now }) }
}
/** A ride one is in is still to come. */
const onTheWayMs = 2 * 3_600_000

/** A person's trips. Throws `ride-person-not-found`. */
export async function listTripsFor(
  { database, clock, indexes }: Pick<TripDeps, 'database' | 'clock' | 'indexes'>,
  { actor, personId, cursor, limit }: Listing,
): Promise<{ items: TripView[]; nextCursor: string | null }> {
  const { traveller } = await openPerson(database.read, actor, personId)
  const after = cursor ? String(decodeCursor(cursor, ['string'])[0]) : undefined
  const rows = await findTripsOf(database.read, { travellerId: personId, after, limit: limit + 1 })
  const page = toPage(rows, limit, ({ id }) => [id])
  const opened = await indexes.open(traveller.territorySiren)
  return { ...page, items: await viewTrips(database.read, { opened, rows: page.items, now: clock.now() }) }
}
