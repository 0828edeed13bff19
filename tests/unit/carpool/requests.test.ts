import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTripIndex } from '../../../api/carpool/carpool.matching.ts'
import type { DatedTrip } from '../../../api/carpool/carpool.rules.ts'
import { ridesOf } from '../../../api/carpool/requests-match.usecases.ts'
import {
  isWishedOn,
  nextDay,
  requestDays,
  requestFault,
  RIDES_A_DAY,
  standingDays,
  windowOn,
} from '../../../api/carpool/requests.rules.ts'
import { createTouchIndex, type Wish } from '../../../api/carpool/requests-touch.rules.ts'
import { TRANSFER_WAIT } from '../../../api/carpool/search.usecases.ts'
import { addDays, weekdayOf } from '../../../api/platform/days.rules.ts'
import { instantOfWall, wallOfInstant } from '../../../api/platform/paris-time.ts'
import { oracleRides } from '../../support/carpool-oracle.ts'
import { asOracle, halfPastSeven, tripId } from '../../support/carpool.ts'
import { aTripAmong, aWorld, type World } from './worlds.ts'

/** Worlds begin on Thursday 5 March 2026. */
const thursday = '2026-03-05'

const clockTime = (minutes: number) =>
  [Math.floor(minutes / 60) % 24, minutes % 60].map((n) => String(n).padStart(2, '0')).join(':')

/** Wishes about the hours of the trips, at round times, so that edges of windows are met to the second. */
const aWish = ({ travel }: World): fc.Arbitrary<Wish> => {
  const reach = fc.record({
    aire: fc.nat({ max: travel.size - 1 }),
    walkSeconds: fc.constantFrom(0, 0, 120, 600),
  })
  const reaches = fc.uniqueArray(reach, { minLength: 1, maxLength: 3, selector: ({ aire }) => aire })
  return fc.record({
    from: reaches,
    to: reaches,
    by: fc.constantFrom('departure' as const, 'arrival' as const),
    wallTime: fc
      .oneof(
        { weight: 5, arbitrary: fc.integer({ min: -6, max: 12 }).map((step) => 450 + 10 * step) },
        { weight: 1, arbitrary: fc.nat({ max: 1439 }) },
      )
      .map(clockTime),
    flexMinutes: fc.constantFrom(5, 30, 30, 60, 240),
    firstDay: fc.integer({ min: -2, max: 1 }).map((count) => addDays(thursday, count)),
    lastDay: fc.integer({ min: 1, max: 4 }).map((count) => addDays(thursday, count)),
    weekdays: fc.oneof(fc.constant(0), fc.constant(127), fc.nat({ max: 127 })),
    seats: fc.constantFrom(1, 1, 1, 2),
    needs: fc.constantFrom(0, 0, 0, 1, 2),
    transfers: fc.boolean(),
  })
}

/** Of a world, wishes, and a burst of departures that are written after the others. */
const aBurst = aWorld.chain((world) =>
  fc.record({
    world: fc.constant(world),
    wishes: fc.array(aWish(world), { minLength: 1, maxLength: 8 }),
    burst: fc.uniqueArray(aTripAmong(world.travel.size, fc.integer({ min: 0x1_0000, max: 0xf_ffff })), {
      maxLength: 6,
      selector: ({ id }) => id,
    }),
    dayShift: fc.constantFrom(0, 0, 0, 1, 23),
  }),
)

/** Read whole: every wish, every day of it, every trip and couple of trips. */
function slowly(world: World, trips: readonly DatedTrip[], wish: Wish, day: string) {
  const isNowhere = wish.from.length === 1 && wish.to.length === 1 && wish.from[0]!.aire === wish.to[0]!.aire
  if (isNowhere) return []
  const search = {
    ...wish,
    ...windowOn(wish, day, instantOfWall),
    avoids: 0,
    except: [],
    limit: RIDES_A_DAY,
  }
  const mayWait = (aire: number) => world.mayWait[aire]!
  const direct = oracleRides(world.travel, trips, { ...search, transfer: null }, mayWait)
  if (direct.length > 0 || !wish.transfers) return direct.slice(0, RIDES_A_DAY)
  return oracleRides(world.travel, trips, { ...search, transfer: TRANSFER_WAIT }, mayWait).slice(
    0,
    RIDES_A_DAY,
  )
}

const idTen = (number: number) =>
  `0195${(number >> 16).toString(16).padStart(4, '0')}-${(number & 0xffff).toString(16).padStart(4, '0')}-7000-8000-000000000001`

describe('A burst of departures', () => {
  it('touches every wish and day that the slow reading finds something new for, and what is told is what it finds', () => {
    let news = 0
    let passedOver = 0
    fc.assert(
      fc.property(aBurst, ({ world, wishes, burst, dayShift }) => {
        // Some bursts fall on other days, the day the clocks change among them.
        const shift = dayShift * 86_400_000
        const fresh = burst.map((trip, n) => ({ ...trip, id: idTen(n), departure: trip.departure + shift }))
        const shifted = wishes.map((wish) => ({
          ...wish,
          firstDay: addDays(wish.firstDay, dayShift),
          lastDay: addDays(wish.lastDay, dayShift),
        }))
        const trips = [
          ...world.trips.map((trip) => ({ ...trip, departure: trip.departure + shift })),
          ...fresh,
        ]
        const mayWait = (aire: number) => world.mayWait[aire]!
        const index = createTripIndex({ travel: world.travel, mayWait })
        for (const trip of trips) index.put(trip)
        const touch = createTouchIndex({
          travel: world.travel,
          mayWait,
          transfer: TRANSFER_WAIT,
          wishes: shifted,
          wall: { instantOf: instantOfWall, wallOf: wallOfInstant, addDays, weekdayOf },
        })
        const touched = touch.touchedBy(fresh)
        const isNew = (ride: { trips: string[] }) =>
          ride.trips.some((id) => fresh.some((one) => one.id === id))
        shifted.forEach((wish, number) => {
          for (const day of requestDays(wish, wish.firstDay)) {
            const truth = slowly(world, trips, wish, day)
            const found = ridesOf(index, wish, day).map(asOracle)
            expect(found).toEqual(truth)
            const isTouched = touched.get(number)?.has(day) ?? false
            if (truth.some(isNew)) news++
            else if (!isTouched) passedOver++
            expect([number, day, truth.some(isNew) && !isTouched]).toEqual([number, day, false])
          }
        })
        for (const [number, days] of touched)
          for (const day of days) expect(requestDays(shifted[number]!, day)).toContain(day)
      }),
      { numRuns: 1500 },
    )
    // Neither of the two is the rule.
    expect(news).toBeGreaterThan(300)
    expect(passedOver).toBeGreaterThan(300)
  })

  it('serves alone the wishes that it is a ride in one car for, and lies along the way of those it passes by', () => {
    fc.assert(
      fc.property(aBurst, ({ world, wishes, burst }) => {
        const fresh = burst.map((trip, n) => ({ ...trip, id: idTen(n) }))
        const touch = createTouchIndex({
          travel: world.travel,
          mayWait: () => false,
          transfer: TRANSFER_WAIT,
          wishes,
          wall: { instantOf: instantOfWall, wallOf: wallOfInstant, addDays, weekdayOf },
        })
        const served = touch.servedBy(fresh)
        wishes.forEach((wish, number) => {
          const days = requestDays(wish, wish.firstDay).filter(
            (day) => slowly(world, fresh, { ...wish, transfers: false }, day).length > 0,
          )
          expect([...(served.get(number) ?? [])].sort()).toEqual(days)
          for (const { origin, destination, detourLimit, seatsLeft } of fresh)
            if (days.length > 0 && fresh.length === 1 && seatsLeft > 0)
              expect(touch.alongWay(origin, destination, detourLimit)).toContain(number)
        })
      }),
      { numRuns: 500 },
    )
  })
})

describe('The days of a wish', () => {
  it('are the first alone, four weeks of days of the week, or every day until the last', () => {
    const days = (weekdays: number, lastDay?: string) =>
      standingDays({ firstDay: thursday, lastDay, weekdays })
    expect(days(0)).toEqual({ firstDay: thursday, lastDay: thursday, weekdays: 0 })
    expect(days(1)).toEqual({ firstDay: thursday, lastDay: '2026-04-01', weekdays: 1 })
    expect(days(0, '2026-03-07')).toEqual({ firstDay: thursday, lastDay: '2026-03-07', weekdays: 127 })
  })

  it('are the same asked one by one as listed', () => {
    fc.assert(
      fc.property(fc.nat({ max: 127 }), fc.nat({ max: 20 }), (weekdays, length) => {
        const wish = {
          firstDay: thursday,
          lastDay: weekdays === 0 ? thursday : addDays(thursday, length),
          weekdays,
          wallTime: '07:30',
          flexMinutes: 30,
        }
        const around = Array.from({ length: 30 }, (_, n) => addDays(thursday, n - 4))
        expect(around.filter((day) => isWishedOn(wish, day, weekdayOf(day)))).toEqual(
          requestDays(wish, addDays(thursday, -4)),
        )
      }),
    )
  })

  it('are over when the window of the last one is past, and not before', () => {
    const wish = { firstDay: thursday, lastDay: thursday, weekdays: 0, wallTime: '23:50', flexMinutes: 30 }
    const at = (now: number) => ({ now, today: wallOfInstant(now).day, instantOf: instantOfWall })
    const end = instantOfWall(thursday, '23:50') + 30 * 60_000
    expect(nextDay(wish, at(end))).toBe(thursday)
    expect(nextDay(wish, at(end + 1))).toBeNull()
    expect(requestFault(wish, at(end))).toBeNull()
    expect(requestFault(wish, at(end + 1))).toBe('past')
  })
})

it('the worlds are those of this Thursday', () => {
  expect(wallOfInstant(halfPastSeven)).toEqual({ day: thursday, time: '07:30' })
  expect(idTen(1)).not.toBe(tripId(1))
})
