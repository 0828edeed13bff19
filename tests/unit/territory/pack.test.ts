import { brotliCompressSync, gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Area } from '../../../api/territory/geometry.rules.ts'
import { buildLocator } from '../../../api/territory/locator.rules.ts'
import { decodePack, encodePack, packDisplacementMetres } from '../../../api/territory/pack.rules.ts'
import { missingData, readEpciAreas, readEpcis, seeded } from '../../support/geo-data.ts'
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

const nearestBorder = (areas: Area[], lon: number, lat: number) =>
  Math.min(...areas.map(({ geometry }) => metresToBorder(geometry, lon, lat)))

/** The yardstick is a sphere, up to 0.5 % off. */
const MARGIN = 1.01

describe('a territory pack', () => {
  it('keeps codes, names, holes and detached parts', () => {
    const areas = [
      anArea('59481', polygon(square(3.6, 50.2, 0.1), square(3.62, 50.22, 0.02))),
      {
        ...anArea('2A004', multi([square(3.7, 50.2, 0.1)], [square(4, 50, 0.1)])),
        name: 'L’Haÿ-les-Œufs 🌿',
      },
      anArea('00000', multi()),
    ]
    const unpacked = decodePack(encodePack(areas))
    expect(unpacked.map(({ code, name }) => [code, name])).toEqual(
      areas.map(({ code, name }) => [code, name]),
    )
    expect(unpacked.map(({ geometry }) => geometry.type)).toEqual(['Polygon', 'MultiPolygon', 'MultiPolygon'])
    const locator = buildLocator(unpacked)
    expect(locator.locate(3.61, 50.21)).toBe('59481')
    expect(locator.locate(3.63, 50.23)).toBeNull()
    expect(locator.locate(3.75, 50.25)).toBe('2A004')
    expect(locator.locate(4.05, 50.05)).toBe('2A004')
  })

  it('keeps a border shared by two communes once', () => {
    const zigzag = Array.from({ length: 400 }, (_, i): [number, number] => [
      3.6 + (i % 2) / 50,
      50 + i / 4000,
    ])
    const west = anArea('A', polygon([[3.5, 50], ...zigzag, [3.5, 50.1]]))
    const east = anArea('B', polygon([[3.7, 50], [3.7, 50.1], ...zigzag.toReversed()]))
    const [alone, both] = [encodePack([west]).length, encodePack([west, east]).length]
    expect(both).toBeLessThan(alone + 60)
    const locator = buildLocator(decodePack(encodePack([west, east])))
    expect([locator.locate(3.55, 50.05), locator.locate(3.65, 50.05)]).toEqual(['A', 'B'])
  })

  it('moves nothing when positions have no more decimals than it keeps', () => {
    const decimal = fc.integer({ min: -9_000_000, max: 9_000_000 }).map((units) => units / 1e5)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(decimal, decimal), { minLength: 3, maxLength: 12 }),
        decimal,
        (ring, y) => {
          const areas = [anArea('A', polygon(ring))]
          const [exact, packed] = [buildLocator(areas), buildLocator(decodePack(encodePack(areas)))]
          for (const [lon, lat] of [...ring, ...ring.map(([x]): [number, number] => [x, y])]) {
            expect(packed.locate(lon, lat)).toBe(exact.locate(lon, lat))
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each([
    ['a partition', aPartition],
    ['any tangle of rings', aTangle],
  ])('of %s answers like the exact boundaries further than its displacement from a border', (_, shapes) => {
    fc.assert(
      fc.property(shapes, sharesAlong, fc.integer({ min: 2, max: 7 }), (areas, shares, decimals) => {
        const locator = buildLocator(decodePack(encodePack(areas, decimals)))
        const truth = oracle(areas)
        for (const [lon, lat] of delicatePoints(areas, shares)) {
          const found = locator.locate(lon, lat)
          if (found === (truth(lon, lat)[0] ?? null)) continue
          expect(nearestBorder(areas, lon, lat)).toBeLessThanOrEqual(
            packDisplacementMetres(lat, decimals) * MARGIN,
          )
        }
      }),
      { numRuns: 120 },
    )
  })

  it('states a displacement under 70 cm in France', () => {
    for (const lat of [41.3, 46, 51.1]) expect(packDisplacementMetres(lat)).toBeLessThan(0.7)
    expect(packDisplacementMetres(50.2, 7)).toBeLessThan(0.007)
  })

  it('is refused when cut short, damaged, or something else', () => {
    const pack = encodePack([anArea('59481', polygon(square(3.6, 50.2, 0.1)))])
    for (let length = 0; length < pack.length; length++) {
      expect(() => decodePack(pack.subarray(0, length))).toThrow(/^Territory pack: /)
    }
    for (let at = 0; at < pack.length; at++) {
      const damaged = pack.map((byte, i) => (i === at ? byte ^ 4 : byte))
      expect(() => decodePack(damaged)).toThrow(/^Territory pack: /)
    }
    expect(() => decodePack(new TextEncoder().encode('{"type":"FeatureCollection"}'))).toThrow(
      /^Territory pack: /,
    )
    expect(() => encodePack([], 0)).toThrow(RangeError)
  })
})

const missing = missingData(
  'communes-59.geojson',
  'communes-62.geojson',
  'communes-02.geojson',
  'epci-members.json',
)

describe.skipIf(missing !== null)(
  `the pack of a real territory${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    it('of Pays de Mormal, 52 communes, is under 60 KB once compressed', () => {
      const pack = encodePack(readEpciAreas('200043321'))
      expect(decodePack(pack)).toHaveLength(52)
      expect(gzipSync(pack).length).toBeLessThan(60_000)
      expect(brotliCompressSync(pack).length).toBeLessThan(60_000)
    })

    it('of each of the five EPCI answers as the exact boundaries do, everywhere', () => {
      const random = seeded(59481)
      for (const { siren, communes } of readEpcis()) {
        const areas = readEpciAreas(siren)
        expect(areas).toHaveLength(communes.length)
        const [exact, packed] = [buildLocator(areas), buildLocator(decodePack(encodePack(areas)))]
        for (const [lon, lat] of delicatePoints(areas.map(toSinglePart), [random()])) {
          expect(packed.locate(lon, lat)).toBe(exact.locate(lon, lat))
        }
      }
    })

    it('with three decimals only, agrees except within its displacement of a border', () => {
      const areas = readEpciAreas('200043321')
      const [exact, packed] = [buildLocator(areas), buildLocator(decodePack(encodePack(areas, 3)))]
      const random = seeded(3)
      let different = 0
      for (let i = 0; i < 40_000; i++) {
        const [lon, lat] = [3.45 + random() * 0.5, 50.05 + random() * 0.35]
        if (packed.locate(lon, lat) === exact.locate(lon, lat)) continue
        different++
        expect(nearestBorder(areas, lon, lat)).toBeLessThanOrEqual(packDisplacementMetres(lat, 3) * MARGIN)
      }
      expect(different).toBeGreaterThan(0)
    })
  },
)

/** Every ring as a part of its own, the shape `delicatePoints` walks. */
function toSinglePart(area: Area): Area {
  const { geometry } = area
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()
  return { ...area, geometry: { type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) } }
}
