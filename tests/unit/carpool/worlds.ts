import * as fc from 'fast-check'
import type { DatedTrip, RideSearch } from '../../../api/carpool/carpool.rules.ts'
import { emptyTravelTable, setTravel } from '../../../api/carpool/travel.rules.ts'
import type { TravelTable } from '../../../api/carpool/travel.rules.ts'
import { aSearch, aTrip, at, halfPastSeven, minutes, travelTable, tripId } from '../../support/carpool.ts'

/**
 * Random worlds, small and crowded: few aires, round times and few wishes, so that equal costs, equal detours, edges of
 * windows and limits met to the second are the rule and not the exception.
 */
export interface World {
  travel: TravelTable
  trips: DatedTrip[]
  mayWait: boolean[]
}

/** Any table: there and back differ, detours may gain time, some ways have no road. */
const anyTable = fc.integer({ min: 2, max: 6 }).chain((size) =>
  fc
    .array(fc.option(fc.integer({ min: 0, max: 12 }), { freq: 12 }), {
      minLength: size * size,
      maxLength: size * size,
    })
    .map((steps) => {
      const table = emptyTravelTable(size)
      steps.forEach((step, cell) =>
        setTravel(
          table,
          Math.floor(cell / size),
          cell % size,
          step === null ? null : { seconds: step * 150, metres: step },
        ),
      )
      return table
    }),
)
/** Aires on a plane: a third place on the way is no detour. */
const flatTable = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 3 })), {
    minLength: 2,
    maxLength: 6,
  })
  .map((places) => {
    const table = emptyTravelTable(places.length)
    places.forEach(([x, y], from) =>
      places.forEach(([x2, y2], to) =>
        setTravel(table, from, to, { seconds: (Math.abs(x - x2) + Math.abs(y - y2)) * 240, metres: 1 }),
      ),
    )
    return table
  })

const table = fc.oneof(anyTable, flatTable)
const moment = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.integer({ min: -6, max: 6 }).map((step) => halfPastSeven + minutes(10 * step)),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: -3_000_000, max: 3_000_000 }).map((ms) => halfPastSeven + ms),
  },
)
const someWishes = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.nat({ max: 31 }) },
)

/** A trip of the world; `number` makes its id. */
export function aTripAmong(size: number, number: fc.Arbitrary<number>): fc.Arbitrary<DatedTrip> {
  const aire = fc.nat({ max: size - 1 })
  return fc
    .record({
      number,
      origin: aire,
      step: fc.integer({ min: 1, max: size - 1 }),
      departure: moment,
      seatsLeft: fc.constantFrom(0, 1, 2, 3, 4, 4),
      detourLimit: fc.oneof(fc.constantFrom(0, 300, 600, 900), fc.nat({ max: 2400 })),
      wishes: someWishes,
    })
    .map(({ number, origin, step, ...trip }) => ({
      ...trip,
      id: tripId(number),
      origin,
      destination: (origin + step) % size,
    }))
}

export const aWorld: fc.Arbitrary<World> = table.chain((travel) =>
  fc.record({
    travel: fc.constant(travel),
    // Ids come in no order, so that nothing sorts by luck.
    trips: fc.uniqueArray(aTripAmong(travel.size, fc.nat({ max: 0xffff })), {
      maxLength: 30,
      size: 'max',
      selector: ({ id }) => id,
    }),
    mayWait: fc.array(fc.boolean(), { minLength: travel.size, maxLength: travel.size }),
  }),
)

export function aSearchIn({ travel, trips }: Pick<World, 'travel' | 'trips'>): fc.Arbitrary<RideSearch> {
  const reach = fc.record({
    aire: fc.nat({ max: travel.size - 1 }),
    walkSeconds: fc.oneof(fc.constant(0), fc.constantFrom(120, 240, 600), fc.nat({ max: 1500 })),
  })
  const reaches = fc.oneof(
    fc.nat({ max: travel.size - 1 }).map((aire) => [{ aire, walkSeconds: 0 }]),
    fc.array(reach, { minLength: 1, maxLength: 4 }),
  )
  return fc
    .record({
      from: reaches,
      to: reaches,
      by: fc.constantFrom('departure' as const, 'arrival' as const),
      at: moment,
      before: fc.constantFrom(0, 30, 60, 90, 120),
      after: fc.constantFrom(0, 30, 60, 90, 120),
      seats: fc.constantFrom(1, 1, 1, 2, 3),
      needs: fc.constantFrom(0, 0, 0, 0, 1, 2, 16),
      avoids: fc.constantFrom(0, 0, 0, 1, 16),
      transfer: fc.option(
        fc.record({ minSeconds: fc.constantFrom(0, 60, 300), maxSeconds: fc.constantFrom(300, 900, 3600) }),
        { freq: 4 },
      ),
      except: fc.subarray(
        trips.map(({ id }) => id),
        { maxLength: Math.min(2, trips.length) },
      ),
      limit: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 5 })),
    })
    .filter(({ from, to }) => !(from.length === 1 && to.length === 1 && from[0]!.aire === to[0]!.aire))
    .map(({ before, after, ...search }) => ({
      ...search,
      earliest: search.at - minutes(before),
      latest: search.at + minutes(after),
    }))
}

export const aWorldWithSearches = aWorld.chain((world) =>
  fc.record({
    world: fc.constant(world),
    searches: fc.array(aSearchIn(world), { minLength: 1, maxLength: 4 }),
  }),
)

/** From 0 to 3 by 1 or by 2, each ten minutes from both. */
export const aDiamond = travelTable([
  [0, 10, 10, 20],
  [10, 0, 20, 10],
  [10, 20, 0, 10],
  [20, 10, 10, 0],
])
const sides = [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 3],
] as const

/** Drivers who go no farther than the next aire: every ride is of two cars, and many cost the same. */
export const aRelay = fc
  .record({
    trips: fc.uniqueArray(
      fc.record({
        number: fc.nat({ max: 0xffff }),
        side: fc.constantFrom(...sides),
        leaves: fc.integer({ min: -4, max: 8 }),
      }),
      { maxLength: 30, size: 'max', selector: ({ number }) => number },
    ),
    by: fc.constantFrom('departure' as const, 'arrival' as const),
    limit: fc.integer({ min: 1, max: 6 }),
    maxWait: fc.integer({ min: 5, max: 60 }),
  })
  .map(({ trips, by, limit, maxWait }) => ({
    travel: aDiamond,
    trips: trips.map(({ number, side: [origin, destination], leaves }) =>
      aTrip({
        id: tripId(number),
        origin,
        destination,
        departure: halfPastSeven + minutes(5 * leaves),
        detourLimit: 0,
      }),
    ),
    mayWait: [true, true, true, true],
    search: aSearch({
      by,
      limit,
      to: at(3),
      latest: halfPastSeven + minutes(60),
      transfer: { minSeconds: 300, maxSeconds: maxWait * 60 },
    }),
  }))
