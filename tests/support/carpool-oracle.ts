import type { DatedTrip, RideSearch } from '../../api/carpool/carpool.rules.ts'
import { NO_ROAD } from '../../api/carpool/travel.rules.ts'
import type { Reach, TravelTable } from '../../api/carpool/travel.rules.ts'

/**
 * The slow and obvious answer that matching is judged by: every trip, every couple of trips, every aire, every walk.
 * Nothing of the index is used, and the rules are written again from docs/carpool-matching.md.
 */

/** Enough of a ride to tell it from any other, and to see why it stands where it stands. */
export interface OracleRide {
  trips: string[]
  /** Aires: pick-up, transfer if any, drop-off. */
  by: number[]
  /** Epoch seconds: set out, each pick-up and drop-off, there. */
  times: number[]
  cost: number
  detour: number
}

interface OracleLeg {
  trip: DatedTrip
  pickUp: number
  dropOff: number
  pickUpAt: number
  dropOffAt: number
  ride: number
  detour: number
}

const secondsOf = (instant: number) => Math.floor(instant / 1000)

/** The leg of one trip between two aires, or null when its driver does not make it. */
function legOf(travel: TravelTable, trip: DatedTrip, pickUp: number, dropOff: number): OracleLeg | null {
  if (pickUp === dropOff) return null
  const { size, seconds } = travel
  const usual = seconds[trip.origin * size + trip.destination]!
  const approach = seconds[trip.origin * size + pickUp]!
  const ride = seconds[pickUp * size + dropOff]!
  const rest = seconds[dropOff * size + trip.destination]!
  if (usual === NO_ROAD || approach === NO_ROAD || ride === NO_ROAD || rest === NO_ROAD) return null
  const detour = approach + ride + rest - usual
  if (detour > trip.detourLimit) return null
  const pickUpAt = secondsOf(trip.departure) + approach
  return {
    trip,
    pickUp,
    dropOff,
    pickUpAt,
    dropOffAt: pickUpAt + ride,
    ride,
    detour: detour < 0 ? 0 : detour,
  }
}

function isWanted(trip: DatedTrip, search: RideSearch): boolean {
  if (search.except.includes(trip.id) || trip.seatsLeft < search.seats) return false
  for (let bit = 0; bit < 8; bit++) {
    const has = Boolean((trip.wishes >> bit) & 1)
    if ((search.needs >> bit) & 1 && !has) return false
    if ((search.avoids >> bit) & 1 && has) return false
  }
  return true
}

/** The ride of these legs with these walks, or null when its moment is outside the window. */
function rideOf(search: RideSearch, start: Reach, end: Reach, legs: OracleLeg[]): OracleRide | null {
  const leave = legs[0]!.pickUpAt - start.walkSeconds
  const arrive = legs.at(-1)!.dropOffAt + end.walkSeconds
  const moment = search.by === 'departure' ? leave : arrive
  if (moment < secondsOf(search.earliest) || moment > secondsOf(search.latest)) return null
  const wait = legs.length > 1 ? legs[1]!.pickUpAt - legs[0]!.dropOffAt : 0
  return {
    trips: legs.map(({ trip }) => trip.id),
    by: [...legs.map(({ pickUp }) => pickUp), legs.at(-1)!.dropOff],
    times: [leave, ...legs.flatMap(({ pickUpAt, dropOffAt }) => [pickUpAt, dropOffAt]), arrive],
    cost:
      Math.abs(moment - secondsOf(search.at)) +
      2 * (start.walkSeconds + end.walkSeconds) +
      legs.reduce((sum, { ride }) => sum + ride, 0) +
      wait +
      600 * (legs.length - 1),
    detour: legs.reduce((sum, { detour }) => sum + detour, 0),
  }
}

function compareLists<T extends string | number>(a: T[], b: T[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i]! < b[i]!) return -1
    if (a[i]! > b[i]!) return 1
  }
  return a.length - b.length
}

const compareRides = (a: OracleRide, b: OracleRide) =>
  a.cost - b.cost || a.detour - b.detour || compareLists(a.trips, b.trips) || compareLists(a.by, b.by)

/** The shorter walk of an aire named twice. */
function walksOf(reaches: readonly Reach[]): Reach[] {
  return reaches.filter(
    (reach, i) =>
      !reaches.some(
        (other, j) =>
          other.aire === reach.aire &&
          (other.walkSeconds < reach.walkSeconds || (other.walkSeconds === reach.walkSeconds && j < i)),
      ),
  )
}

/** Every ride, in order, one for each trip or couple of trips; the caller cuts at the limit. */
export function oracleRides(
  travel: TravelTable,
  allTrips: readonly DatedTrip[],
  search: RideSearch,
  mayWait: (aire: number) => boolean = () => true,
): OracleRide[] {
  const trips = allTrips.filter((trip) => isWanted(trip, search))
  const starts = walksOf(search.from)
  const ends = walksOf(search.to)
  const rides: OracleRide[] = []
  const alone = new Set<DatedTrip>()
  for (const trip of trips) {
    for (const start of starts) {
      for (const end of ends) {
        const leg = legOf(travel, trip, start.aire, end.aire)
        const ride = leg && rideOf(search, start, end, [leg])
        if (!ride) continue
        rides.push(ride)
        alone.add(trip)
      }
    }
  }
  if (search.transfer) {
    const others = trips.filter((trip) => !alone.has(trip))
    for (let aire = 0; aire < travel.size; aire++) {
      if (mayWait(aire)) rides.push(...ridesBy(travel, others, search, starts, ends, aire))
    }
  }
  return bestOfEach(rides)
}

function ridesBy(
  travel: TravelTable,
  trips: readonly DatedTrip[],
  search: RideSearch,
  starts: Reach[],
  ends: Reach[],
  aire: number,
): OracleRide[] {
  const rides: OracleRide[] = []
  const { minSeconds, maxSeconds } = search.transfer!
  const leaves = search.by === 'departure'
  // The side the window speaks of is looked at first: where nobody comes by in time, the other is not looked at.
  const isInWindow = (moment: number) =>
    moment >= secondsOf(search.earliest) && moment <= secondsOf(search.latest)
  const into = () =>
    starts.flatMap((start) =>
      trips.flatMap((trip) => {
        const leg = legOf(travel, trip, start.aire, aire)
        return leg && (!leaves || isInWindow(leg.pickUpAt - start.walkSeconds)) ? [{ leg, start }] : []
      }),
    )
  const onward = () =>
    ends.flatMap((end) =>
      trips.flatMap((trip) => {
        const leg = legOf(travel, trip, aire, end.aire)
        return leg && (leaves || isInWindow(leg.dropOffAt + end.walkSeconds)) ? [{ leg, end }] : []
      }),
    )
  const isReached = (leaves ? into() : onward()).length > 0
  if (!isReached) return rides
  const seconds = onward()
  for (const one of into()) {
    for (const two of seconds) {
      const wait = two.leg.pickUpAt - one.leg.dropOffAt
      if (one.leg.trip === two.leg.trip || wait < minSeconds || wait > maxSeconds) continue
      const ride = rideOf(search, one.start, two.end, [one.leg, two.leg])
      if (ride) rides.push(ride)
    }
  }
  return rides
}

function bestOfEach(rides: OracleRide[]): OracleRide[] {
  const seen = new Set<string>()
  return rides.sort(compareRides).filter(({ trips }) => {
    const key = trips.join(' ')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
