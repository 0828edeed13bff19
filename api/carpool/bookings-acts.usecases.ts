import type { Tx } from '../../db/client.ts'
import type { Canceller } from '../../db/schema/index.ts'
import type { Answer } from '../platform/idempotency.ts'
import type { Ids } from '../platform/ids.ts'
import { tellBooking, type BookingTopic } from './bookings-news.ts'
import { act, requireMay, type ActDeps, type Asked } from './bookings-open.usecases.ts'
import { findRide, updateBooking, type WholeBooking } from './bookings.repository.ts'
import { holdsSeats, movedTo, type CancelReason } from './bookings.rules.ts'
import type { BookingView } from './bookings.schemas.ts'
import { noteInThread } from './bookings.thread.ts'
import { giveSeats, nextSequence } from './departures.repository.ts'

/** The driver takes the passenger. A ride of two cars is confirmed once both drivers said so; saying it again is no harm. */
export function acceptBooking(deps: ActDeps, asked: Asked<unknown>): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    const { booking } = opened.row
    if (opened.role === 'driver' && booking.acceptedAt !== null && holdsSeats(booking.status)) return
    requireMay('accept', opened, now)
    const topic = await accept(tx, { ...deps, booking, now })
    const { id: bookingId, territorySiren } = booking
    await tellBooking(tx, { ...deps, at: now, territorySiren, bookingId, topic, by: 'driver' })
  })
}

/** Notes that a driver agreed, and whether all of the ride now did. The caller has checked that they may, and tells. */
export async function accept(
  tx: Tx,
  { ids, booking, now }: { ids: Ids; booking: WholeBooking['booking']; now: number },
): Promise<'accepted' | 'confirmed'> {
  await updateBooking(tx, booking.id, { acceptedAt: now, updatedAt: now })
  const ride = await findRide(tx, booking.rideId)
  const note = (bookingId: string, kind: 'accepted' | 'confirmed') =>
    noteInThread(tx, {
      ids,
      bookingId,
      now,
      // To the driver of the other car it matters only that all agreed.
      note: { kind, by: bookingId === booking.id ? 'driver' : null },
    })
  if (ride.some((leg) => leg.booking.acceptedAt === null)) {
    await note(booking.id, 'accepted')
    return 'accepted'
  }
  for (const leg of ride) {
    const status = movedTo(leg.booking.status, 'accept')
    if (!status) continue
    await updateBooking(tx, leg.booking.id, { status, updatedAt: now })
    await note(leg.booking.id, 'confirmed')
  }
  return 'confirmed'
}

type Release = { by: Canceller; reason: CancelReason | null; words?: string | null | undefined }

/**
 * Gives the seats of a booking back and says so; the other car of the same ride is off too, unless it has already taken
 * the passenger in. The caller tells whom else it concerns. False when the booking held nothing any more.
 */
export async function release(
  tx: Tx,
  {
    ids,
    row,
    now,
    by,
    reason,
    words,
    topic,
    quiet = false,
  }: {
    ids: Ids
    row: WholeBooking
    now: number
    topic: BookingTopic
    /** The caller tells of this booking itself, together with others. */
    quiet?: boolean
  } & Release,
): Promise<boolean> {
  let done = false
  const { booking } = row
  const { territorySiren } = booking
  const sequence = await nextSequence(tx, territorySiren)
  for (const leg of await findRide(tx, booking.rideId)) {
    const isOther = leg.booking.id !== booking.id
    if (isOther && leg.booking.pickUpAt <= now) continue
    const held = holdsSeats(leg.booking.status)
    const status = movedTo(leg.booking.status, 'release')
    if (!status) continue
    if (!isOther) done = true
    await updateBooking(tx, leg.booking.id, {
      status,
      cancelledAt: now,
      cancelledBy: isOther ? 'other-leg' : by,
      cancelReason: isOther ? null : reason,
      cancelWords: isOther ? null : (words ?? null),
      proposedPickUpAt: null,
      updatedAt: now,
    })
    if (held)
      await giveSeats(tx, {
        id: leg.booking.departureId,
        seats: leg.booking.seats,
        detourSeconds: leg.booking.detourSeconds,
        sequence,
      })
    const role = by === 'driver' || by === 'passenger' ? by : null
    await noteInThread(tx, {
      ids,
      bookingId: leg.booking.id,
      now,
      note: {
        kind: isOther ? 'cancelled' : noteOf(topic),
        by: isOther ? null : role,
        ...(words && !isOther ? { words } : {}),
      },
    })
    if (quiet && !isOther) continue
    await tellBooking(tx, {
      ids,
      at: now,
      territorySiren,
      bookingId: leg.booking.id,
      topic: isOther ? 'cancelled' : topic,
      ...(role && (!isOther || role === 'passenger') ? { by: role } : {}),
      // What one driver writes is not for the other.
      words: isOther && role !== 'passenger' ? null : (words ?? null),
    })
  }
  return done
}

const noteOf = (topic: BookingTopic) =>
  topic === 'declined' || topic === 'expired' || topic === 'no-show' ? topic : 'cancelled'

type Words = { reason: CancelReason; words?: string | undefined }

/** The driver cannot take the passenger. */
export function declineBooking(deps: ActDeps, asked: Asked<Words>): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    requireMay('decline', opened, now)
    await release(tx, { ...deps, ...asked.request, row: opened.row, now, by: 'driver', topic: 'declined' })
  })
}

/** Either takes it back. Taken back already, it stays so. */
export function cancelBooking(deps: ActDeps, asked: Asked<Words>): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    if (opened.row.booking.status === 'CANCELLED') return
    requireMay('cancel', opened, now)
    await release(tx, {
      ...deps,
      ...asked.request,
      row: opened.row,
      now,
      by: opened.role,
      topic: 'cancelled',
    })
  })
}

/** One says that the ride took place, and thanks; when both did, it is settled. */
export function completeBooking(
  deps: ActDeps,
  asked: Asked<{ thanks: boolean }>,
): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    requireMay('complete', opened, now)
    const { booking } = opened.row
    const { thanks } = asked.request
    const own =
      opened.role === 'driver'
        ? { driverConfirmedAt: now, driverThanks: thanks }
        : { passengerConfirmedAt: now, passengerThanks: thanks }
    const both = { ...booking, ...own }
    const arrived = movedTo(booking.status, 'arrive') ?? booking.status
    const status =
      both.driverConfirmedAt !== null && both.passengerConfirmedAt !== null
        ? (movedTo(arrived, 'validate') ?? arrived)
        : arrived
    await updateBooking(tx, booking.id, { ...own, status, updatedAt: now })
  })
}
