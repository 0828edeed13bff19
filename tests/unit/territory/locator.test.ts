import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Area, Position } from '../../../api/territory/geometry.rules.ts'
import { buildLocator } from '../../../api/territory/locator.rules.ts'
import { InvalidBoundary } from '../../../api/territory/locator-edges.rules.ts'
import { metresToBorder, oracle } from '../../support/geo-oracle.ts'
import {
  anArea,
  aPartition,
  aTangle,
  delicatePoints,
  multi,
  polygon,
  sharesAlong,
  square,
} from '../../support/geo-shapes.ts'

describe('the commune of a point', () => {
  it('is the one whose boundary holds it, and none outside', () => {
    const locator = buildLocator([
      anArea('B', polygon(square(4, 50, 1))),
      anArea('A', polygon(square(3, 50, 1))),
    ])
    expect(locator.codes).toEqual(['A', 'B'])
    expect(locator.locate(3.5, 50.5)).toBe('A')
    expect(locator.locate(4.5, 50.5)).toBe('B')
    expect(locator.locate(5.5, 50.5)).toBeNull()
    expect(locator.locate(3.5, -50.5)).toBeNull()
    expect([...locator.locateMany(Float64Array.of(4.5, 50.5, 3.5, 50.5, 0, 0))]).toEqual([1, 0, -1])
  })

  it('is not the one that surrounds it when it stands in a hole, but the one that fills the hole', () => {
    const ring = anArea('59001', polygon(square(3, 50, 1), square(3.25, 50.25, 0.5)))
    const enclave = anArea('59002', polygon(square(3.25, 50.25, 0.25)))
    const locator = buildLocator([ring, enclave])
    expect(locator.locate(3.1, 50.1)).toBe('59001')
    expect(locator.locate(3.3, 50.3)).toBe('59002')
    expect(locator.locate(3.6, 50.6)).toBeNull()
  })

  it('is found on each part of a commune in several pieces', () => {
    const locator = buildLocator([
      anArea('A', multi([square(3, 50, 0.1)], [square(3.5, 50.5, 0.1), square(3.54, 50.54, 0.02)])),
    ])
    expect(locator.locate(3.05, 50.05)).toBe('A')
    expect(locator.locate(3.51, 50.51)).toBe('A')
    expect(locator.locate(3.55, 50.55)).toBeNull()
    expect(locator.locate(3.3, 50.3)).toBeNull()
  })

  it('is found far overseas as well as at home', () => {
    const locator = buildLocator([
      anArea('59481', polygon(square(3.6, 50.2, 0.05))),
      anArea('97411', polygon(square(55.4, -20.9, 0.05))),
      anArea('98735', polygon(square(-149.6, -17.6, 0.05))),
    ])
    expect(locator.locate(3.62, 50.22)).toBe('59481')
    expect(locator.locate(55.42, -20.88)).toBe('97411')
    expect(locator.locate(-149.58, -17.58)).toBe('98735')
    expect(locator.locate(-100, 0)).toBeNull()
  })

  it('is the lowest code where two boundaries overlap, whatever the order they came in', () => {
    const low = anArea('2A001', polygon(square(3, 50, 1)))
    const high = anArea('2B001', polygon(square(3.5, 50, 1)))
    for (const areas of [
      [low, high],
      [high, low],
    ]) {
      const locator = buildLocator(areas)
      expect(locator.locate(3.75, 50.5)).toBe('2A001')
      expect(locator.locate(4.25, 50.5)).toBe('2B001')
    }
  })

  it('is nobody for a point that cannot exist', () => {
    const locator = buildLocator([anArea('A', polygon(square(3, 50, 1)))])
    for (const [lon, lat] of [
      [NaN, 50],
      [3.5, NaN],
      [Infinity, 50],
      [3.5, -Infinity],
      [1e308, 1e308],
    ] as const) {
      expect(locator.locate(lon, lat)).toBeNull()
      expect(locator.candidates(lon, lat, 100)).toEqual([])
    }
  })

  it('is answered by a locator of nothing too', () => {
    expect(buildLocator([]).locate(3, 50)).toBeNull()
    expect(buildLocator([anArea('A', polygon())]).locate(0, 0)).toBeNull()
    expect(buildLocator([anArea('A', polygon([[3, 50]]))]).locate(3, 50)).toBeNull()
  })

  it('refuses a boundary with an impossible position, by name', () => {
    for (const bad of [NaN, 181, Infinity]) {
      expect(() =>
        buildLocator([anArea('59999', polygon([...square(3, 50, 1).slice(1), [bad, 50]]))]),
      ).toThrow(new InvalidBoundary('59999', `impossible position ${bad}, 50`))
    }
  })

  it('reads a ring that was left open as if it were closed', () => {
    const locator = buildLocator([anArea('A', polygon(square(3, 50, 1).slice(0, 4)))])
    expect(locator.locate(3.5, 50.5)).toBe('A')
    expect(locator.locate(2.99, 50.5)).toBeNull()
  })

  it('stays right where more than thirty-two communes meet in one place', () => {
    const slices = Array.from({ length: 80 }, (_, i) => {
      const at = (k: number): Position => [
        3 + 1e-4 * Math.cos((k * Math.PI) / 40),
        50 + 1e-4 * Math.sin((k * Math.PI) / 40),
      ]
      return anArea(String(100 + i), polygon([[3, 50], at(i), at(i + 1), [3, 50]]))
    })
    const faraway = anArea('999', polygon(square(4, 51, 0.5)))
    const locator = buildLocator([...slices, faraway])
    const truth = oracle(slices)
    for (let k = 0; k < 400; k++) {
      const angle = (k * Math.PI) / 200 + 0.001
      const [lon, lat] = [3 + 5e-5 * Math.cos(angle), 50 + 5e-5 * Math.sin(angle)]
      expect(locator.locate(lon, lat)).toBe(truth(lon, lat)[0])
    }
  })
})

describe('the commune of a point, against exact containment', () => {
  it('is the oracle’s on every delicate point of a partition, and exactly one commune holds each', () => {
    fc.assert(
      fc.property(aPartition, sharesAlong, (areas, along) => {
        const locator = buildLocator(areas)
        const truth = oracle(areas)
        for (const [lon, lat] of delicatePoints(areas, along)) {
          const holders = truth(lon, lat)
          expect(holders.length).toBeLessThanOrEqual(1)
          expect(locator.locate(lon, lat)).toBe(holders[0] ?? null)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('is the oracle’s on every delicate point of any tangle of rings', () => {
    fc.assert(
      fc.property(aTangle, sharesAlong, (areas, along) => {
        const locator = buildLocator(areas)
        const truth = oracle(areas)
        for (const [lon, lat] of delicatePoints(areas, along)) {
          expect(locator.locate(lon, lat)).toBe(truth(lon, lat)[0] ?? null)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('the communes near a point', () => {
  const west = anArea('A', polygon(square(3, 50, 0.1)))
  const east = anArea('B', polygon(square(3.1, 50, 0.1)))
  const locator = buildLocator([west, east])

  it('are its own first, then the others within the accuracy, nearest first', () => {
    const nearBorder = locator.candidates(3.0999, 50.05, 20)
    expect(nearBorder.map(({ code }) => code)).toEqual(['A', 'B'])
    expect(nearBorder[0]!.distanceMetres).toBe(0)
    expect(nearBorder[1]!.distanceMetres).toBeCloseTo(7.17, 1)
    expect(locator.candidates(3.0999, 50.05, 5).map(({ code }) => code)).toEqual(['A'])
    expect(locator.candidates(3.05, 50.05, 20).map(({ code, name }) => [code, name])).toEqual([
      ['A', 'Commune A'],
    ])
  })

  it('are found from outside, and none is when none is near', () => {
    expect(locator.candidates(3.2001, 50.05, 20).map(({ code }) => code)).toEqual(['B'])
    expect(locator.candidates(3.3, 50.05, 20)).toEqual([])
  })

  it('are only its own when the accuracy is not a distance', () => {
    for (const accuracy of [0, -5, NaN]) {
      expect(locator.candidates(3.05, 50.05, accuracy).map(({ code }) => code)).toEqual(['A'])
    }
  })

  it('are those whose border or surface is within reach, measured one by one', () => {
    fc.assert(
      fc.property(
        aPartition,
        fc.double({ min: -0.1, max: 0.5, noNaN: true }),
        fc.double({ min: -0.1, max: 0.5, noNaN: true }),
        fc.double({ min: 1, max: 20_000, noNaN: true }),
        (areas, dx, dy, reach) => {
          const [lon, lat] = [3.5 + dx, 50.25 + dy]
          const found = buildLocator(areas).candidates(lon, lat, reach)
          const holders = oracle(areas)(lon, lat)
          // The yardstick is a sphere: a commune within 1 % of the reach may be counted either way.
          const within = (slack: number) =>
            areas
              .filter(
                ({ code, geometry }) =>
                  holders.includes(code) || metresToBorder(geometry, lon, lat) <= reach * slack,
              )
              .map(({ code }) => code)
          const codes = found.map(({ code }) => code)
          expect(codes).toEqual(expect.arrayContaining(outlines(within(0.99), areas, holders)))
          expect(within(1.01)).toEqual(expect.arrayContaining(codes))
          expect(found.map(({ distanceMetres }) => distanceMetres)).toEqual(
            found.map(({ distanceMetres }) => distanceMetres).toSorted((a, b) => a - b),
          )
          if (holders.length > 0) expect(codes[0]).toBe(holders[0])
        },
      ),
      { numRuns: 200 },
    )
  })
})

/**
 * The yardstick measures the lines between two squares of one commune, which are no border. Keep a commune only if it
 * has a single part, or holds the point.
 */
function outlines(codes: string[], areas: Area[], holders: string[]): string[] {
  return codes.filter(
    (code) => holders.includes(code) || areas.find((a) => a.code === code)!.geometry.coordinates.length === 1,
  )
}
