import type { Deps } from '../../platform/http.ts'
import type { Actor } from '../../platform/policy.ts'
import { readTerritory } from '../../territory/territory.usecases.ts'
import { readAireAnywhere } from '../aires-public.usecases.ts'
import { openBooking, type ActDeps } from '../bookings-open.usecases.ts'
import { findRide, type WholeBooking } from '../bookings.repository.ts'
import { holdsSeats, type BookingRole } from '../bookings.rules.ts'
import { phoneOf } from '../bookings.views.ts'
import { findClerk } from '../search.usecases.ts'
import { drawRideSlip, type RideSlip, type SlipPlace } from './ride.slip.ts'

/**
 * The slip of a ride of somebody the desk speaks for: of a passenger, both cars of a ride; of a driver, that booking.
 * Throws `booking-not-found`.
 */
export async function printSlip(
  { database, clock, config }: Pick<ActDeps, 'database' | 'clock' | 'config'>,
  { actor, id, as }: { actor: Actor; id: string; as: BookingRole },
): Promise<Buffer> {
  const { row } = await openBooking(database.read, { id, by: { desk: actor, as }, secret: config.secret })
  const { territorySiren } = row.booking
  const ride = as === 'driver' ? [row] : await findRide(database.read, row.booking.rideId)
  const territory = await readTerritory({ database, siren: territorySiren })
  const legs = await Promise.all(
    ride.map(async (leg) => {
      const other = as === 'driver' ? leg.passenger : leg.driver
      return {
        pickUpAt: leg.booking.pickUpAt,
        dropOffAt: leg.booking.dropOffAt,
        from: await placeOf({ database }, territorySiren, leg.booking.pickUpId),
        to: await placeOf({ database }, territorySiren, leg.booking.dropOffId),
        other: { name: other.name, phone: phoneOf(leg, other) },
      }
    }),
  )
  const [first] = legs
  const clerk = await findClerk(database, territorySiren, first?.from.communeCode ?? null)
  return drawRideSlip({
    as,
    status: statusOf(ride),
    legs,
    seats: row.booking.seats,
    priceCents: ride.reduce((sum, { booking }) => sum + booking.priceCents, 0),
    territoryName: territory.name,
    townHall: clerk && { name: clerk.name, phone: clerk.phone },
    printedAt: clock.now(),
  })
}

function statusOf(ride: readonly WholeBooking[]): RideSlip['status'] {
  if (ride.some(({ booking }) => booking.status === 'CANCELLED')) return 'off'
  const waits = ride.some(
    ({ booking }) => holdsSeats(booking.status) && booking.status === 'WAITING_CONFIRMATION',
  )
  return waits ? 'waiting' : 'confirmed'
}

async function placeOf(
  deps: Pick<Deps, 'database'>,
  territory: string,
  id: string,
): Promise<SlipPlace & { communeCode: string | null }> {
  const { aire } = await readAireAnywhere(deps, { id, territory })
  return {
    name: aire.name,
    where: [aire.address, aire.commune.name].filter(Boolean).join(', '),
    how: aire.description ?? '',
    communeCode: aire.commune.code,
  }
}
