import { assert, constantFrom, integer, oneof, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addOpenDays, dayOf, isOpenDay, startOfDay } from '../../../api/platform/open-days.ts'

const paris = (iso: string) => Date.parse(iso)
/** Open days after the day of `from`, up to and with the day of `to`, counted one by one at noon of Paris or so. */
function openDaysAfter(from: number, to: number): number {
  const noon = (ms: number) => Date.parse(`${dayOf(ms)}T11:00:00Z`)
  let count = 0
  for (let at = noon(from) + 86_400_000; at <= noon(to); at += 86_400_000) if (isOpenDay(at)) count++
  return count
}

describe('open days', () => {
  it('closes on weekends and on the eleven public holidays of the Code du travail', () => {
    const closed = [
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-08',
      '2026-05-14',
      '2026-05-25',
      '2026-07-14',
      '2026-11-11',
      '2026-12-25',
      '2027-11-01',
      '2029-08-15',
    ]
    for (const day of closed) expect(isOpenDay(paris(`${day}T12:00:00Z`)), day).toBe(false)
    expect(isOpenDay(paris('2026-11-28T12:00:00Z'))).toBe(false)
    expect(isOpenDay(paris('2026-11-24T12:00:00Z'))).toBe(true)
    expect(isOpenDay(paris('2026-12-26T12:00:00Z')), 'Alsace-Moselle only, and a Saturday').toBe(false)
    expect(isOpenDay(paris('2025-12-26T12:00:00Z')), 'Alsace-Moselle only').toBe(true)
  })

  it('reads the day in Paris, not in UTC', () => {
    expect(isOpenDay(paris('2026-11-27T23:30:00Z')), 'already Saturday in Paris').toBe(false)
    expect(isOpenDay(paris('2026-11-29T23:30:00Z')), 'already Monday in Paris').toBe(true)
  })

  it('does not count the day of the report, and ends with the last day', () => {
    expect(addOpenDays(paris('2026-11-24T09:00:00Z'), 5)).toBe(paris('2026-12-01T22:59:59.999Z'))
    expect(addOpenDays(paris('2026-11-28T09:00:00Z'), 1)).toBe(paris('2026-11-30T22:59:59.999Z'))
    expect(addOpenDays(paris('2026-12-24T09:00:00Z'), 1)).toBe(paris('2026-12-28T22:59:59.999Z'))
  })

  it('survives both clock changes', () => {
    expect(addOpenDays(paris('2026-03-27T12:00:00Z'), 1)).toBe(paris('2026-03-30T21:59:59.999Z'))
    expect(addOpenDays(paris('2026-10-23T12:00:00Z'), 1)).toBe(paris('2026-10-26T22:59:59.999Z'))
  })

  it('finds between a day and its due day exactly the days that were added', () => {
    const from = integer({ min: paris('2020-01-01T00:00:00Z'), max: paris('2035-01-01T00:00:00Z') })
    assert(
      property(from, integer({ min: 1, max: 60 }), (ms, days) => {
        const due = addOpenDays(ms, days)
        expect(isOpenDay(due)).toBe(true)
        expect(openDaysAfter(ms, due)).toBe(days)
      }),
    )
  })

  it('knows the day of any instant, in whatever order they are asked', () => {
    const inParis = new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' })
    // Around the changes of the hour, where days have 23 and 25 hours, as anywhere else.
    const near = [paris('2026-03-29T01:00:00Z'), paris('2026-10-25T01:00:00Z'), paris('2027-01-01T00:00:00Z')]
    const instant = oneof(
      integer({ min: paris('2000-01-01T00:00:00Z'), max: paris('2035-01-01T00:00:00Z') }),
      tuple(constantFrom(...near), integer({ min: -90_000_000, max: 90_000_000 })).map(([at, ms]) => at + ms),
    )
    assert(
      property(instant, (ms) => {
        const day = dayOf(ms)
        expect(day).toBe(inParis.format(ms))
        expect(startOfDay(day)).toBeLessThanOrEqual(ms)
        expect(dayOf(startOfDay(day))).toBe(day)
        expect(dayOf(startOfDay(day) - 1)).not.toBe(day)
      }),
      { numRuns: 2000 },
    )
  })
})
