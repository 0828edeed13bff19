import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  contestedChanges,
  contestedFields,
  isLate,
  momentOf,
  refuseMerge,
} from '../../../api/incidents/desk.rules.ts'
import { medianOf, monthsOf, periodOf } from '../../../api/incidents/figures.rules.ts'

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('late', () => {
  it('is open after the day promised, and nothing closed ever is', () => {
    expect(isLate({ open: true, dueAt: 10 }, 11)).toBe(true)
    expect(isLate({ open: true, dueAt: 10 }, 10)).toBe(false)
    expect(isLate({ open: false, dueAt: 10 }, 11)).toBe(false)
  })
})

describe('an act done offline', () => {
  it('is never in the future nor before what it follows', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(),
        fc.option(fc.integer(), { nil: undefined }),
        (since, wait, happenedAt) => {
          const now = since + wait
          const at = momentOf({ happenedAt, since, now })
          expect(at).toBeGreaterThanOrEqual(since)
          expect(at).toBeLessThanOrEqual(now)
        },
      ),
    )
  })
})

describe('merging', () => {
  const incident = { id: 'a', territorySiren: '1', mergedIntoId: null }
  it('is refused into itself, across territories and twice', () => {
    expect(refuseMerge(incident, incident)).toBe('merge-same')
    expect(refuseMerge(incident, { ...incident, id: 'b', territorySiren: '2' })).toBe('merge-other-territory')
    expect(refuseMerge({ ...incident, mergedIntoId: 'c' }, { ...incident, id: 'b' })).toBe('already-merged')
    expect(refuseMerge(incident, { ...incident, id: 'b' })).toBeNull()
  })
})

describe('a conflict', () => {
  it('is only about what an agent decides', () => {
    const seen = Object.fromEntries(contestedFields.map((field) => [field, 'same'])) as Record<
      (typeof contestedFields)[number],
      unknown
    >
    const current = { ...seen, meTooCount: 3, unread: false }
    expect(contestedChanges(seen, current)).toEqual([])
    expect(contestedChanges(seen, { ...current, status: 'resolved', assignee: { id: 'x' } })).toEqual([
      'status',
      'assignee',
    ])
  })
})

describe('the period of the figures', () => {
  it('is the year up to today unless asked otherwise, leap days included', () => {
    expect(periodOf({}, '2026-11-24')).toEqual({ from: '2025-11-25', to: '2026-11-24' })
    expect(periodOf({}, '2028-02-29')).toEqual({ from: '2027-03-01', to: '2028-02-29' })
    expect(periodOf({}, '2026-12-31')).toEqual({ from: '2026-01-01', to: '2026-12-31' })
    expect(periodOf({}, '2028-02-28')).toEqual({ from: '2027-03-01', to: '2028-02-28' })
    expect(periodOf({ from: '2026-05-02', to: '2026-05-01' }, '2026-11-24')).toEqual({
      from: '2026-05-01',
      to: '2026-05-02',
    })
  })

  it('is always in order and of real days', () => {
    fc.assert(
      fc.property(
        fc.option(day, { nil: undefined }),
        fc.option(day, { nil: undefined }),
        day,
        (from, to, today) => {
          const period = periodOf({ from, to }, today)
          expect(period.from <= period.to).toBe(true)
          for (const bound of [period.from, period.to])
            expect(new Date(bound).toISOString().slice(0, 10)).toBe(bound)
        },
      ),
    )
  })

  it('meets each of its months once', () => {
    expect(monthsOf({ from: '2025-11-30', to: '2026-02-01' }).map(({ key }) => key)).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
    ])
    expect(monthsOf({ from: '2026-12-01', to: '2026-12-31' })).toEqual([
      { key: '2026-12', from: '2026-12-01', until: '2027-01-01' },
    ])
  })
})

describe('the median of counted values', () => {
  it('is that of the values themselves, put in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }), (values) => {
        const histogram = [...Map.groupBy(values, (value) => value)].map(([value, all]) => ({
          value,
          count: all.length,
        }))
        const sorted = values.toSorted((a, b) => a - b)
        const middle = sorted.length / 2
        const expected =
          sorted.length % 2 === 1
            ? sorted[Math.floor(middle)]
            : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
        expect(medianOf(histogram)).toBe(expected)
      }),
    )
    expect(medianOf([])).toBeNull()
  })
})
