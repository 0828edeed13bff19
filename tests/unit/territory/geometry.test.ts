import { describe, expect, it } from 'vitest'
import {
  distanceMetres,
  distanceToSegment,
  isValidPoint,
  metresPerDegree,
} from '../../../api/territory/geometry.rules.ts'

describe('a position', () => {
  it.each([
    [3.6, 50.2, true],
    [180, 90, true],
    [-180, -90, true],
    [3.6, 90.001, false],
    [180.001, 50, false],
    [NaN, 50, false],
    [3.6, Infinity, false],
  ])('at longitude %s, latitude %s is on Earth: %s', (lon, lat, valid) => {
    expect(isValidPoint(lon, lat)).toBe(valid)
  })
})

describe('metres', () => {
  it('in a degree are those of the WGS 84 ellipsoid', () => {
    // EPSG Guidance Note 7-2 values: equator and pole of the ellipsoid.
    expect(metresPerDegree(0).x).toBeCloseTo(111_319.49, 1)
    expect(metresPerDegree(0).y).toBeCloseTo(110_574.28, 1)
    expect(metresPerDegree(90).y).toBeCloseTo(111_693.98, 1)
    expect(metresPerDegree(90).x).toBeCloseTo(0, 6)
  })

  it('to a segment are those to its nearest point, end or not', () => {
    expect(distanceToSegment(-1, 2, 1, 2)).toBe(2)
    expect(distanceToSegment(3, 4, 6, 8)).toBe(5)
    expect(distanceToSegment(6, 8, 3, 4)).toBe(5)
    expect(distanceToSegment(3, 4, 3, 4)).toBe(5)
    expect(distanceToSegment(-1, -1, 2, 2)).toBe(0)
  })
})

describe('a distance', () => {
  // Metres by Vincenty's inverse formula on WGS 84, worked out by another program.
  it.each([
    ['Le Quesnoy to Bavay', 3.6376, 50.2486, 3.7936, 50.2985, 12_429.18],
    ['Le Quesnoy to Lille', 3.6376, 50.2486, 3.0573, 50.6292, 59_092.17],
    ['Le Quesnoy to Paris', 3.6376, 50.2486, 2.3522, 48.8566, 180_602.75],
    ['one degree of latitude', 0, 49, 0, 50, 111_219.41],
    ['one degree of longitude', 3, 49, 4, 49, 73_171.26],
  ])('%s is the geodesic, within 0.01 %%', (_, lon1, lat1, lon2, lat2, geodesic) => {
    expect(Math.abs(distanceMetres(lon1, lat1, lon2, lat2) / geodesic - 1)).toBeLessThan(1e-4)
    expect(distanceMetres(lon2, lat2, lon1, lat1)).toBe(distanceMetres(lon1, lat1, lon2, lat2))
  })

  it('from a place to itself is nothing', () => {
    expect(distanceMetres(3.6376, 50.2486, 3.6376, 50.2486)).toBe(0)
  })
})
