import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { approximateCells } from '../../../api/territory/cells.rules.ts'
import { distanceMetres } from '../../../api/territory/geometry.rules.ts'
import { buildLocator } from '../../../api/territory/locator.rules.ts'
import { metresToBorder } from '../../support/geo-oracle.ts'

const aCentre = (code: string, lon: number, lat: number) => ({ code, name: `Commune ${code}`, lon, lat })
const centres = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })), {
    minLength: 1,
    maxLength: 40,
    selector: ([x, y]) => `${x},${y}`,
  })
  .map((spots) => spots.map(([x, y], i) => aCentre(String(59000 + i), 3.4 + x / 1000, 50.1 + y / 1000)))

describe('approximate cells', () => {
  it('hold their own centre, and every point nearby goes to the nearest centre', () => {
    const offset = fc.double({ min: -0.02, max: 0.02, noNaN: true })
    fc.assert(
      fc.property(centres, offset, offset, (towns, dx, dy) => {
        const cells = approximateCells(towns)
        expect(cells.map(({ code }) => code)).toEqual(towns.map(({ code }) => code))
        const locator = buildLocator(cells)
        for (const { code, lon, lat } of towns) {
          expect(locator.locate(lon, lat)).toBe(code)
          const [x, y] = [lon + dx, lat + dy]
          const byDistance = towns
            .map((town) => ({ code: town.code, metres: distanceMetres(x, y, town.lon, town.lat) }))
            .sort((a, b) => a.metres - b.metres)
          const found = locator.locate(x, y)
          // The plane of the cells stretches by under 1 % from one end of such a territory to the other.
          const [first, second] = byDistance
          if (found === null) expect(first!.metres).toBeGreaterThan(2_400)
          else if (!second || second.metres > first!.metres * 1.02 + 1) expect(found).toBe(first!.code)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('fill the bounds when these are given, without a gap or an overlap', () => {
    fc.assert(
      fc.property(
        centres,
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
          { minLength: 20, maxLength: 20 },
        ),
        (towns, shares) => {
          const cells = approximateCells(towns, [3.3, 50, 3.9, 50.6])
          const locators = cells.map((cell) => buildLocator([cell]))
          for (const [u, v] of shares) {
            const [lon, lat] = [3.30001 + 0.59998 * u, 50.00001 + 0.59998 * v]
            const holders = locators.filter((locator) => locator.locate(lon, lat) !== null).length
            const onBorder =
              Math.min(...cells.map(({ geometry }) => metresToBorder(geometry, lon, lat))) < 0.2
            if (!onBorder) expect(holders).toBe(1)
          }
          expect(buildLocator(cells).locate(3.29999, 50.3)).toBeNull()
          expect(buildLocator(cells).locate(3.5, 50.60001)).toBeNull()
        },
      ),
      { numRuns: 60 },
    )
  })

  it('leave out the second of two centres at the same place', () => {
    const cells = approximateCells([
      aCentre('A', 3.5, 50.2),
      aCentre('B', 3.5, 50.2),
      aCentre('C', 3.6, 50.2),
    ])
    expect(cells.map(({ code }) => code)).toEqual(['A', 'C'])
  })

  it('are none for no centre, and refuse one that is not on Earth', () => {
    expect(approximateCells([])).toEqual([])
    expect(() => approximateCells([aCentre('59481', 3.6, 502)])).toThrow(
      'Centre of 59481: impossible position 3.6, 502',
    )
  })
})
