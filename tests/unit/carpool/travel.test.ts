import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { greatCircleMetres } from '../../../api/platform/distance.rules.ts'
import {
  aireReaches,
  emptyTravelTable,
  estimateTravel,
  estimateTravelTable,
  NO_ROAD,
  setTravel,
} from '../../../api/carpool/travel.rules.ts'

const bavay = { lon: 3.7937, lat: 50.2981 }
const valenciennes = { lon: 3.5234, lat: 50.3579 }
const leQuesnoy = { lon: 3.6376, lat: 50.2487 }

const aPlace = fc.record({
  lon: fc.double({ min: 3, max: 5, noNaN: true }),
  lat: fc.double({ min: 49.8, max: 50.8, noNaN: true }),
})

describe('The estimate of a drive', () => {
  it('is near what the road takes: Bavay to Valenciennes in half an hour, 26 km', () => {
    expect(greatCircleMetres(bavay, valenciennes)).toBeCloseTo(20_330, -2)
    const { seconds, metres } = estimateTravel(bavay, valenciennes)!
    expect(seconds / 60).toBeGreaterThan(24)
    expect(seconds / 60).toBeLessThan(32)
    expect(metres / 1000).toBeGreaterThan(24)
    expect(metres / 1000).toBeLessThan(28)
  })

  it('is nothing to the same place, and none at all over a sea', () => {
    expect(estimateTravel(bavay, bavay)).toEqual({ seconds: 0, metres: 0 })
    expect(estimateTravel(bavay, { lon: 8.74, lat: 41.93 })).toBeNull()
    expect(estimateTravel(bavay, { lon: NaN, lat: 50 })).toBeNull()
  })

  it('never makes a detour quicker than the straight way, and takes as long back as there', () => {
    fc.assert(
      fc.property(aPlace, aPlace, aPlace, (a, b, c) => {
        const seconds = (from: typeof a, to: typeof a) => estimateTravel(from, to)!.seconds
        expect(seconds(a, b) + seconds(b, c)).toBeGreaterThanOrEqual(seconds(a, c))
        expect(seconds(a, b)).toBe(seconds(b, a))
      }),
      { numRuns: 2000 },
    )
  })

  it('fills a table both ways', () => {
    const table = estimateTravelTable([bavay, valenciennes, leQuesnoy])
    expect(table.seconds[1]).toBe(estimateTravel(bavay, valenciennes)!.seconds)
    expect(table.metres[2 * 3 + 0]).toBe(estimateTravel(leQuesnoy, bavay)!.metres)
    expect([table.seconds[0], table.seconds[4], table.seconds[8]]).toEqual([0, 0, 0])
  })
})

describe('A travel table', () => {
  it('holds each way by itself, and no road for what cannot be driven in 18 hours', () => {
    const table = emptyTravelTable(2)
    expect([...table.seconds]).toEqual([0, NO_ROAD, NO_ROAD, 0])
    setTravel(table, 0, 1, { seconds: 600.4, metres: 9000.6 })
    setTravel(table, 1, 0, { seconds: NO_ROAD, metres: 1 })
    setTravel(table, 1, 1, { seconds: 5, metres: 5 })
    expect([...table.seconds]).toEqual([0, 600, NO_ROAD, 0])
    expect([...table.metres]).toEqual([0, 9001, 0, 0])
    setTravel(table, 0, 1, null)
    setTravel(table, 1, 0, { seconds: -1, metres: 1 })
    expect([...table.seconds]).toEqual([0, NO_ROAD, NO_ROAD, 0])
    for (const size of [-1, 1.5, 10_001]) expect(() => emptyTravelTable(size)).toThrow(RangeError)
  })
})

describe('The aires within a walk', () => {
  it('are the nearest first, the one we stand at for nothing', () => {
    const near = { lon: leQuesnoy.lon, lat: leQuesnoy.lat + 0.005 }
    const farther = { lon: leQuesnoy.lon + 0.012, lat: leQuesnoy.lat }
    const reaches = aireReaches([bavay, farther, leQuesnoy, near], leQuesnoy, 1500)
    expect(reaches.map(({ aire }) => aire)).toEqual([2, 3, 1])
    // 556 m north and 853 m east, by paths 723 m and 1,109 m, at 1.25 m/s.
    expect(reaches.map(({ walkSeconds }) => walkSeconds)).toEqual([0, 578, 887])
    expect(aireReaches([farther, leQuesnoy, near], leQuesnoy, 1500, 2).map(({ aire }) => aire)).toEqual([
      1, 2,
    ])
    expect(aireReaches([bavay, leQuesnoy], leQuesnoy, 0)).toEqual([{ aire: 1, walkSeconds: 0 }])
  })

  it('are those a look at every distance finds', () => {
    fc.assert(
      fc.property(fc.array(aPlace), aPlace, fc.nat({ max: 100_000 }), (aires, point, limit) => {
        const truth = aires.flatMap((aire, i) => (greatCircleMetres(aire, point) * 1.3 <= limit ? [i] : []))
        expect(
          aireReaches(aires, point, limit, Infinity)
            .map(({ aire }) => aire)
            .sort((a, b) => a - b),
        ).toEqual(truth)
      }),
    )
  })
})
