import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareSchedules } from '../../../api/agenda/schedule-compare.rules.ts'
import {
  cancelDate,
  endSeries,
  moveDate,
  restoreDate,
  skipDate,
} from '../../../api/agenda/schedule-edit.rules.ts'
import type { Schedule } from '../../../api/agenda/schedule.rules.ts'
import { anySchedule, aSchedule, at } from '../../support/schedules.ts'

const weekly = aSchedule({ rule: 'FREQ=WEEKLY' })
const december = { from: at('2026-12-01T00:00Z'), until: at('2027-01-01T00:00Z'), limit: 100 }
const news = (before: Schedule, after: Schedule | null, window = december) => {
  if (!after) throw new Error('no such date')
  const { added, moved, cancelled, restored, removed } = compareSchedules(before, after, window)
  const names = (list: { start: string }[]) => list.map(({ start }) => start)
  return {
    added: names(added),
    moved: moved.map(({ before, after }) => `${before.start} → ${after.start}`),
    cancelled: names(cancelled),
    restored: names(restored),
    removed: names(removed),
  }
}
const nothing = { added: [], moved: [], cancelled: [], restored: [], removed: [] }

describe('what an edit changes for who meant to come', () => {
  it('is nothing when dates, ends and cancellations are the same', () => {
    expect(news(weekly, { ...weekly, rule: 'FREQ=WEEKLY;BYDAY=SA' })).toEqual(nothing)
    fc.assert(
      fc.property(anySchedule, (schedule) => {
        expect(news(schedule, structuredClone(schedule))).toEqual(nothing)
      }),
      { numRuns: 50 },
    )
  })

  it('is a date cancelled, moved, restored, left out, or new', () => {
    const second = '2026-12-12T19:00'
    const cancelled = cancelDate(weekly, second, 'Neige')
    expect(news(weekly, cancelled)).toEqual({ ...nothing, cancelled: [second] })
    expect(compareSchedules(weekly, cancelled ?? weekly, december).cancelled[0]?.reason).toBe('Neige')
    expect(news(cancelled ?? weekly, restoreDate(cancelled ?? weekly, second))).toEqual({
      ...nothing,
      restored: [second],
    })
    const span = { start: '2026-12-13T15:00', end: '2026-12-13T17:00' }
    expect(news(weekly, moveDate(weekly, second, span))).toEqual({
      ...nothing,
      moved: [`${second} → 2026-12-13T15:00`],
    })
    expect(news(weekly, skipDate(weekly, second))).toEqual({ ...nothing, removed: [second] })
    expect(news(cancelled ?? weekly, skipDate(weekly, second)), 'readers knew').toEqual(nothing)
    expect(news(weekly, { ...weekly, rule: 'FREQ=WEEKLY;BYDAY=SA,MO;UNTIL=20261208' })).toEqual({
      ...nothing,
      added: ['2026-12-07T19:00'],
      removed: ['2026-12-12T19:00', '2026-12-19T19:00', '2026-12-26T19:00'],
    })
  })

  it('is every date moved when the series changes its hour', () => {
    const at20 = { ...weekly, spans: [{ start: '2026-12-05T20:00', end: '2026-12-05T22:00' }] }
    const { moved, ...others } = news(weekly, at20)
    expect(moved).toEqual(
      ['05', '12', '19', '26'].map((day) => `2026-12-${day}T19:00 → 2026-12-${day}T20:00`),
    )
    expect(others).toEqual({ added: [], cancelled: [], restored: [], removed: [] })
    const longer = { ...weekly, spans: [{ start: '2026-12-05T19:00', end: '2026-12-05T23:00' }] }
    expect(news(weekly, longer).moved, 'a later end is news too').toHaveLength(4)
  })

  it('is a move also out of the window, or into it', () => {
    const far = { start: '2027-03-13T15:00', end: '2027-03-13T17:00' }
    const moved = moveDate(weekly, '2026-12-12T19:00', far)
    expect(news(weekly, moved).moved).toEqual(['2026-12-12T19:00 → 2027-03-13T15:00'])
    expect(news(moved ?? weekly, weekly).moved).toEqual(['2027-03-13T15:00 → 2026-12-12T19:00'])
  })

  it('does not take for gone what lies beyond the limit', () => {
    const twice = { ...weekly, rule: 'FREQ=WEEKLY;BYDAY=SA,SU' }
    expect(news(weekly, twice, { ...december, limit: 3 })).toEqual({
      ...nothing,
      added: ['2026-12-06T19:00'],
    })
  })

  it('is the end of a series, date by date within the window', () => {
    expect(news(weekly, endSeries(weekly, '2026-12-18')).removed).toEqual([
      '2026-12-19T19:00',
      '2026-12-26T19:00',
    ])
  })
})
