import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parisClock } from '../../../api/wishes/wishes.usecases.ts'
import {
  keysOfCircle,
  keysOfPoint,
  metresApart,
  nextSlot,
  radii,
  roundPosition,
} from '../../../api/wishes/wishes.rules.ts'

const at = (iso: string) => Date.parse(iso)
const next = (weekday: number, hour: number, after: string) =>
  new Date(nextSlot({ weekday, hour }, at(after), parisClock)).toISOString()

describe('The hour of a weekly digest', () => {
  it('is the next one that clocks here read, never the one that is now', () => {
    expect(next(7, 18, '2026-11-26T12:00:00Z')).toBe('2026-11-29T17:00:00.000Z')
    expect(next(4, 18, '2026-11-26T16:59:00Z')).toBe('2026-11-26T17:00:00.000Z')
    expect(next(4, 18, '2026-11-26T17:00:00Z')).toBe('2026-12-03T17:00:00.000Z')
  })
  it('keeps its place on the wall across both changes of hour', () => {
    // Before and after the last Sunday of October, then of March.
    expect(next(7, 18, '2026-10-18T17:00:00Z')).toBe('2026-10-25T17:00:00.000Z')
    expect(next(7, 18, '2027-03-21T18:00:00Z')).toBe('2027-03-28T16:00:00.000Z')
    // 2 o'clock comes twice, then not at all: once each week all the same.
    expect(next(7, 2, '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:00:00.000Z')
    expect(next(7, 2, '2026-10-25T00:00:00Z')).toBe('2026-11-01T01:00:00.000Z')
    expect(next(7, 2, '2027-03-27T12:00:00Z')).toBe('2027-03-28T01:00:00.000Z')
    expect(next(7, 2, '2027-03-28T01:00:00Z')).toBe('2027-04-04T00:00:00.000Z')
  })
  it('comes once a week for every day and hour of two years', () => {
    const start = at('2026-01-01T00:00:00Z')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: start, max: start + 2 * 366 * 86_400_000 }),
        (weekday, hour, after) => {
          const one = nextSlot({ weekday, hour }, after, parisClock)
          const two = nextSlot({ weekday, hour }, one, parisClock)
          expect(one).toBeGreaterThan(after)
          expect(one - after).toBeLessThanOrEqual(7 * 86_400_000 + 3_600_000)
          expect(Math.abs(two - one - 7 * 86_400_000)).toBeLessThanOrEqual(3_600_000)
        },
      ),
    )
  })
})

describe('The squares of an area', () => {
  it('hold every point of its circle', () => {
    const place = fc.record({
      lat: fc.double({ min: 41, max: 51, noNaN: true }),
      lon: fc.double({ min: -5, max: 9, noNaN: true }),
      radius: fc.constantFrom(...radii),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      turn: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
    })
    fc.assert(
      fc.property(place, ({ lat, lon, radius, part, turn }) => {
        const reach = (part * radius) / 111_195
        const point = {
          lat: lat + reach * Math.sin(turn),
          lon: lon + (reach * Math.cos(turn)) / Math.cos((lat * Math.PI) / 180),
        }
        const keys = keysOfCircle('245901152', { lat, lon }, radius)
        expect(keys.length).toBeLessThanOrEqual(9)
        expect(metresApart({ lat, lon }, point)).toBeLessThanOrEqual(radius * 1.002)
        expect(keysOfPoint('245901152', '59053', point).some((key) => keys.includes(key))).toBe(true)
      }),
    )
  })
  it('are of a point moved by 350 metres at most, and never the very one', () => {
    const exact = { lat: 50.29713, lon: 3.79331 }
    const kept = { lat: roundPosition(exact.lat), lon: roundPosition(exact.lon) }
    expect(kept).toEqual({ lat: 50.295, lon: 3.795 })
    expect(metresApart(exact, kept)).toBeLessThan(350)
  })
})
