import { describe, expect, it } from 'vitest'
import { expandSchedule, type Schedule } from '../../../api/agenda/schedule.rules.ts'
import { checkSchedule } from '../../../api/agenda/schedule-check.rules.ts'
import {
  emptyRepeat,
  emptyWhen,
  type RepeatDraft,
  type WhenDraft,
} from '../../../web/agenda/propose/event-draft.ts'
import { repeatDays } from '../../../web/agenda/propose/repeat-days.ts'
import { fromSchedule, toSchedule } from '../../../web/agenda/propose/schedule-draft.ts'
import { instantOfWall } from '../../../web/agenda/propose/wall-instant.ts'

// What the form says of itself as one writes, against what the server makes of it.

/** The same numbers at each run. */
function dice(seed: number) {
  let state = seed
  return (most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * most)
  }
}
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

function aRepeat(roll: ReturnType<typeof dice>): { repeat: RepeatDraft; day: string } {
  const start = Date.UTC(2026, 0, 1) + roll(1200) * 86_400_000
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter(() => roll(3) === 0)
  const end = (['never', 'count', 'day'] as const)[roll(3)] ?? 'never'
  return {
    day: dayOf(start),
    repeat: {
      ...emptyRepeat(),
      unit: (['day', 'week', 'month'] as const)[roll(3)] ?? 'week',
      every: 1 + roll(4),
      weekdays: weekdays.length > 0 ? weekdays : [1 + roll(7)],
      monthly: roll(2) === 0 ? 'day' : 'weekday',
      end,
      lastDay: dayOf(start + (7 + roll(500)) * 86_400_000),
      count: 1 + roll(30),
    },
  }
}
const whenOf = (repeat: RepeatDraft, day: string, more: Partial<WhenDraft> = {}): WhenDraft => ({
  ...emptyWhen(),
  kind: 'repeat',
  dates: [{ id: 'one', day, from: '19:00', to: '23:00', lastDay: '' }],
  repeat,
  ...more,
})

describe('a repetition written on the phone', () => {
  it('gives the days that the server gives, over hundreds of them', () => {
    const roll = dice(2026)
    let compared = 0
    for (let run = 0; run < 700; run++) {
      const { repeat, day } = aRepeat(roll)
      const schedule = toSchedule(whenOf(repeat, day)) as Schedule
      // The server refuses a repetition that gives nothing but its first date.
      if (checkSchedule(schedule).length > 0) continue
      const shown = repeatDays(repeat, day, 40).days
      const { occurrences } = expandSchedule(schedule, { from: -Infinity, until: Infinity, limit: 40 })
      const wanted = occurrences.slice(0, shown.length).map(({ recurrence }) => recurrence.slice(0, 10))
      expect(shown, JSON.stringify({ repeat, day })).toEqual(wanted)
      // It says them all, but for those more than three years away.
      const horizon = Date.parse(shown[0] ?? '') + 1090 * 86_400_000
      const near = occurrences.filter(({ startAt }) => startAt < horizon).slice(0, 40)
      expect(shown.length).toBeGreaterThanOrEqual(near.length)
      compared++
    }
    expect(compared).toBeGreaterThan(500)
  })

  it('is the same again when the event is edited', () => {
    const roll = dice(7)
    for (let run = 0; run < 500; run++) {
      const { repeat, day } = aRepeat(roll)
      const schedule = toSchedule(whenOf(repeat, day))
      const read = fromSchedule(schedule)
      expect(read.otherRule, schedule.rule).toBeNull()
      expect(toSchedule(read)).toEqual(schedule)
    }
  })

  it('that came by import and has no words here stays as it is', () => {
    const schedule = {
      zone: 'Europe/Paris',
      allDay: false,
      spans: [{ start: '2026-12-05T19:00', end: '2026-12-05T22:00' }],
      rule: 'FREQ=YEARLY;BYMONTH=12;BYDAY=1SA',
      exceptions: ['2027-12-04T19:00'],
    }
    const read = fromSchedule(schedule)
    expect(read.otherRule).toBe(schedule.rule)
    expect(toSchedule(read)).toEqual(schedule)
  })
})

describe('dates written on the phone', () => {
  it('end the next morning when their end is before their start, and on their last day when they have one', () => {
    const one = (to: string, lastDay = '') =>
      toSchedule({
        ...emptyWhen(),
        dates: [{ id: 'one', day: '2026-12-31', from: '22:00', to, lastDay }],
      }).spans
    expect(one('05:00')).toEqual([{ start: '2026-12-31T22:00', end: '2027-01-01T05:00' }])
    expect(one('23:00')).toEqual([{ start: '2026-12-31T22:00', end: '2026-12-31T23:00' }])
    expect(one('')).toEqual([{ start: '2026-12-31T22:00', end: '2026-12-31T22:00' }])
    expect(one('18:00', '2027-01-02')).toEqual([{ start: '2026-12-31T22:00', end: '2027-01-02T18:00' }])
  })

  it('keep what was moved or cancelled of the dates that stay, and drop it for those that go', () => {
    const read = fromSchedule({
      zone: 'Europe/Paris',
      allDay: false,
      spans: [{ start: '2026-12-05T19:00', end: '2026-12-05T22:00' }],
      rule: 'FREQ=WEEKLY;BYDAY=SA;COUNT=3',
      changes: [{ recurrence: '2026-12-12T19:00', cancelled: true }],
    })
    expect(toSchedule(read).changes).toEqual([{ recurrence: '2026-12-12T19:00', cancelled: true }])
    const [first] = read.dates
    const later = { ...read, dates: first ? [{ ...first, from: '20:00' }] : [] }
    expect(toSchedule(later).changes).toBeUndefined()
    expect(checkSchedule(toSchedule(later) as Schedule)).toEqual([])
  })

  it('are told in French wall time on both sides of a change of hour', () => {
    expect(instantOfWall('2026-07-01T19:00')).toBe(Date.parse('2026-07-01T17:00Z'))
    expect(instantOfWall('2026-12-01T19:00')).toBe(Date.parse('2026-12-01T18:00Z'))
    expect(instantOfWall('2026-10-25T12:00')).toBe(Date.parse('2026-10-25T11:00Z'))
    expect(instantOfWall('2026-12-05')).toBe(Date.parse('2026-12-04T23:00Z'))
  })
})
