import type { Deps } from '../platform/http.ts'
import type { Actor } from '../platform/policy.ts'
import { hiddenDepartures } from './blocks.usecases.ts'
import { requireMeeting, wayOfLeg } from './bookings.usecases.ts'
import type { RideKind, RideMatch } from './carpool.rules.ts'
import { findDepartures, type OpenDeparture } from './departures.repository.ts'
import type { RideIndexes } from './ride-index.ts'
import type { LinkedLeg } from './ride-links.ts'
import { rideProblems } from './rides.problems.ts'
import type { RideView } from './rides.schemas.ts'
import { createRideViewer } from './search.usecases.ts'

/**
 * A ride as a link names it, ready to be booked: the same shape as a search gives. Throws `departure-gone` when it is off,
 * full or gone by, `aire-withdrawn`, `detour-too-long`, `legs-do-not-join`.
 */
export async function readRide(
  { database, clock, indexes }: Pick<Deps, 'database' | 'clock'> & { indexes: RideIndexes },
  { legs, seats, actor }: { legs: readonly LinkedLeg[]; seats: number; actor: Actor },
): Promise<RideView> {
  const found = await findDepartures(
    database.read,
    legs.map(({ departureId }) => departureId),
  )
  const rows = legs.map(({ departureId }) => {
    const row = found.find(({ departure }) => departure.id === departureId)
    if (row?.departure.status !== 'open' || row.departure.seatsLeft < seats)
      throw rideProblems['departure-gone']()
    return row
  })
  const { territorySiren } = rows[0]!.departure
  const from = Math.min(...rows.map(({ departure }) => departure.departAt))
  const hidden = await hiddenDepartures(database.read, { actor, territorySiren, from })
  if (rows.some(({ departure }) => hidden.includes(departure.id))) throw rideProblems['departure-gone']()
  const opened = await indexes.open(territorySiren)
  const ways = legs.map((leg, n) => wayOfLeg(opened, leg, rows[n]!))
  if (ways[0]!.pickUpAt < clock.now()) throw rideProblems['departure-gone']()
  requireMeeting(ways)
  const cars = ways.map(({ pickUp, dropOff, pickUpAt, dropOffAt, detourSeconds }, n) => ({
    tripId: legs[n]!.departureId,
    pickUp,
    dropOff,
    pickUpAt,
    dropOffAt,
    detourSeconds,
  }))
  const leaveAt = cars[0]!.pickUpAt
  const arriveAt = cars.at(-1)!.dropOffAt
  const match: RideMatch = {
    kind: kindOf(legs, rows),
    legs: cars as unknown as RideMatch['legs'],
    leaveAt,
    arriveAt,
    walkToSeconds: 0,
    walkFromSeconds: 0,
    transferWaitSeconds: cars.length > 1 ? (cars[1]!.pickUpAt - cars[0]!.dropOffAt) / 1000 : 0,
    costSeconds: 0,
    detourSeconds: cars.reduce((sum, { detourSeconds }) => sum + detourSeconds, 0),
  }
  const [ride] = await createRideViewer({ read: database.read, opened, seats, actor })([match])
  if (!ride) throw rideProblems['departure-gone']()
  return ride
}

function kindOf(legs: readonly LinkedLeg[], rows: readonly OpenDeparture[]): RideKind {
  if (legs.length > 1) return 'transfer'
  const { originId, destinationId } = rows[0]!.departure
  return legs[0]!.pickUpId === originId && legs[0]!.dropOffId === destinationId ? 'direct' : 'detour'
}
