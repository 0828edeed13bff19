import { describe, expect, it } from 'vitest'
import { costCap, costCapCents, kilometricScales, scaleOf } from '../../../api/carpool/scale.rules.ts'

describe('The kilometric scale', () => {
  it('is that of the year, else the latest known before; before all of them, the first', () => {
    const scales = [2023, 2025].map((year) => ({ year, centsPerKm: year, source: '', sourceUrl: '' }))
    expect(
      ['2022-12-31', '2023-01-01', '2024-12-31', '2025-01-01', '2031-06-01'].map(
        (day) => scaleOf(day, scales).year,
      ),
    ).toEqual([2023, 2023, 2023, 2025, 2025])
  })

  it('has each year once, in order, each with where it was read', () => {
    const years = kilometricScales.map(({ year }) => year)
    expect(years).toEqual([...new Set(years)].toSorted((a, b) => a - b))
    for (const { centsPerKm, source, sourceUrl } of kilometricScales) {
      expect(centsPerKm).toBeGreaterThan(0)
      expect(source).toContain('art. 6 B')
      expect(sourceUrl).toMatch(/^https:\/\/www\.(?:legifrance|impots)\.gouv\.fr\//)
    }
  })
})

describe('What a passenger may be asked', () => {
  it('leaves the driver one share with every seat taken, and nobody gains', () => {
    for (const seats of [1, 2, 3, 8])
      for (const metres of [500, 15_000, 123_456]) {
        const cap = costCapCents({ metres, seats, day: '2026-11-26' })
        expect(cap * (seats + 1)).toBeLessThanOrEqual((metres / 1000) * 52.9)
        expect((cap + 1) * (seats + 1)).toBeGreaterThan((metres / 1000) * 52.9)
      }
  })

  it('says the scale it comes from: 20 km, three seats, 2026', () => {
    expect(costCap({ metres: 20_000, seats: 3, day: '2026-11-26' })).toMatchObject({
      capCents: 264,
      year: 2026,
      centsPerKm: 52.9,
    })
  })
})
