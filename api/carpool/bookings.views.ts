import type { Reader, Tx } from '../../db/client.ts'
import { countLegs, type WholeBooking } from './bookings.repository.ts'
import { actionsFor, type BookingFacts, type BookingRole, type CancelReason } from './bookings.rules.ts'
import type { BookingView } from './bookings.schemas.ts'
import { unknownAire } from './rides.views.ts'
import { findDrivesShared } from './sharing.repository.ts'
import { findAireRefs } from './trips.repository.ts'

/** What the rules ask of a booking. */
export const factsOf = ({ booking, apart }: Pick<WholeBooking, 'booking' | 'apart'>): BookingFacts => ({
  apart,
  status: booking.status,
  accepted: booking.acceptedAt !== null,
  pickUpAt: booking.pickUpAt,
  dropOffAt: booking.dropOffAt,
  deadlineAt: booking.deadlineAt,
  driverConfirmed: booking.driverConfirmedAt !== null,
  passengerConfirmed: booking.passengerConfirmedAt !== null,
  proposedPickUpAt: booking.proposedPickUpAt,
  noShow: booking.status === 'CANCELLED' && booking.cancelReason === 'no-show',
})

/** The phone of the other: once the ride is accepted, when they agreed to show it, while the two ride together. */
export function phoneOf(
  { booking, apart }: Pick<WholeBooking, 'booking' | 'apart'>,
  other: WholeBooking['driver'],
): string | null {
  const accepted = !apart && booking.status !== 'WAITING_CONFIRMATION' && booking.status !== 'CANCELLED'
  return accepted && other.phoneShared ? other.phone : null
}

/** Bookings as their driver, or their passenger, sees them. All of one territory. */
export async function viewBookings(
  handle: Reader | Tx,
  { rows, role, now }: { rows: readonly WholeBooking[]; role: BookingRole; now: number },
): Promise<BookingView[]> {
  const [first] = rows
  if (!first) return []
  const aires = await findAireRefs(handle, {
    territorySiren: first.booking.territorySiren,
    ids: rows.flatMap(({ booking, departure }) => [
      booking.pickUpId,
      booking.dropOffId,
      departure.originId,
      departure.destinationId,
    ]),
  })
  const legs = await countLegs(
    handle,
    rows.map(({ booking }) => booking.rideId),
  )
  const driven =
    role === 'driver'
      ? await findDrivesShared(
          handle,
          rows.map(({ departure }) => departure.id),
        )
      : new Set<string>()
  const aireOf = (id: string) => aires.get(id) ?? unknownAire(id)
  return rows.map((row) => {
    const { booking, departure } = row
    const [own, other] = role === 'driver' ? [row.driver, row.passenger] : [row.passenger, row.driver]
    return {
      id: booking.id,
      version: booking.version,
      role,
      status: booking.status,
      rideId: booking.rideId,
      seriesId: booking.seriesId,
      leg: booking.leg,
      legs: legs.get(booking.rideId) ?? 1,
      departureId: departure.id,
      tripId: departure.tripId,
      day: departure.day,
      other: { name: other.name, phone: phoneOf(row, other) },
      origin: aireOf(departure.originId),
      destination: aireOf(departure.destinationId),
      pickUp: aireOf(booking.pickUpId),
      dropOff: aireOf(booking.dropOffId),
      pickUpAt: booking.pickUpAt,
      dropOffAt: booking.dropOffAt,
      seats: booking.seats,
      metres: booking.metres,
      detourSeconds: booking.detourSeconds,
      priceCents: booking.priceCents,
      deadlineAt: booking.deadlineAt,
      proposedPickUpAt: booking.proposedPickUpAt,
      late: { driver: booking.driverLateMinutes, passenger: booking.passengerLateMinutes },
      accepted: booking.acceptedAt !== null,
      cancelled:
        booking.cancelledAt === null
          ? null
          : {
              at: booking.cancelledAt,
              by: booking.cancelledBy ?? 'desk',
              reason: booking.cancelReason as CancelReason | null,
              words: booking.cancelWords,
            },
      confirmed: {
        driver: booking.driverConfirmedAt !== null,
        passenger: booking.passengerConfirmedAt !== null,
      },
      thanks: { driver: booking.driverThanks, passenger: booking.passengerThanks },
      shared: role === 'passenger' ? booking.sharedAt !== null : driven.has(departure.id),
      actions: own.suspendedAt === null ? actionsFor(factsOf(row), role, now) : [],
      createdAt: booking.createdAt,
    }
  })
}
