import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRoadRef, ROAD_MANAGERS } from '../../../api/territory/road-refs.rules.ts'
import { buildRoadIndex } from '../../../api/territory/roads.rules.ts'
import type { Road } from '../../../api/territory/roads.rules.ts'

type Line = [number, number][]
const aRoad = (id: string, ref: string, ...lines: Line[]): Road => ({
  id,
  ref,
  owner: ROAD_MANAGERS[parseRoadRef(ref)!.kind],
  geometry:
    lines.length === 1
      ? { type: 'LineString', coordinates: lines[0]! }
      : { type: 'MultiLineString', coordinates: lines },
})

/** Metres on a sphere, by the haversine: another formula than the one under test, within 0.4 % of it. */
function haversine(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const rad = Math.PI / 180
  const h =
    Math.sin(((lat2 - lat1) * rad) / 2) ** 2 +
    Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h))
}

/** The closest of many points along a road. */
function walk(road: Road, lon: number, lat: number): number {
  const lines = road.geometry.type === 'LineString' ? [road.geometry.coordinates] : road.geometry.coordinates
  let nearest = Infinity
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      const [x1, y1] = line[i - 1]!
      const [x2, y2] = line[i]!
      for (let k = 0; k <= 400; k++) {
        const t = k / 400
        nearest = Math.min(nearest, haversine(lon, lat, x1 + t * (x2 - x1), y1 + t * (y2 - y1)))
      }
    }
  }
  return nearest
}

describe('the road a point is on', () => {
  const departmental = aRoad('d932', 'D 932', [
    [3.6, 50.24],
    [3.64, 50.25],
    [3.7, 50.26],
  ])
  const national = aRoad(
    'n2',
    'N 2',
    [
      [3.6, 50.2],
      [3.7, 50.2],
    ],
    [
      [3.71, 50.2],
      [3.8, 50.21],
    ],
  )
  const index = buildRoadIndex([departmental, national])

  it('is the nearest within the accuracy, with its owner and distance', () => {
    const found = index.nearest(3.64, 50.2502, 50)
    expect(found).toMatchObject({ id: 'd932', ref: 'D 932', owner: 'departement' })
    expect(found!.distanceMetres).toBeGreaterThan(18)
    expect(found!.distanceMetres).toBeLessThan(22.3)
  })

  it('is none when every road is further', () => {
    expect(index.nearest(3.64, 50.2502, 15)).toBeNull()
    expect(index.nearest(3.65, 50.23, 100)).toBeNull()
    expect(index.nearest(-3, 40, 100)).toBeNull()
    expect(index.nearest(3.64, 50.25, -1)).toBeNull()
    expect(index.nearest(NaN, 50.25, 100)).toBeNull()
    expect(buildRoadIndex([]).nearest(3.64, 50.25, 100)).toBeNull()
  })

  it('is found on each part of a road in pieces, but not in the gap between them', () => {
    expect(index.nearest(3.65, 50.2, 10)!.id).toBe('n2')
    expect(index.nearest(3.755, 50.205, 10)!.id).toBe('n2')
    expect(index.nearest(3.705, 50.2, 300)).toBeNull()
    expect(index.nearest(3.705, 50.2, 400)!.distanceMetres).toBeCloseTo(357, -1)
  })

  it('is listed with all the others within reach, once each, nearest first', () => {
    expect(index.within(3.65, 50.226, 5000).map(({ id }) => id)).toEqual(['d932', 'n2'])
    expect(index.within(3.65, 50.21, 5000).map(({ id }) => id)).toEqual(['n2', 'd932'])
    expect(index.within(3.65, 50.21, Infinity)).toHaveLength(2)
    expect(index.within(0, 90, 1)).toEqual([])
  })

  it('may be a single point, such as a roundabout that was simplified away', () => {
    expect(buildRoadIndex([aRoad('r', 'C 4', [[3.6, 50.2]])]).nearest(3.6, 50.2001, 20)!.ref).toBe('C 4')
  })

  it('cannot be drawn off the Earth', () => {
    expect(() => buildRoadIndex([aRoad('x1', 'D 1', [[3.6, 95]])])).toThrow(
      'Road x1: impossible position 3.6, 95',
    )
  })

  it('is the one a patient walk along every road finds nearest', () => {
    const spot = fc.tuple(
      fc.double({ min: 3.5, max: 3.7, noNaN: true }),
      fc.double({ min: 50.1, max: 50.3, noNaN: true }),
    )
    const lines = fc.array(fc.array(spot, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(
        lines,
        spot,
        fc.double({ min: 1, max: 8000, noNaN: true }),
        (network, [lon, lat], reach) => {
          const roads = network.map((line, i) => aRoad(String(i), `D ${i + 1}`, line))
          const walked = new Map(roads.map((road) => [road.id, walk(road, lon, lat)]))
          const found = buildRoadIndex(roads).within(lon, lat, reach)
          // A step of the walk is at most 70 m of road, so it passes within 35 m of the foot of the perpendicular.
          for (const { id, distanceMetres } of found) {
            expect(distanceMetres).toBeLessThanOrEqual(walked.get(id)! * 1.005 + 1e-6)
            expect(Math.hypot(distanceMetres, 40)).toBeGreaterThanOrEqual(walked.get(id)! * 0.995)
          }
          const ids = found.map(({ id }) => id)
          for (const [id, distance] of walked) if (distance < reach * 0.995) expect(ids).toContain(id)
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('a road number', () => {
  it.each([
    ['D 932', 'departmental', 'D 932'],
    ['D932', 'departmental', 'D 932'],
    ['RD 932', 'departmental', 'D 932'],
    ['rd.932', 'departmental', 'D 932'],
    ['CD 12', 'departmental', 'D 12'],
    ['D 951A', 'departmental', 'D 951A'],
    ['D28E2', 'departmental', 'D 28E2'],
    ['D 40 bis', 'departmental', 'D 40 bis'],
    ['D 007', 'departmental', 'D 7'],
    ['N2', 'national', 'N 2'],
    ['RN 2', 'national', 'N 2'],
    ['A2', 'motorway', 'A 2'],
    ['A 86', 'motorway', 'A 86'],
    ['M 6', 'metropolitan', 'M 6'],
    ['C 4', 'communal', 'C 4'],
    ['VC n°4', null, null],
    ['VC 4', 'communal', 'C 4'],
    ['CR 15', 'rural', 'CR 15'],
    ['E 19;A 2', 'motorway', 'A 2'],
    ['E 19', null, null],
    ['', null, null],
    ['D', null, null],
    ['932', null, null],
    ['D 0', null, null],
    ['rue de Bavay', null, null],
    ['D 932 et D 33', null, null],
    ['constructor 4', null, null],
  ])('%s is %s', (text, kind, label) => {
    const ref = parseRoadRef(text)
    expect([ref?.kind ?? null, ref?.label ?? null]).toEqual([kind, label])
  })

  it('is read back from its own label', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('A', 'N', 'D', 'M', 'C', 'CR'),
        fc.integer({ min: 1, max: 99_999 }),
        fc.constantFrom('', 'A', 'E1', ' bis', ' ter'),
        (sign, number, suffix) => {
          const label = `${sign} ${number}${suffix}`
          expect(parseRoadRef(label)!.label).toBe(label)
          expect(parseRoadRef(label.replaceAll(' ', '').toLowerCase())).toEqual(parseRoadRef(label))
        },
      ),
    )
  })
})
