import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cancelDate,
  endSeries,
  moveDate,
  restoreDate,
  rewriteDate,
  skipDate,
  tidySchedule,
} from '../../../api/agenda/schedule-edit.rules.ts'
import { expandSchedule, type Schedule } from '../../../api/agenda/schedule.rules.ts'
import { anySchedule, aSchedule, wide } from '../../support/schedules.ts'

const weekly = aSchedule({ rule: 'FREQ=WEEKLY;COUNT=4' })
const [first, second, third, fourth] = [
  '2026-12-05T19:00',
  '2026-12-12T19:00',
  '2026-12-19T19:00',
  '2026-12-26T19:00',
]
const later = { start: '2026-12-13T15:00', end: '2026-12-13T17:00' }
const dates = (schedule: Schedule | null) =>
  schedule &&
  expandSchedule(schedule, wide).occurrences.map(({ start, cancelled }) => (cancelled ? `${start} ✗` : start))

describe('the only date of an event, written again', () => {
  const one = aSchedule()
  const [announced = later] = one.spans
  const written = (span: typeof later) => ({ ...one, spans: [span] })

  it('has moved from the day that was announced, however often', () => {
    const moved = rewriteDate(one, written(later))
    expect(moved).toEqual(moveDate(one, announced.start, later))
    const again = { start: '2026-12-14T15:00', end: '2026-12-14T17:00' }
    expect(rewriteDate(moved, written(again))).toEqual(moveDate(one, announced.start, again))
    expect(rewriteDate(moved, written(later)), 'nothing changed').toEqual(moved)
    expect(rewriteDate(moved, one), 'back to where it was').toEqual(one)
  })

  it('is as it is written when it begins or ends at another hour, becomes several, a series, or lasts all day', () => {
    const longer = written({ ...announced, end: '2026-12-05T23:30' })
    const sooner = written({ ...announced, start: '2026-12-05T18:30' })
    const several = { ...one, spans: [announced, later] }
    const allDay = { ...written({ start: '2026-12-06', end: '2026-12-06' }), allDay: true }
    for (const after of [longer, sooner, several, weekly, allDay])
      expect(rewriteDate(one, after)).toEqual(after)
    expect(rewriteDate(weekly, written(later))).toEqual(written(later))
  })
})

describe('one date of a series', () => {
  it('is cancelled with a reason, and stays in sight', () => {
    const edited = cancelDate(weekly, second, 'Salle inondée')
    expect(edited?.changes).toEqual([{ recurrence: second, cancelled: true, reason: 'Salle inondée' }])
    expect(dates(edited)).toEqual([first, `${second} ✗`, third, fourth])
  })

  it('is moved, and takes place after all when it was cancelled', () => {
    const cancelled = cancelDate(weekly, second) ?? weekly
    expect(dates(moveDate(cancelled, second, later))).toEqual([first, later.start, third, fourth])
    const back = moveDate(cancelled, second, { start: second, end: '2026-12-12T22:00' })
    expect(back, 'moved to where it was').toEqual(weekly)
  })

  it('keeps where it was moved to when it is cancelled', () => {
    const moved = moveDate(weekly, second, later) ?? weekly
    expect(dates(cancelDate(moved, second))).toEqual([first, `${later.start} ✗`, third, fourth])
  })

  it('is left out, or put back as the schedule says', () => {
    const without = skipDate(weekly, third)
    expect(without).toEqual({ ...weekly, exceptions: [third] })
    expect(dates(without)).toEqual([first, second, fourth])
    expect(restoreDate(without ?? weekly, third)).toEqual(weekly)
    expect(restoreDate(cancelDate(weekly, third) ?? weekly, third)).toEqual(weekly)
    const listed = aSchedule({ spans: [...weekly.spans, { start: fourth, end: fourth }] })
    const one = skipDate(listed, first)
    expect(dates(one)).toEqual([fourth])
    expect(one && skipDate(one, fourth), 'the last one').toBeNull()
  })

  it('is refused when the schedule gives no such date', () => {
    for (const name of ['2026-12-06T19:00', '2027-01-02T19:00', 'x']) {
      expect(cancelDate(weekly, name)).toBeNull()
      expect(moveDate(weekly, name, later)).toBeNull()
      expect(restoreDate(weekly, name)).toBeNull()
      expect(skipDate(weekly, name)).toBeNull()
    }
  })

  it('edited twice is as edited once, and the others are untouched', () => {
    fc.assert(
      fc.property(anySchedule, fc.nat(30), (schedule, at) => {
        const { occurrences } = expandSchedule(schedule, { ...wide, limit: 60 })
        const chosen = occurrences[at % occurrences.length]
        if (!chosen) return
        const { recurrence } = chosen
        const span = schedule.allDay
          ? { start: '2027-05-01', end: '2027-05-02' }
          : { start: '2027-05-01T10:00', end: '2027-05-01T12:00' }
        const others = (edited: Schedule) =>
          expandSchedule(edited, wide).occurrences.filter((date) => date.recurrence !== recurrence)
        for (const edit of [
          (s: Schedule) => cancelDate(s, recurrence, 'x'),
          (s: Schedule) => moveDate(s, recurrence, span, 'x'),
          (s: Schedule) => restoreDate(s, recurrence),
        ]) {
          const once = edit(schedule)
          if (!once) throw new Error(recurrence)
          expect(edit(once)).toEqual(once)
          expect(others(once)).toEqual(others(schedule))
        }
      }),
      { numRuns: 60 },
    )
  }, 30_000)
})

describe('a series', () => {
  it('ends on a day, with what was said of the dates after it', () => {
    const edited = cancelDate(skipDate(weekly, third) ?? weekly, fourth) ?? weekly
    const ended = endSeries(edited, '2026-12-18')
    expect(ended).toEqual({ ...weekly, rule: 'FREQ=WEEKLY;UNTIL=20261218' })
    expect(dates(ended)).toEqual([first, second])
    expect(dates(endSeries(weekly, '2026-12-19')), 'that day included').toEqual([first, second, third])
  })

  it('is left as it is when it ends before, and refused when no date would be left', () => {
    expect(endSeries(weekly, '2027-06-30')).toBe(weekly)
    expect(endSeries(weekly, '2026-12-04')).toBeNull()
    expect(() => endSeries(weekly, '2026-12-32')).toThrow(RangeError)
  })

  it('of dates one by one loses those after the day', () => {
    const listed = aSchedule({ spans: [first, second].map((start) => ({ start, end: start })) })
    expect(dates(endSeries(listed, '2026-12-10'))).toEqual([first])
  })

  it('whose rule was rewritten keeps only what is said of its dates', () => {
    const edited = cancelDate(skipDate(weekly, third) ?? weekly, second) ?? weekly
    const sundays = { ...edited, rule: 'FREQ=WEEKLY;BYDAY=SU;COUNT=4' }
    expect(tidySchedule(sundays)).toEqual({ ...weekly, rule: 'FREQ=WEEKLY;BYDAY=SU;COUNT=4' })
    expect(tidySchedule(edited)).toEqual(edited)
  })
})
