/** Expansion against two that share nothing with it: ical.js, and a walk over every day. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRule, writeRule, type Rule } from '../../../api/agenda/rrule.rules.ts'
import { datesOf } from '../../../api/agenda/schedule-dates.rules.ts'
import { expandSchedule, type Occurrence } from '../../../api/agenda/schedule.rules.ts'
import { writeWall } from '../../../api/platform/wall.rules.ts'
import { walkRule } from '../../support/rule-walk.ts'
import { anySchedule, aRule, aStart, aSchedule, at, icalStarts, wide } from '../../support/schedules.ts'

const dayMs = 86_400_000
const ruled = (rule: Rule, start: string) =>
  aSchedule({ spans: [{ start, end: start }], rule: writeRule(rule) })
const wallStarts = (rule: Rule, start: string, until: number) => {
  const dates = datesOf(ruled(rule, start))
  return dates.between(dates.first, until).map((wall) => writeWall(wall, false))
}
/** The first date that the rule itself gives: ical.js drops another. */
const firstGiven = (rule: Rule, start: string) => {
  const dates = datesOf(ruled(rule, start))
  const next = dates.next(dates.first + 1)
  return next === null || next > Date.UTC(2040, 0, 1) ? null : writeWall(next, false)
}

/** Where ical.js 2.2 is wrong; each is shown below. */
function icalIsWrong(rule: Rule, start: string): boolean {
  const { freq, byMonth, byMonthDay, byDay, byYearDay, byWeekNo, interval } = rule
  if (freq === 'MONTHLY') return !!byMonth || (!!byDay && !!byMonthDay && interval > 1)
  if (freq !== 'YEARLY') return false
  if (byWeekNo || byMonthDay?.some((day) => day < 0)) return true
  if (byDay) return !byMonth
  return !byMonthDay && !byYearDay && Number(start.slice(8, 10)) > 28
}

describe('what a rule gives', () => {
  it('is what a walk over every day finds, for rules of every kind', () => {
    const until = Date.UTC(2028, 6, 1)
    fc.assert(
      fc.property(aRule, aStart, (rule, start) => {
        const walked = walkRule(rule, start, until)
        expect(wallStarts(rule, start, until)).toEqual(walked[0] === start ? walked : [start, ...walked])
      }),
      { numRuns: 1000 },
    )
  }, 60_000)

  it('is what ical.js gives, where ical.js follows RFC 5545', () => {
    let compared = 0
    fc.assert(
      fc.property(aRule, aStart, (rule, raw) => {
        const start = icalIsWrong(rule, raw) ? null : firstGiven(rule, raw)
        if (start === null || icalIsWrong(rule, start)) return
        compared++
        const theirs = icalStarts(rule, start, 2040, 15)
        const last = Date.parse(`${theirs.at(-1)}Z`)
        expect(wallStarts(rule, start, last + 1)).toEqual(theirs)
      }),
      { numRuns: 1200 },
    )
    expect(compared).toBeGreaterThan(600)
  }, 120_000)

  /** Each: a rule, its start, and the dates by hand; ical.js gives others. When it no longer does, widen the property. */
  const faults: [why: string, rule: string, dates: string[]][] = [
    [
      'every third month from January: June is not one of them',
      'FREQ=MONTHLY;INTERVAL=3;BYDAY=SA;BYMONTH=1,6',
      ['2026-01-24', '2026-01-31', '2027-01-02', '2027-01-09'],
    ],
    [
      'after July comes October, not July again',
      'FREQ=MONTHLY;BYMONTH=3,7,10;BYMONTHDAY=1,16,20',
      ['2026-07-01', '2026-07-16', '2026-07-20', '2026-10-01'],
    ],
    [
      'weeks 2 and 28 are two weeks a year',
      'FREQ=YEARLY;BYDAY=WE;BYWEEKNO=2,28',
      ['2028-01-12', '2028-07-12', '2029-01-10', '2029-07-11'],
    ],
    [
      'the 15th Friday of a year is in April',
      'FREQ=YEARLY;BYDAY=15FR',
      ['2025-04-11', '2026-04-10', '2027-04-09', '2028-04-14'],
    ],
    [
      'the ninth day from the end of March is the 23rd, after a leap year too',
      'FREQ=YEARLY;BYMONTH=3,7,10,11;BYMONTHDAY=-9',
      ['2024-11-22', '2025-03-23', '2025-07-23', '2025-10-23'],
    ],
    [
      'a 31st that a month has not is skipped, not put on the 1st',
      'FREQ=YEARLY;BYMONTH=3,6',
      ['2027-03-31', '2028-03-31', '2029-03-31', '2030-03-31'],
    ],
    [
      '29 February comes every four years',
      'FREQ=YEARLY',
      ['2028-02-29', '2032-02-29', '2036-02-29', '2040-02-29'],
    ],
  ]
  it.each(faults)('differs from ical.js, which is wrong: %s', (_why, text, dates) => {
    const parsed = parseRule(text)
    if (!('rule' in parsed)) throw new Error(text)
    const start = `${dates[0]}T10:00`
    const expected = dates.map((date) => `${date}T10:00`)
    expect(wallStarts(parsed.rule, start, Date.UTC(2041, 0, 1)).slice(0, 4)).toEqual(expected)
    expect(walkRule(parsed.rule, start, Date.UTC(2041, 0, 1)).slice(0, 4)).toEqual(expected)
    expect(icalStarts(parsed.rule, start, 2041, 4)).not.toEqual(expected)
  })
})

describe('any schedule, expanded', () => {
  it('gives ends after starts, in order, each date once, on the clock of its zone', () => {
    fc.assert(
      fc.property(anySchedule, (schedule) => {
        const { occurrences } = expandSchedule(schedule, { ...wide, limit: 300 })
        const clock = new Intl.DateTimeFormat('sv-SE', {
          timeZone: schedule.zone,
          dateStyle: 'short',
          timeStyle: 'short',
        })
        const names = new Set<string>()
        for (const [i, date] of occurrences.entries()) {
          expect(date.endAt).toBeGreaterThanOrEqual(date.startAt)
          expect(date.startAt).toBeGreaterThanOrEqual(occurrences[i - 1]?.startAt ?? 0)
          const read = clock.format(date.startAt).replace(' ', 'T')
          expect(read).toBe(schedule.allDay ? `${date.start}T00:00` : date.start)
          names.add(date.recurrence)
        }
        expect(names.size).toBe(occurrences.length)
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('gives in two windows what it gives in one, and by small pages what it gives at once', () => {
    const from = at('2025-01-01T00:00Z')
    const until = at('2029-01-01T00:00Z')
    const anInstant = fc.integer({ min: 0, max: 4 * 365 * 24 * 60 }).map((minutes) => from + minutes * 60_000)
    fc.assert(
      fc.property(anySchedule, anInstant, fc.integer({ min: 1, max: 40 }), (schedule, middle, limit) => {
        const expand = (from: number, until: number) =>
          expandSchedule(schedule, { from, until, limit: 5000 }).occurrences
        const whole = expand(from, until)
        expect([...expand(from, middle), ...expand(middle, until)]).toEqual(whole)
        const paged: Occurrence[] = []
        let next: number | null = from
        while (next !== null && next < until && paged.length < 400) {
          const page = expandSchedule(schedule, { from: next, until, limit })
          paged.push(...page.occurrences)
          next = page.expandedUntil
        }
        expect(paged).toEqual(whole.slice(0, paged.length))
        if (paged.length < 400) expect(paged).toHaveLength(whole.length)
      }),
      { numRuns: 100 },
    )
  }, 60_000)

  it('is over exactly when nothing comes after', () => {
    fc.assert(
      fc.property(anySchedule, fc.integer({ min: 0, max: 1500 }), (schedule, days) => {
        const until = at('2024-06-01T00:00Z') + days * dayMs
        const { expandedUntil } = expandSchedule(schedule, { from: -Infinity, until, limit: 5000 })
        const later = expandSchedule(schedule, { from: until, until: Infinity, limit: 1 }).occurrences
        expect(expandedUntil === null).toBe(later.length === 0)
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})
