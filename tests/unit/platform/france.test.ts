import { describe, expect, it } from 'vitest'
import { looksSwapped } from '../../../api/platform/france.rules.ts'

describe('a position', () => {
  it.each([
    ['Le Quesnoy', 50.2486, 3.6376],
    ['Brest', 48.39, -4.486],
    ['Bonifacio', 41.387, 9.159],
    ['Saint-Denis de La Réunion', -20.882, 55.451],
    ['Mamoudzou', -12.78, 45.228],
    ['Cayenne', 4.922, -52.313],
    ['Nouméa', -22.276, 166.458],
    ['Papeete', -17.535, -149.57],
  ])('of %s is known to be swapped only when it is', (_, lat, lon) => {
    expect(looksSwapped(lat, lon)).toBe(false)
    expect(looksSwapped(lon, lat)).toBe(true)
  })

  it('that makes no sense either way is not said to be swapped', () => {
    expect(looksSwapped(0, 0)).toBe(false)
    expect(looksSwapped(NaN, 50)).toBe(false)
    expect(looksSwapped(40.7, -74)).toBe(false)
  })
})
