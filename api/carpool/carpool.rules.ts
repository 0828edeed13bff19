import type { Reach } from './travel.rules.ts'

/** What a trip allows or is, as its driver wishes. A trip holds them as bits, in this order. */
export const wishes = ['smoking', 'pets', 'luggage', 'wheelchair', 'women_only'] as const
export type Wish = (typeof wishes)[number]

export function wishMask(list: readonly Wish[]): number {
  return list.reduce((mask, wish) => mask | (1 << wishes.indexOf(wish)), 0)
}

/** A trip with it is for who said to be a woman. */
export const womenOnly = wishMask(['women_only'])

/**
 * One departure of a driver, as matching knows it: a trip of a series is one of these for each day. Instants are epoch
 * milliseconds everywhere, and matching reads them in whole seconds (the rest is cut).
 */
export interface DatedTrip {
  /** UUID, lower case: of this departure, not of its series. */
  readonly id: string
  /** Numbers of aires in the travel table. */
  readonly origin: number
  readonly destination: number
  /** When the driver leaves the origin. */
  readonly departure: number
  /** 0 keeps the trip known and unmatched. */
  readonly seatsLeft: number
  /** Seconds of driving the driver accepts beyond origin → destination. */
  readonly detourLimit: number
  /** See wishMask. */
  readonly wishes: number
}

/** How long one may wait at an aire between two cars: long enough to be safe of missing it, short enough to bear. */
export interface TransferWait {
  readonly minSeconds: number
  readonly maxSeconds: number
}

/** What a passenger looks for. */
export interface RideSearch {
  /** The aires one can leave from, and get to, on foot (see aireReaches). */
  readonly from: readonly Reach[]
  readonly to: readonly Reach[]
  /** Do the three instants below speak of leaving (one's own place) or of arriving (at the end of the last walk)? */
  readonly by: 'departure' | 'arrival'
  readonly earliest: number
  /** The moment wished for: what is earlier or later than this is lost time. */
  readonly at: number
  readonly latest: number
  readonly seats: number
  /** Wishes a trip must have, and must not have. */
  readonly needs: number
  readonly avoids: number
  /** Null: rides in one car only. */
  readonly transfer: TransferWait | null
  /** Trips never to be shown: one's own, those of people who blocked each other. */
  readonly except: readonly string[]
  /** How many answers at most. */
  readonly limit: number
}

/** One car of a ride. */
export interface Leg {
  readonly tripId: string
  readonly pickUp: number
  readonly dropOff: number
  readonly pickUpAt: number
  readonly dropOffAt: number
  /** Seconds the driver drives more than without this passenger; 0 when the table says less. */
  readonly detourSeconds: number
}

/** How a ride is had, from the least to the most trouble. */
export const rideKinds = ['direct', 'detour', 'walk', 'transfer'] as const
export type RideKind = (typeof rideKinds)[number]

/** A ride found: one leg, or two with a transfer between them. */
export interface RideMatch {
  readonly kind: RideKind
  readonly legs: readonly [Leg] | readonly [Leg, Leg]
  /** When the passenger sets out, on foot if need be, and is there. */
  readonly leaveAt: number
  readonly arriveAt: number
  readonly walkToSeconds: number
  readonly walkFromSeconds: number
  /** Between the two cars; 0 with one. */
  readonly transferWaitSeconds: number
  /** See passengerCost. */
  readonly costSeconds: number
  /** Of all drivers together. */
  readonly detourSeconds: number
}

/** A second on foot is felt as two, a change of car as ten minutes: usual weights of transport studies. */
export const WALK_WEIGHT = 2
export const TRANSFER_SECONDS = 600

/**
 * What a passenger loses, in seconds: the gap between the wished moment and the one had, the walks (twice), the ride,
 * the wait between cars, and ten minutes for a change of car. Rides are ordered by it, then by what the drivers lose
 * (detour), then by the trips' ids, then by the aires' numbers: no two rides are equal.
 */
export function passengerCost(ride: {
  gapSeconds: number
  walkSeconds: number
  rideSeconds: number
  transferWaitSeconds: number
  transfers: number
}): number {
  return (
    ride.gapSeconds +
    WALK_WEIGHT * ride.walkSeconds +
    ride.rideSeconds +
    ride.transferWaitSeconds +
    TRANSFER_SECONDS * ride.transfers
  )
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** Code de la route, R221-4: a licence B drives at most nine people, driver included. */
export const MOST_SEATS = 8
export const LONGEST_DETOUR_SECONDS = 60 * 60
/** A short ride: a day's commute, never a journey. */
export const LONGEST_TRIP_METRES = 150_000
/** A phone's clock may be late, and a form is filled in slowly. */
export const PAST_TOLERANCE_MS = 10 * MINUTE
export const FARTHEST_DEPARTURE_MS = 366 * DAY
export const WIDEST_WINDOW_MS = 2 * DAY

interface TripOffer extends Pick<DatedTrip, 'origin' | 'destination' | 'departure' | 'detourLimit'> {
  readonly seats: number
  /** Of the travel table; null when there is no road. */
  readonly travelMetres: number | null
}

/** What may be wrong with an offer, and how one sees it. The first that holds is told. */
const tripFaults = {
  same_aire: (trip) => trip.origin === trip.destination,
  no_road: (trip) => trip.travelMetres === null,
  too_far: (trip) => trip.travelMetres! > LONGEST_TRIP_METRES,
  seats: ({ seats }) => !Number.isInteger(seats) || seats < 1 || seats > MOST_SEATS,
  detour: ({ detourLimit }) => !(detourLimit >= 0 && detourLimit <= LONGEST_DETOUR_SECONDS),
  past: (trip, now) => !(trip.departure >= now - PAST_TOLERANCE_MS),
  too_early: (trip, now) => trip.departure > now + FARTHEST_DEPARTURE_MS,
} satisfies Record<string, (trip: TripOffer, now: number) => boolean>
export type TripFault = keyof typeof tripFaults

/** Why an offer cannot be taken, or null when it can. */
export function tripFault(trip: TripOffer, now: number): TripFault | null {
  const faults = Object.keys(tripFaults) as TripFault[]
  return faults.find((fault) => tripFaults[fault](trip, now)) ?? null
}

type Sought = Pick<RideSearch, 'from' | 'to' | 'earliest' | 'at' | 'latest' | 'seats' | 'transfer'>

const searchFaults = {
  no_aire_near_start: ({ from }) => from.length === 0,
  no_aire_near_end: ({ to }) => to.length === 0,
  same_aire: ({ from, to }) => from.length === 1 && to.length === 1 && from[0]!.aire === to[0]!.aire,
  window_inside_out: ({ earliest, at, latest }) => !(earliest <= at && at <= latest),
  window_too_wide: ({ earliest, latest }) => latest - earliest > WIDEST_WINDOW_MS,
  seats: ({ seats }) => !Number.isInteger(seats) || seats < 1 || seats > MOST_SEATS,
  transfer_wait: ({ transfer }) =>
    transfer !== null && !(transfer.minSeconds >= 0 && transfer.minSeconds <= transfer.maxSeconds),
} satisfies Record<string, (search: Sought) => boolean>
export type SearchFault = keyof typeof searchFaults

/** Why a search makes no sense, or null when it does. */
export function searchFault(search: Sought): SearchFault | null {
  const faults = Object.keys(searchFaults) as SearchFault[]
  return faults.find((fault) => searchFaults[fault](search)) ?? null
}
