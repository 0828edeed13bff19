import type { Reader, Tx } from '../../db/client.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../platform/http.ts'
import { hashSecret } from '../platform/ids.ts'
import type { Actor } from '../platform/policy.ts'
import { openBooking } from './bookings-open.usecases.ts'
import { findRide, updateBooking, type WholeBooking } from './bookings.repository.ts'
import { holdsSeats } from './bookings.rules.ts'
import { shareSecret, shareUrl } from './bookings.secrets.ts'
import type { RideIndexes } from './ride-index.ts'
import { rideProblems } from './rides.problems.ts'
import { unknownAire } from './rides.views.ts'
import { findClerk } from './search.usecases.ts'
import { viewDrive } from './sharing-driver.usecases.ts'
import { findCommuneOf, findShared, findSharedDrive } from './sharing.repository.ts'
import { sharedState, sharedUntil } from './sharing.rules.ts'
import type { RideShare, SharedRide } from './sharing.schemas.ts'
import { trustProblems } from './trust.problems.ts'
import { findAireRefs } from './trips.repository.ts'

export type SharingDeps = Pick<Deps, 'database' | 'clock'> & { config: Pick<Config, 'secret' | 'publicUrl'> }
type Asked = { actor: Actor; id: string }

async function openAsPassenger(tx: Tx, { config }: SharingDeps, { actor, id }: Asked): Promise<WholeBooking> {
  const { row, role } = await openBooking(tx, { id, by: { actor }, secret: config.secret })
  if (role !== 'passenger') throw trustProblems['share-passenger-only']()
  return row
}

const legsOf = (ride: readonly WholeBooking[]) => ride.map(({ booking }) => booking)

/** Opens the link of a booking in a transaction, and answers it; opened already, it is the same one. */
export async function openShare(
  tx: Tx,
  { config, row, now }: { config: SharingDeps['config']; row: WholeBooking; now: number },
): Promise<RideShare> {
  const { booking } = row
  if (booking.sharedAt === null) await updateBooking(tx, booking.id, { sharedAt: now })
  const until = sharedUntil(legsOf(await findRide(tx, booking.rideId)))
  return { url: shareUrl(config.publicUrl, shareSecret(config.secret, booking.id, booking.shareTurn)), until }
}

/**
 * A passenger lets a relative look at a ride: both cars of it when there are two. Asked again, it is the same link.
 * Throws `signed-out`, `booking-not-found`, `share-passenger-only`, `booking-settled` once it is off or over.
 */
export function shareRide(deps: SharingDeps, asked: Asked): Promise<RideShare> {
  return deps.database.write(async (tx) => {
    const row = await openAsPassenger(tx, deps, asked)
    const now = deps.clock.now()
    const ride = legsOf(await findRide(tx, row.booking.rideId))
    if (!holdsSeats(row.booking.status) || now > sharedUntil(ride)) throw rideProblems['booking-settled']()
    return openShare(tx, { config: deps.config, row, now })
  })
}

/** Stops it: the link that was given shows nothing any more, another one may be made. Stopped already, it stays so. */
export async function stopSharing(deps: SharingDeps, asked: Asked): Promise<void> {
  await deps.database.write(async (tx) => {
    const { booking } = await openAsPassenger(tx, deps, asked)
    if (booking.sharedAt === null) return
    const shareTurn = booking.shareTurn + 1
    const shareHash = hashSecret(shareSecret(deps.config.secret, booking.id, shareTurn))
    await updateBooking(tx, booking.id, { sharedAt: null, shareTurn, shareHash })
  })
}

/**
 * What a relative reads by the link, a passenger's or a driver's: who drives, where, when, how it stands, whom to call;
 * never where the car is. Throws `share-not-valid` for a link made up or stopped, `share-over` two hours after the
 * arrival, `share-cancelled` when the driver's trip is off.
 */
export async function readShared(
  { database, clock, indexes }: Pick<SharingDeps, 'database' | 'clock'> & { indexes: RideIndexes },
  secret: string,
): Promise<SharedRide> {
  const { read } = database
  const hash = hashSecret(secret)
  const now = clock.now()
  const riding = await findShared(read, hash)
  const driving = riding ? null : await findSharedDrive(read, hash)
  const shared = riding ?? driving
  if (!shared || shared.sharedAt === null) throw trustProblems['share-not-valid']()
  if (driving) {
    const { departureId } = driving
    const { leg, until, originId, territorySiren } = await viewDrive(read, { indexes, departureId, now })
    return { legs: [leg], until, clerk: await clerkAt(database, { territorySiren, aireId: originId }) }
  }
  const { rideId, territorySiren, pickUpId } = riding!
  const ride = await findRide(read, rideId)
  const until = sharedUntil(legsOf(ride))
  if (now > until) throw trustProblems['share-over']()
  const clerk = await clerkAt(database, { territorySiren, aireId: pickUpId })
  return { legs: await viewLegs(read, { territorySiren, ride, now }), until, clerk }
}

/** Whom a relative may call: the desk of where one is picked up. */
const clerkAt = async (
  database: SharingDeps['database'],
  { territorySiren, aireId }: { territorySiren: string; aireId: string },
) => findClerk(database, territorySiren, await findCommuneOf(database.read, { territorySiren, aireId }))

async function viewLegs(
  read: Reader,
  { territorySiren, ride, now }: { territorySiren: string; ride: readonly WholeBooking[]; now: number },
): Promise<SharedRide['legs']> {
  const ids = ride.flatMap(({ booking }) => [booking.pickUpId, booking.dropOffId])
  const aires = await findAireRefs(read, { territorySiren, ids })
  const aireOf = (id: string) => aires.get(id) ?? unknownAire(id)
  return ride.map(({ booking, driver, trip }) => ({
    state: sharedState(booking, now),
    driver: { name: driver.name },
    pickUp: aireOf(booking.pickUpId),
    dropOff: aireOf(booking.dropOffId),
    pickUpAt: booking.pickUpAt,
    dropOffAt: booking.dropOffAt,
    note: trip.note,
    passengers: null,
  }))
}
