import { describe, expect, it } from 'vitest'
import { monthBefore, monthsBetween, told, toldKm } from '../../../api/carpool/ride-figures.rules.ts'

describe('A count', () => {
  it('is told from five on, rounded down to a multiple of five', () => {
    expect([0, 1, 4, 5, 6, 9, 10, 14, 15].map(told)).toEqual([null, null, null, 5, 5, 5, 10, 10, 15])
  })

  it('cannot be found by taking what is told of the parts from the whole', () => {
    // Whatever the hidden part is, the same is told.
    const readings = [0, 1, 2, 3, 4].map((hidden) =>
      JSON.stringify([told(10 + hidden), told(10), told(hidden)]),
    )
    expect(new Set(readings).size).toBe(1)
  })

  it('of kilometres is told of five rides and more, by fifties', () => {
    expect(toldKm(400_000, 4)).toBeNull()
    expect(toldKm(99_999, 5)).toBe(50)
    expect(toldKm(120_000, 5)).toBe(100)
  })
})

describe('Months', () => {
  it('follow each other over a new year', () => {
    expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
    expect(monthBefore('2026-01', 1)).toBe('2025-12')
    expect(monthBefore('2026-11', 11)).toBe('2025-12')
  })
})
