import type { DatedTrip, RideMatch, RideSearch } from '../../api/carpool/carpool.rules.ts'
import { emptyTravelTable, setTravel } from '../../api/carpool/travel.rules.ts'
import type { Reach, TravelTable } from '../../api/carpool/travel.rules.ts'
import type { OracleRide } from './carpool-oracle.ts'

/** Thursday 5 March 2026, 7:30 in Paris. */
export const halfPastSeven = Date.UTC(2026, 2, 5, 6, 30)
export const minutes = (count: number) => count * 60_000

/** A UUID that says its number. */
export const tripId = (number: number) =>
  `0195${number.toString(16).padStart(4, '0')}-0000-7000-8000-000000000000`

export function aTrip(given: Partial<DatedTrip> = {}): DatedTrip {
  return {
    id: tripId(1),
    origin: 0,
    destination: 1,
    departure: halfPastSeven,
    seatsLeft: 3,
    detourLimit: 600,
    wishes: 0,
    ...given,
  }
}

export const at = (...aires: number[]): Reach[] => aires.map((aire) => ({ aire, walkSeconds: 0 }))

/** From aire 0 to aire 1 around half past seven, in one car. */
export function aSearch(given: Partial<RideSearch> = {}): RideSearch {
  return {
    from: at(0),
    to: at(1),
    by: 'departure',
    earliest: halfPastSeven - minutes(30),
    at: halfPastSeven,
    latest: halfPastSeven + minutes(30),
    seats: 1,
    needs: 0,
    avoids: 0,
    transfer: null,
    except: [],
    limit: 20,
    ...given,
  }
}

/** A table from rows of minutes, `null` for no road. */
export function travelTable(rows: (number | null)[][]): TravelTable {
  const table = emptyTravelTable(rows.length)
  rows.forEach((row, from) =>
    row.forEach((duration, to) =>
      setTravel(
        table,
        from,
        to,
        duration === null ? null : { seconds: duration * 60, metres: duration * 1000 },
      ),
    ),
  )
  return table
}

/** A line of aires, `step` minutes from one to the next. */
export function aRoad(aires: number, step: number): TravelTable {
  return travelTable(
    Array.from({ length: aires }, (_, i) => Array.from({ length: aires }, (_, j) => Math.abs(i - j) * step)),
  )
}

/** A found ride as the oracle writes it. */
export function asOracle(match: RideMatch): OracleRide {
  const legs = [...match.legs]
  return {
    trips: legs.map((leg) => leg.tripId),
    by: [...legs.map((leg) => leg.pickUp), legs.at(-1)!.dropOff],
    times: [match.leaveAt, ...legs.flatMap((leg) => [leg.pickUpAt, leg.dropOffAt]), match.arriveAt].map(
      (instant) => instant / 1000,
    ),
    cost: match.costSeconds,
    detour: match.detourSeconds,
  }
}
