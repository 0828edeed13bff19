import type { Tx } from '../../db/client.ts'
import type { Canceller } from '../../db/schema/index.ts'
import type { Deps } from '../platform/http.ts'
import { release } from './bookings-acts.usecases.ts'
import { findBooking, findBookingsOf } from './bookings.repository.ts'
import { holdsSeats } from './bookings.rules.ts'
import { findRidesElsewhere } from './standard/elsewhere.repository.ts'
import { cancelRide } from './standard/elsewhere.usecases.ts'
import type { TravellerRow } from './travellers.repository.ts'
import { cancelSome } from './trips-cancel.usecases.ts'
import { findTripsOf, updateTrip } from './trips.repository.ts'

type Given = Pick<Deps, 'clock' | 'ids'>
/** Of one person: read whole, in one transaction. */
const most = 10_000

/** All that a person offers is off; who booked is told. */
export async function takeTripsOff(tx: Tx, { clock, ids }: Given, row: TravellerRow): Promise<void> {
  const now = clock.now()
  for (const trip of await findTripsOf(tx, { travellerId: row.id, after: undefined, limit: most })) {
    await cancelSome(tx, { clock, ids }, { trip, words: undefined, isMeant: () => true })
    await updateTrip(tx, trip.id, { status: 'cancelled', note: null, updatedAt: now })
  }
}

/** All that a person booked and that has not begun is off; the others are told. `by`: whose doing it is. */
export async function takeSeatsBack(
  tx: Tx,
  { clock, ids }: Given,
  { row, by }: { row: TravellerRow; by: Extract<Canceller, 'passenger' | 'guardian' | 'desk'> },
): Promise<void> {
  const now = clock.now()
  const coming = await findBookingsOf(tx, {
    travellerId: row.id,
    as: 'passenger',
    when: 'coming',
    now,
    after: undefined,
    limit: most,
  })
  for (const { booking } of coming) {
    // Both cars of a ride are theirs: the first took the second with it.
    const whole = await findBooking(tx, booking.id)
    if (whole && holdsSeats(whole.booking.status))
      await release(tx, { ids, row: whole, now, by, reason: 'not-going', topic: 'cancelled' })
  }
  const elsewhere = { travellerId: row.id, when: 'coming', now, after: undefined, limit: most } as const
  for (const ride of await findRidesElsewhere(tx, elsewhere))
    if (holdsSeats(ride.ride.status)) await cancelRide(tx, { ids }, { row: ride, now })
}
