import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTripIndex } from '../../../api/carpool/carpool.matching.ts'
import type { TripChange, TripIndex } from '../../../api/carpool/carpool.matching.ts'
import { wishMask } from '../../../api/carpool/carpool.rules.ts'
import type { DatedTrip, RideSearch } from '../../../api/carpool/carpool.rules.ts'
import { oracleRides } from '../../support/carpool-oracle.ts'
import {
  aRoad,
  aSearch,
  aTrip,
  asOracle,
  at,
  halfPastSeven,
  minutes,
  travelTable,
  tripId,
} from '../../support/carpool.ts'
import { aDiamond, aRelay, aSearchIn, aTripAmong, aWorld, aWorldWithSearches } from './worlds.ts'
import type { World } from './worlds.ts'

function indexOf(travel: World['travel'], trips: readonly DatedTrip[], mayWait?: boolean[]): TripIndex {
  const index = createTripIndex({ travel, ...(mayWait ? { mayWait: (aire) => mayWait[aire]! } : {}) })
  for (const trip of trips) index.put(trip)
  return index
}

const found = (index: TripIndex, search: RideSearch) => index.search(search).map(asOracle)

function expectOracle(index: TripIndex, { travel, trips, mayWait }: World, search: RideSearch): void {
  const truth = oracleRides(travel, trips, search, (aire) => mayWait[aire]!)
  expect(found(index, search)).toEqual(truth.slice(0, search.limit))
}

describe('A ride in one car', () => {
  it('is found from the driver’s origin to their destination, with its times', () => {
    const index = indexOf(aRoad(3, 10), [aTrip({ destination: 2 })])
    expect(index.search(aSearch({ to: at(2) }))).toEqual([
      {
        kind: 'direct',
        legs: [
          {
            tripId: tripId(1),
            pickUp: 0,
            dropOff: 2,
            pickUpAt: halfPastSeven,
            dropOffAt: halfPastSeven + minutes(20),
            detourSeconds: 0,
          },
        ],
        leaveAt: halfPastSeven,
        arriveAt: halfPastSeven + minutes(20),
        walkToSeconds: 0,
        walkFromSeconds: 0,
        transferWaitSeconds: 0,
        costSeconds: 1200,
        detourSeconds: 0,
      },
    ])
  })

  it('is found when the driver’s detour is the limit to the second, and not when it is one more', () => {
    // 0 → 2 → 1 takes 20 minutes where 0 → 1 takes 8.
    const travel = travelTable([
      [0, 8, 9],
      [8, 0, 11],
      [9, 11, 0],
    ])
    const search = aSearch({ to: at(2) })
    expect(indexOf(travel, [aTrip({ detourLimit: 719 })]).search(search)).toEqual([])
    const [ride] = indexOf(travel, [aTrip({ detourLimit: 720 })]).search(search)
    expect(ride).toMatchObject({ kind: 'detour', detourSeconds: 720 })
  })

  it('takes the times of the way it is driven: there and back may differ', () => {
    const travel = travelTable([
      [0, 10],
      [25, 0],
    ])
    const back = aTrip({ origin: 1, destination: 0 })
    const [ride] = indexOf(travel, [back]).search(aSearch({ from: at(1), to: at(0) }))
    expect(ride!.arriveAt).toBe(halfPastSeven + minutes(25))
    expect(indexOf(travel, [back]).search(aSearch())).toEqual([])
  })

  it('is found at both edges of the window and not a second beyond', () => {
    const search = aSearch({ earliest: halfPastSeven - minutes(10), latest: halfPastSeven + minutes(20) })
    const seconds = (departure: number) => indexOf(aRoad(2, 10), [aTrip({ departure })]).search(search).length
    expect(seconds(halfPastSeven - minutes(10))).toBe(1)
    expect(seconds(halfPastSeven - minutes(10) - 1)).toBe(0)
    expect(seconds(halfPastSeven + minutes(20) + 999)).toBe(1)
    expect(seconds(halfPastSeven + minutes(20) + 1000)).toBe(0)
  })

  it('can be asked for by its arrival', () => {
    const index = indexOf(aRoad(2, 10), [aTrip()])
    const arriving = (instant: number) =>
      index.search(aSearch({ by: 'arrival', earliest: instant, at: instant, latest: instant })).length
    expect(arriving(halfPastSeven + minutes(10))).toBe(1)
    expect(arriving(halfPastSeven)).toBe(0)
  })

  it('needs the seats asked for, the wishes asked for, and none of those not wanted', () => {
    const index = indexOf(aRoad(2, 10), [aTrip({ seatsLeft: 2, wishes: wishMask(['pets', 'women_only']) })])
    expect(index.search(aSearch({ seats: 2, needs: wishMask(['pets']) }))).toHaveLength(1)
    expect(index.search(aSearch({ seats: 3 }))).toEqual([])
    expect(index.search(aSearch({ needs: wishMask(['pets', 'wheelchair']) }))).toEqual([])
    expect(index.search(aSearch({ avoids: wishMask(['women_only']) }))).toEqual([])
    expect(index.search(aSearch({ except: [tripId(1)] }))).toEqual([])
  })

  it('begins at the next aire when that is within a walk, and one must set out early enough', () => {
    const trip = aTrip({ origin: 2, destination: 1, detourLimit: 0 })
    const index = indexOf(aRoad(3, 10), [trip])
    const from = [...at(0), { aire: 2, walkSeconds: 300 }]
    const [ride] = index.search(aSearch({ from }))
    expect(ride).toMatchObject({
      kind: 'walk',
      leaveAt: halfPastSeven - minutes(5),
      costSeconds: 300 + 600 + 600,
    })
    expect(index.search(aSearch({ from, earliest: halfPastSeven }))).toEqual([])
  })

  it('comes before another by what the passenger loses, then by the driver’s detour, then by its id', () => {
    const travel = travelTable([
      [0, 10, 10],
      [10, 0, 10],
      [10, 10, 0],
    ])
    const later = halfPastSeven + minutes(4)
    const index = indexOf(travel, [
      aTrip({ id: tripId(9), departure: later }),
      aTrip({ id: tripId(8), departure: later }),
      aTrip({ id: tripId(1), departure: later, destination: 2 }),
      aTrip({ id: tripId(7), departure: halfPastSeven - minutes(3) }),
    ])
    expect(index.search(aSearch()).map(({ legs }) => legs[0].tripId)).toEqual([7, 8, 9, 1].map(tripId))
  })
})

describe('A ride in two cars', () => {
  const transfer = { minSeconds: 300, maxSeconds: 1200 }
  const first = aTrip({ id: tripId(1), origin: 0, destination: 1, detourLimit: 0 })
  const second = (afterMinutes: number) =>
    aTrip({
      id: tripId(2),
      origin: 1,
      destination: 2,
      departure: halfPastSeven + minutes(10 + afterMinutes),
      detourLimit: 0,
    })
  const search = aSearch({ to: at(2), transfer })

  it('waits at the aire between them long enough to be safe, and no longer than one bears', () => {
    const waits = [4, 5, 20, 21].map((wait) => indexOf(aRoad(3, 10), [first, second(wait)]).search(search))
    expect(waits.map((rides) => rides.length)).toEqual([0, 1, 1, 0])
    expect(waits[1]![0]).toMatchObject({
      kind: 'transfer',
      transferWaitSeconds: 300,
      arriveAt: halfPastSeven + minutes(25),
      costSeconds: 1200 + 300 + 600,
    })
  })

  it('is asked for: without it only one car is looked for', () => {
    expect(indexOf(aRoad(3, 10), [first, second(5)]).search({ ...search, transfer: null })).toEqual([])
  })

  it('changes only where one may wait', () => {
    expect(indexOf(aRoad(3, 10), [first, second(5)], [true, false, true]).search(search)).toEqual([])
  })

  it('is not made of a trip that goes all the way by itself', () => {
    const through = aTrip({ id: tripId(3), destination: 2 })
    const rides = indexOf(aRoad(3, 10), [first, second(5), through]).search(search)
    expect(rides.map(({ legs }) => legs.map((leg) => leg.tripId))).toEqual([
      [tripId(3)],
      [tripId(1), tripId(2)],
    ])
  })

  it('goes by whichever aire the ids say when two ways cost the same', () => {
    const leg = (number: number, origin: number, destination: number, after: number) =>
      aTrip({
        id: tripId(number),
        origin,
        destination,
        departure: halfPastSeven + minutes(after),
        detourLimit: 0,
      })
    const byOne = [leg(8, 0, 1, 0), leg(9, 1, 3, 15)]
    const byTwo = [leg(6, 0, 2, 0), leg(7, 2, 3, 15)]
    const [ride] = indexOf(aDiamond, [...byOne, ...byTwo]).search({ ...search, to: at(3), limit: 1 })
    expect(ride!.legs.map((leg) => leg.tripId)).toEqual([tripId(6), tripId(7)])
  })

  it('is found by arrival too', () => {
    const arrival = halfPastSeven + minutes(25)
    const [ride] = indexOf(aRoad(3, 10), [first, second(5)]).search({
      ...search,
      by: 'arrival',
      earliest: arrival,
      at: arrival,
      latest: arrival,
    })
    expect(ride).toMatchObject({ leaveAt: halfPastSeven, arriveAt: arrival })
  })
})

describe('The index', () => {
  it('answers what reading every trip and every couple of trips answers, in the same order', () => {
    fc.assert(
      fc.property(aWorldWithSearches, ({ world, searches }) => {
        const index = indexOf(world.travel, world.trips, world.mayWait)
        for (const search of searches) expectOracle(index, world, search)
      }),
      { numRuns: 3000 },
    )
  })

  it('does so where every ride is of two cars and many cost the same', () => {
    let rides = 0
    fc.assert(
      fc.property(aRelay, ({ search, ...world }) => {
        const index = indexOf(world.travel, world.trips)
        expectOracle(index, world, search)
        rides += index.search(search).length
      }),
      { numRuns: 1500 },
    )
    expect(rides).toBeGreaterThan(1000)
  })

  it('finds rides of every kind in those worlds, and some that tie', () => {
    const seen = new Map<string, number>()
    const see = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
    for (const { world, searches } of fc.sample(aWorldWithSearches, { numRuns: 1500, seed: 20260305 })) {
      const index = indexOf(world.travel, world.trips, world.mayWait)
      for (const search of searches) {
        const rides = index.search(search)
        for (const { kind } of rides) see(`${search.by}: ${kind}`)
        rides.forEach((ride, i) => {
          const next = rides[i + 1]
          if (ride.costSeconds === next?.costSeconds)
            see(ride.detourSeconds === next.detourSeconds ? 'tie' : 'same cost')
        })
      }
    }
    for (const by of ['departure', 'arrival'])
      for (const kind of ['direct', 'detour', 'walk', 'transfer'])
        expect(seen.get(`${by}: ${kind}`), `${by}: ${kind}`).toBeGreaterThan(100)
    expect(seen.get('same cost')).toBeGreaterThan(100)
    expect(seen.get('tie')).toBeGreaterThan(100)
  })

  it('stays the same as one built afresh, whatever is added, taken away or booked', () => {
    const step = (size: number) =>
      fc.oneof(
        { weight: 5, arbitrary: aTripAmong(size, fc.nat({ max: 15 })).map((trip) => ({ put: trip })) },
        { weight: 2, arbitrary: fc.nat({ max: 15 }).map((number) => ({ remove: tripId(number) })) },
        {
          weight: 3,
          arbitrary: fc.record({
            seatsOf: fc.nat({ max: 15 }).map(tripId),
            seats: fc.integer({ min: 0, max: 3 }),
          }),
        },
        {
          weight: 1,
          arbitrary: fc
            .integer({ min: -8, max: 4 })
            .map((quarter) => ({ forget: halfPastSeven + minutes(15 * quarter) })),
        },
      )
    const lives = aWorld.chain((world) =>
      fc.record({
        world: fc.constant(world),
        steps: fc.array(step(world.travel.size), { maxLength: 60 }),
        searches: fc.array(aSearchIn(world), { minLength: 1, maxLength: 3 }),
      }),
    )
    fc.assert(
      fc.property(lives, ({ world, steps, searches }) => {
        const index = indexOf(world.travel, world.trips, world.mayWait)
        const trips = new Map(world.trips.map((trip) => [trip.id, trip]))
        for (const [i, step] of steps.entries()) {
          // What a search leaves behind must not outlive a change.
          if (i % 7 === 0) index.search(searches[0]!)
          if ('put' in step) {
            index.put(step.put)
            trips.set(step.put.id, step.put)
          } else if ('remove' in step) {
            index.remove(step.remove)
            trips.delete(step.remove)
          } else if ('seatsOf' in step) {
            index.setSeats(step.seatsOf, step.seats)
            const trip = trips.get(step.seatsOf)
            if (trip) trips.set(trip.id, { ...trip, seatsLeft: step.seats })
          } else {
            const gone = [...trips.values()].filter((trip) => trip.departure < step.forget)
            expect(index.forgetBefore(step.forget)).toBe(gone.length)
            for (const { id } of gone) trips.delete(id)
          }
          expect(index.size).toBe(trips.size)
        }
        const now = { ...world, trips: [...trips.values()] }
        for (const search of searches) expectOracle(index, now, search)
      }),
      { numRuns: 1000 },
    )
  })

  it('holds no more after ten thousand trips came and went than after the first hundred', () => {
    const index = createTripIndex({ travel: aRoad(10, 5) })
    const put = (number: number) =>
      index.put(
        aTrip({
          id: tripId(number),
          origin: number % 10,
          destination: (number + 3) % 10,
          detourLimit: number % 900,
        }),
      )
    for (let number = 0; number < 100; number++) put(number)
    const held = index.byteLength
    for (let number = 100; number < 10_000; number++) {
      put(number)
      index.remove(tripId(number - 100))
    }
    expect(index.size).toBe(100)
    expect(index.byteLength).toBeLessThanOrEqual(2 * held)
  })

  it('refuses what is out of range, and a search that makes no sense', () => {
    const index = indexOf(aRoad(3, 10), [])
    const bad: Partial<DatedTrip>[] = [
      { destination: 0 },
      { destination: 3 },
      { origin: -1 },
      { origin: 0.5 },
      { departure: NaN },
      { departure: -1 },
      { seatsLeft: -1 },
      { seatsLeft: 256 },
      { detourLimit: 1e9 },
      { wishes: 512 },
      { id: 'trip 1' },
      { id: tripId(1).toUpperCase().replace('0195', 'ABCD') },
    ]
    for (const fault of bad) expect(() => index.put(aTrip(fault)), JSON.stringify(fault)).toThrow(RangeError)
    expect(index.size).toBe(0)
    expect(() => index.search(aSearch({ from: at(3) }))).toThrow(RangeError)
    expect(() => index.search(aSearch({ from: [{ aire: 0, walkSeconds: -1 }] }))).toThrow(RangeError)
    expect(() => index.search(aSearch({ latest: halfPastSeven - minutes(60) }))).toThrow('window_inside_out')
    expect(() => index.search(aSearch({ to: at(0) }))).toThrow('same_aire')
  })

  it('keeps a trip that no road leads to, and never finds it', () => {
    const travel = travelTable([
      [0, null],
      [10, 0],
    ])
    const index = indexOf(travel, [aTrip()])
    index.setSeats(tripId(1), 0)
    index.setSeats(tripId(1), 2)
    expect(index.size).toBe(1)
    expect(index.search(aSearch())).toEqual([])
    index.remove(tripId(1))
    expect(index.size).toBe(0)
  })
})

describe('Two processes', () => {
  const travel = aRoad(3, 10)
  const change = (sequence: number, number = sequence): TripChange => ({
    sequence,
    put: aTrip({ id: tripId(number) }),
  })

  it('tell a write that follows from one known and one that comes too soon', () => {
    const index = createTripIndex({ travel, sequence: 7 })
    expect(index.follow(change(8))).toBe('followed')
    expect(index.follow(change(8))).toBe('known')
    expect(index.follow(change(10))).toBe('behind')
    expect([index.sequence, index.size]).toEqual([8, 1])
    index.catchUp([change(9), change(10)], 10)
    expect([index.sequence, index.size]).toEqual([10, 3])
  })

  it('do not undo what they know by news that are old or come in the wrong order', () => {
    const seats = (sequence: number, seatsLeft: number): TripChange => ({
      sequence,
      put: aTrip({ seatsLeft }),
    })
    const index = createTripIndex({ travel })
    index.catchUp([seats(3, 2), seats(1, 4), seats(2, 3)], 3)
    const couple = aSearch({ seats: 2 })
    expect([index.search(couple).length, index.search({ ...couple, seats: 3 }).length]).toEqual([1, 0])
    index.catchUp([seats(2, 3)], 3)
    expect(index.search({ ...couple, seats: 3 })).toEqual([])
    index.catchUp([], 2)
    expect(index.sequence).toBe(3)
  })

  it('agree once the one that missed, repeated and mixed up writes has caught up', () => {
    const write = fc.oneof(
      { weight: 3, arbitrary: aTripAmong(3, fc.nat({ max: 9 })).map((put) => ({ put })) },
      { weight: 1, arbitrary: fc.nat({ max: 9 }).map((number) => ({ remove: tripId(number) })) },
    )
    const histories = fc.record({
      writes: fc.array(write, { maxLength: 40 }),
      heard: fc.array(fc.nat({ max: 39 }), { maxLength: 60 }),
      search: aSearchIn({ travel, trips: [] }),
    })
    fc.assert(
      fc.property(histories, ({ writes, heard, search }) => {
        const log = writes.map((write, i): TripChange => ({ sequence: i + 1, ...write }))
        const one = createTripIndex({ travel })
        for (const change of log) expect(one.follow(change)).toBe('followed')
        const other = createTripIndex({ travel })
        for (const which of heard) {
          const change = log[which]
          // The database answers with the last write of each trip since then, as a table of trips does.
          if (change && other.follow(change) === 'behind')
            other.catchUp(lastOfEach(log.slice(0, which + 1), other.sequence), which + 1)
        }
        other.catchUp(lastOfEach(log, other.sequence), log.length)
        expect([other.sequence, other.size]).toEqual([one.sequence, one.size])
        expect(found(other, search)).toEqual(found(one, search))
      }),
      { numRuns: 500 },
    )
  })

  function lastOfEach(log: TripChange[], after: number): TripChange[] {
    const last = new Map(log.map((change) => ['put' in change ? change.put.id : change.remove, change]))
    return [...last.values()].filter(({ sequence }) => sequence > after).reverse()
  }
})
