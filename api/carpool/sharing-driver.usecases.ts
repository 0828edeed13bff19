import type { Reader, Tx } from '../../db/client.ts'
import { hashSecret } from '../platform/ids.ts'
import type { Actor } from '../platform/policy.ts'
import { findHolding, type WholeBooking } from './bookings.repository.ts'
import { driverShareSecret, shareUrl } from './bookings.secrets.ts'
import { findDepartureOn, findDepartures, type OpenDeparture } from './departures.repository.ts'
import type { OpenedIndex, RideIndexes } from './ride-index.ts'
import { rideProblems } from './rides.problems.ts'
import { unknownAire } from './rides.views.ts'
import { findDriverShare, saveDriverShare } from './sharing.repository.ts'
import { driveState, sharedUntil } from './sharing.rules.ts'
import type { RideShare, SharedRide } from './sharing.schemas.ts'
import type { SharingDeps } from './sharing.usecases.ts'
import { trustProblems } from './trust.problems.ts'
import { findAireRefs, findTrip } from './trips.repository.ts'
import { requireOwnTrip } from './trips.usecases.ts'
import { arrivalOf } from './trips.views.ts'

type Asked = { actor: Actor; tripId: string; day: string }
type Opening = SharingDeps & { indexes: RideIndexes }

/** When the car is there, with the detours promised to who rides along. */
const arriveAt = (
  opened: OpenedIndex,
  { departure }: OpenDeparture,
  riding: readonly WholeBooking[],
): number =>
  Math.max(
    arrivalOf(opened, departure) + departure.detourUsed * 1000,
    ...riding.map(({ booking }) => booking.dropOffAt),
  )

async function openOwn(tx: Tx, { actor, tripId, day }: Asked): Promise<OpenDeparture> {
  await requireOwnTrip(tx, actor, tripId)
  const found = await findDepartureOn(tx, { tripId, day })
  const [row] = found ? await findDepartures(tx, [found.id]) : []
  if (!row) throw rideProblems['departure-gone']()
  return row
}

/**
 * A driver lets a relative look at one day of a trip, with passengers or without. Asked again, it is the same link. Throws
 * `signed-out`, `trip-not-found`, `departure-gone` when that day is off, not driven or over.
 */
export async function shareDrive(deps: Opening, asked: Asked): Promise<RideShare> {
  const known = await findTrip(deps.database.read, asked.tripId)
  if (!known) throw rideProblems['trip-not-found']()
  const opened = await deps.indexes.open(known.territorySiren)
  return deps.database.write(async (tx) => {
    const row = await openOwn(tx, asked)
    const { departure } = row
    const now = deps.clock.now()
    const until = sharedUntil([{ dropOffAt: arriveAt(opened, row, await findHolding(tx, departure.id)) }])
    if (departure.status === 'cancelled' || now > until) throw rideProblems['departure-gone']()
    const share = await findDriverShare(tx, departure.id)
    const turn = share?.shareTurn ?? 0
    const secret = driverShareSecret(deps.config.secret, departure.id, turn)
    await saveDriverShare(tx, {
      departureId: departure.id,
      shareHash: hashSecret(secret),
      shareTurn: turn,
      sharedAt: share?.sharedAt ?? now,
    })
    return { url: shareUrl(deps.config.publicUrl, secret), until }
  })
}

/** Stops it: the link that was given shows nothing any more, another one may be made. Stopped already, it stays so. */
export async function stopSharingDrive({ database, config }: SharingDeps, asked: Asked): Promise<void> {
  await database.write(async (tx) => {
    const { departure } = await openOwn(tx, asked)
    const share = await findDriverShare(tx, departure.id)
    if (!share || share.sharedAt === null) return
    const shareTurn = share.shareTurn + 1
    const shareHash = hashSecret(driverShareSecret(config.secret, departure.id, shareTurn))
    await saveDriverShare(tx, { departureId: departure.id, shareHash, shareTurn, sharedAt: null })
  })
}

/**
 * A driver's way as a relative reads it: how many ride along, never who. Throws `share-not-valid`, `share-cancelled`,
 * `share-over`.
 */
export async function viewDrive(
  read: Reader,
  { indexes, departureId, now }: { indexes: RideIndexes; departureId: string; now: number },
): Promise<{ leg: SharedRide['legs'][number]; until: number; originId: string; territorySiren: string }> {
  const [row] = await findDepartures(read, [departureId])
  if (!row) throw trustProblems['share-not-valid']()
  const { departure, driver, trip } = row
  const { territorySiren, originId, destinationId, departAt } = departure
  if (departure.status === 'cancelled') throw trustProblems['share-cancelled']()
  const riding = await findHolding(read, departureId)
  const dropOffAt = arriveAt(await indexes.open(territorySiren), row, riding)
  const until = sharedUntil([{ dropOffAt }])
  if (now > until) throw trustProblems['share-over']()
  const aires = await findAireRefs(read, { territorySiren, ids: [originId, destinationId] })
  const accepted = riding.filter(({ booking }) => booking.status === 'CONFIRMED')
  const leg = {
    state: driveState({ departAt, arriveAt: dropOffAt }, now),
    driver: { name: driver.name },
    pickUp: aires.get(originId) ?? unknownAire(originId),
    dropOff: aires.get(destinationId) ?? unknownAire(destinationId),
    pickUpAt: departAt,
    dropOffAt,
    note: trip.note,
    passengers: accepted.reduce((sum, { booking }) => sum + booking.seats, 0),
  }
  return { leg, until, originId, territorySiren }
}
