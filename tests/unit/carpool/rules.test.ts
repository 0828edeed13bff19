import { describe, expect, it } from 'vitest'
import {
  passengerCost,
  searchFault,
  tripFault,
  wishes,
  wishMask,
} from '../../../api/carpool/carpool.rules.ts'
import { aSearch, at, halfPastSeven, minutes } from '../../support/carpool.ts'

describe('An offer', () => {
  const offer = {
    origin: 0,
    destination: 1,
    departure: halfPastSeven,
    detourLimit: 600,
    seats: 3,
    travelMetres: 26_000,
  }
  const now = halfPastSeven - minutes(60)

  it.each([
    ['is taken as it is', {}, null],
    ['of one seat', { seats: 1 }, null],
    ['of eight seats, the most a licence B drives', { seats: 8 }, null],
    ['that left nine minutes ago by a late clock', { departure: now - minutes(9) }, null],
    ['to where it begins', { destination: 0 }, 'same_aire'],
    ['to where no road leads', { travelMetres: null }, 'no_road'],
    ['of 3,000 km', { travelMetres: 3_000_000 }, 'too_far'],
    ['without a seat', { seats: 0 }, 'seats'],
    ['of minus one seat', { seats: -1 }, 'seats'],
    ['of ninety-nine seats', { seats: 99 }, 'seats'],
    ['of one seat and a half', { seats: 1.5 }, 'seats'],
    ['of a detour of two hours', { detourLimit: 7200 }, 'detour'],
    ['of a detour below zero', { detourLimit: -1 }, 'detour'],
    ['of yesterday, by a clock wrong by a day', { departure: now - minutes(24 * 60) }, 'past'],
    ['at no time', { departure: NaN }, 'past'],
    ['in two years', { departure: now + minutes(2 * 366 * 24 * 60) }, 'too_early'],
  ] as const)('%s', (_, change, fault) => {
    expect(tripFault({ ...offer, ...change }, now)).toBe(fault)
  })
})

describe('A search', () => {
  it.each([
    ['is answered as it is', {}, null],
    ['from nowhere', { from: [] }, 'no_aire_near_start'],
    ['to nowhere', { to: [] }, 'no_aire_near_end'],
    ['to where one is', { to: at(0) }, 'same_aire'],
    ['with a window inside out', { latest: halfPastSeven - minutes(31) }, 'window_inside_out'],
    ['with a wish outside its window', { at: halfPastSeven + minutes(31) }, 'window_inside_out'],
    ['over a week', { latest: halfPastSeven + minutes(7 * 24 * 60) }, 'window_too_wide'],
    ['for nobody', { seats: 0 }, 'seats'],
    ['for ninety-nine', { seats: 99 }, 'seats'],
    ['with a wait inside out', { transfer: { minSeconds: 600, maxSeconds: 300 } }, 'transfer_wait'],
  ] as const)('%s', (_, change, fault) => {
    expect(searchFault(aSearch(change))).toBe(fault)
  })
})

describe('What a passenger loses', () => {
  it('counts walks twice and a change of car as ten minutes', () => {
    const nothing = { gapSeconds: 0, walkSeconds: 0, rideSeconds: 0, transferWaitSeconds: 0, transfers: 0 }
    expect(passengerCost({ ...nothing, gapSeconds: 60, rideSeconds: 900 })).toBe(960)
    expect(passengerCost({ ...nothing, walkSeconds: 60 })).toBe(120)
    expect(passengerCost({ ...nothing, transfers: 1, transferWaitSeconds: 300 })).toBe(900)
  })
})

describe('Wishes', () => {
  it('are a bit each', () => {
    expect(wishMask([])).toBe(0)
    expect(wishes.map((wish) => wishMask([wish]))).toEqual([1, 2, 4, 8, 16])
    expect(wishMask(['smoking', 'women_only'])).toBe(17)
  })
})
