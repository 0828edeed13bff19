import { describe, expect, expectTypeOf, it } from 'vitest'
import { exportRule, parseRule } from '../../../api/agenda/rrule.rules.ts'
import { expandSchedule, findOccurrence, type Schedule } from '../../../api/agenda/schedule.rules.ts'
import type { Schedule as StoredSchedule } from '../../../db/schema/agenda.ts'
import { aSchedule, at, wide } from '../../support/schedules.ts'

const span = (start: string, end: string) => ({ start, end })
const year2027 = { from: at('2027-01-01T00:00+01:00'), until: at('2028-01-01T00:00+01:00'), limit: 500 }
const starts = (schedule: Schedule, window = wide) =>
  expandSchedule(schedule, window).occurrences.map(({ start }) => start)

describe('the dates of a schedule', () => {
  it('has the shape that is stored', () => {
    expectTypeOf<Schedule>().toEqualTypeOf<StoredSchedule>()
  })

  it('stay at 19:00 on the wall through both changes of hour', () => {
    const weekly = aSchedule({ rule: 'FREQ=WEEKLY;BYDAY=SA' })
    const { occurrences, expandedUntil } = expandSchedule(weekly, year2027)
    expect(occurrences).toHaveLength(52)
    expect(new Set(occurrences.map(({ start, end }) => `${start.slice(11)}–${end.slice(11)}`))).toEqual(
      new Set(['19:00–22:00']),
    )
    const startAt = new Map(occurrences.map((date) => [date.recurrence, date.startAt]))
    expect(startAt.get('2027-03-27T19:00')).toBe(at('2027-03-27T18:00Z'))
    expect(startAt.get('2027-04-03T19:00')).toBe(at('2027-04-03T17:00Z'))
    expect(startAt.get('2027-10-30T19:00')).toBe(at('2027-10-30T17:00Z'))
    expect(startAt.get('2027-11-06T19:00')).toBe(at('2027-11-06T18:00Z'))
    expect(expandedUntil).toBe(year2027.until)
  })

  it('start an hour later in the lost hour, as RFC 5545 §3.3.5 reads it, and keep their name', () => {
    const walk = aSchedule({
      spans: [span('2027-03-21T02:30', '2027-03-21T03:00')],
      rule: 'FREQ=WEEKLY;BYDAY=SU;COUNT=3',
    })
    expect(expandSchedule(walk, wide).occurrences).toMatchObject([
      { start: '2027-03-21T02:30', startAt: at('2027-03-21T01:30Z'), endAt: at('2027-03-21T02:00Z') },
      {
        recurrence: '2027-03-28T02:30',
        start: '2027-03-28T03:30',
        end: '2027-03-28T04:00',
        startAt: at('2027-03-28T01:30Z'),
        endAt: at('2027-03-28T02:00Z'),
        moved: false,
      },
      { start: '2027-04-04T02:30', startAt: at('2027-04-04T00:30Z') },
    ])
  })

  it('are at the first of the two in the doubled hour', () => {
    const walk = aSchedule({ spans: [span('2027-10-31T02:30', '2027-10-31T03:00')] })
    expect(expandSchedule(walk, wide).occurrences).toMatchObject([
      { start: '2027-10-31T02:30', startAt: at('2027-10-31T00:30Z'), endAt: at('2027-10-31T02:00Z') },
    ])
  })

  it('end when the clock says so, on the night of the change as on others', () => {
    const ball = aSchedule({
      spans: [span('2027-03-20T22:00', '2027-03-21T05:00')],
      rule: 'FREQ=WEEKLY;BYDAY=SA;UNTIL=20270327',
    })
    const { occurrences } = expandSchedule(ball, wide)
    expect(occurrences.map(({ end }) => end)).toEqual(['2027-03-21T05:00', '2027-03-28T05:00'])
    expect(occurrences.map(({ startAt, endAt }) => (endAt - startAt) / 3_600_000)).toEqual([7, 6])
  })

  it('of a whole day go from midnight to midnight of the place, the last day included', () => {
    const fair = aSchedule({ allDay: true, spans: [span('2027-03-27', '2027-03-28')] })
    expect(expandSchedule(fair, wide)).toEqual({
      occurrences: [
        {
          recurrence: '2027-03-27',
          start: '2027-03-27',
          end: '2027-03-28',
          startAt: at('2027-03-27T00:00+01:00'),
          endAt: at('2027-03-29T00:00+02:00'),
          allDay: true,
          cancelled: false,
          moved: false,
          reason: null,
        },
      ],
      expandedUntil: null,
    })
  })

  it('may be several without a rule, and come in order', () => {
    const shows = aSchedule({
      spans: [span('2027-02-06T20:00', '2027-02-06T22:00'), span('2027-01-30T15:00', '2027-01-30T17:00')],
      exceptions: ['2027-02-06T20:00'],
    })
    expect(starts(shows)).toEqual(['2027-01-30T15:00'])
    expect(starts({ ...shows, exceptions: [] })).toEqual(['2027-01-30T15:00', '2027-02-06T20:00'])
  })

  it('leave out exceptions, show what is cancelled, and put what is moved where it is', () => {
    const weekly = aSchedule({
      rule: 'FREQ=WEEKLY;COUNT=4',
      exceptions: ['2026-12-26T19:00'],
      changes: [
        { recurrence: '2026-12-12T19:00', cancelled: true, reason: 'Tempête' },
        { recurrence: '2026-12-05T19:00', span: span('2026-12-20T10:00', '2026-12-20T12:00') },
        { recurrence: '2026-12-26T19:00', span: span('2026-12-27T10:00', '2026-12-27T12:00') },
        { recurrence: '2026-12-13T19:00', cancelled: true },
      ],
    })
    expect(expandSchedule(weekly, wide)).toMatchObject({
      occurrences: [
        { start: '2026-12-12T19:00', cancelled: true, moved: false, reason: 'Tempête' },
        { start: '2026-12-19T19:00', cancelled: false, moved: false, reason: null },
        { recurrence: '2026-12-05T19:00', start: '2026-12-20T10:00', cancelled: false, moved: true },
      ],
      expandedUntil: null,
    })
  })

  it('are found where they were moved to, however far from their place in the rule', () => {
    const yearly = aSchedule({
      rule: 'FREQ=YEARLY',
      changes: [{ recurrence: '2030-12-05T19:00', span: span('2027-06-05T19:00', '2027-06-05T22:00') }],
    })
    expect(starts(yearly, year2027)).toEqual(['2027-06-05T19:00', '2027-12-05T19:00'])
    const in2030 = { ...year2027, from: at('2030-01-01T00:00Z'), until: at('2031-01-01T00:00Z') }
    expect(starts(yearly, in2030)).toEqual([])
  })

  it('include the first, which counts, when the rule would not give it', () => {
    const market = aSchedule({ spans: [span('2026-12-01T19:00', '2026-12-01T20:00')] })
    const rule = 'FREQ=WEEKLY;BYDAY=SA;COUNT=3'
    expect(starts({ ...market, rule })).toEqual(['2026-12-01T19:00', '2026-12-05T19:00', '2026-12-12T19:00'])
    expect(starts({ ...market, rule: 'FREQ=WEEKLY;BYDAY=SA;COUNT=1' })).toEqual(['2026-12-01T19:00'])
    const lastOfYear = aSchedule({
      spans: [span('2027-01-30T16:00', '2027-01-30T17:00')],
      rule: 'FREQ=YEARLY;BYDAY=-1SA',
    })
    expect(starts(lastOfYear, year2027), 'a last Saturday, though of a month').toEqual([
      '2027-01-30T16:00',
      '2027-12-25T16:00',
    ])
  })

  it('end with UNTIL, its day included, whether written as a day, a wall time or an instant', () => {
    const daily = (until: string) => starts(aSchedule({ rule: `FREQ=DAILY;UNTIL=${until}` })).length
    expect(daily('20261207')).toBe(3)
    expect(daily('20261207T190000')).toBe(3)
    expect(daily('20261207T185959')).toBe(2)
    expect(daily('20261207T180000Z')).toBe(3)
    expect(daily('20261207T175959Z')).toBe(2)
    const days = aSchedule({ allDay: true, spans: [span('2026-12-05', '2026-12-05')] })
    expect(starts({ ...days, rule: 'FREQ=DAILY;UNTIL=20261207' })).toHaveLength(3)
    expect(starts({ ...days, rule: 'FREQ=DAILY;UNTIL=20261206T230000Z' }), 'the 7th in Paris').toHaveLength(3)
  })

  it('are exported with UNTIL as RFC 5545 wants it', () => {
    const exported = (text: string, allDay: boolean) => {
      const parsed = parseRule(text)
      return 'rule' in parsed && exportRule(parsed.rule, { zone: 'Europe/Paris', allDay })
    }
    expect(exported('FREQ=DAILY;UNTIL=20270630', false)).toBe('FREQ=DAILY;UNTIL=20270630T215900Z')
    expect(exported('FREQ=DAILY;UNTIL=20270630T220000Z', true)).toBe('FREQ=DAILY;UNTIL=20270701')
    expect(exported('FREQ=DAILY;COUNT=3', false)).toBe('FREQ=DAILY;COUNT=3')
  })

  it('are cut at the limit, never between two that start together, and say where to go on', () => {
    const daily = aSchedule({ rule: 'FREQ=DAILY;COUNT=5' })
    const cut = expandSchedule(daily, { ...wide, limit: 2 })
    expect(cut.occurrences.map(({ start }) => start)).toEqual(['2026-12-05T19:00', '2026-12-06T19:00'])
    expect(cut.expandedUntil).toBe(at('2026-12-07T19:00+01:00'))
    const together = aSchedule({
      rule: 'FREQ=DAILY;COUNT=3',
      changes: [{ recurrence: '2026-12-06T19:00', span: span('2026-12-05T19:00', '2026-12-05T20:00') }],
    })
    const both = expandSchedule(together, { ...wide, limit: 1 })
    expect(both.occurrences.map(({ recurrence }) => recurrence)).toEqual([
      '2026-12-05T19:00',
      '2026-12-06T19:00',
    ])
    const rest = expandSchedule(together, { ...wide, from: both.expandedUntil ?? 0 })
    expect(rest.occurrences.map(({ start }) => start)).toEqual(['2026-12-07T19:00'])
  })

  it('are over when the rule is, when only exceptions are left, or when none will ever come', () => {
    const over = (rule: string, more: Partial<Schedule> = {}) =>
      expandSchedule(aSchedule({ rule, ...more }), year2027).expandedUntil === null
    expect(over('FREQ=WEEKLY')).toBe(false)
    expect(over('FREQ=WEEKLY;UNTIL=20271231')).toBe(true)
    expect(over('FREQ=WEEKLY;UNTIL=20280101')).toBe(false)
    expect(over('FREQ=WEEKLY;UNTIL=20280101', { exceptions: ['2028-01-01T19:00'] })).toBe(true)
    expect(over('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')).toBe(true)
    expect(over('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=4')).toBe(true)
    expect(over('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=2')).toBe(false)
    const movedBeyond = { recurrence: '2026-12-12T19:00', span: span('2029-01-01T10:00', '2029-01-01T11:00') }
    expect(over('FREQ=WEEKLY;COUNT=2', { changes: [movedBeyond] })).toBe(false)
  })

  it('can be asked one by one, by name', () => {
    const weekly = aSchedule({ rule: 'FREQ=WEEKLY', exceptions: ['2026-12-19T19:00'] })
    expect(findOccurrence(weekly, '2026-12-12T19:00')).toMatchObject({ start: '2026-12-12T19:00' })
    expect(findOccurrence(weekly, '2026-12-13T19:00')).toBeNull()
    expect(findOccurrence(weekly, '2026-12-19T19:00')).toBeNull()
    expect(findOccurrence(weekly, 'samedi')).toBeNull()
  })
})
