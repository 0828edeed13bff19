import { beforeAll, describe, expect, it } from 'vitest'
import type { Area } from '../../../api/territory/geometry.rules.ts'
import { polygonsOf } from '../../../api/territory/geometry.rules.ts'
import { buildLocator } from '../../../api/territory/locator.rules.ts'
import type { Locator } from '../../../api/territory/locator.rules.ts'
import {
  missingData,
  readContours,
  readEpciAreas,
  readEpcis,
  readTruth,
  seeded,
} from '../../support/geo-data.ts'
import { oracle } from '../../support/geo-oracle.ts'

const missingEpci = missingData(
  'communes-59.geojson',
  'communes-62.geojson',
  'communes-02.geojson',
  'epci-members.json',
  'routing-truth.json',
)
const missingFrance = missingData('communes-france.geojson.gz', 'routing-truth.json')
const reason = (missing: string | null) => (missing ? ` (skipped: ${missing})` : '')

/** Every vertex and the middle of every edge. */
function* verticesAndMiddles(areas: readonly Area[]): Generator<[number, number]> {
  for (const { geometry } of areas) {
    for (const ring of polygonsOf(geometry).flat()) {
      for (let i = 1; i < ring.length; i++) {
        const [[x1, y1], [x2, y2]] = [ring[i - 1]!, ring[i]!]
        yield [x2, y2]
        yield [(x1 + x2) / 2, (y1 + y2) / 2]
      }
    }
  }
}

describe.skipIf(missingEpci !== null)(`the communes of five real EPCI${reason(missingEpci)}`, () => {
  const epcis = missingEpci ? [] : readEpcis()

  it.each(epcis.map(({ siren, name }) => [name, siren]))(
    '%s: every point gets what exact containment gives',
    (_, siren) => {
      const areas = readEpciAreas(siren)
      const locator = buildLocator(areas)
      const truth = oracle(areas)
      const random = seeded(Number(siren))
      const points = [
        ...verticesAndMiddles(areas),
        ...readTruth().map(({ lon, lat }): [number, number] => [lon, lat]),
      ]
      const [west, south, east, north] = [3.0, 49.7, 4.3, 50.6]
      for (let i = 0; i < 2_000; i++)
        points.push([west + random() * (east - west), south + random() * (north - south)])
      for (const [lon, lat] of points) {
        const holders = truth(lon, lat)
        expect(holders.length).toBeLessThanOrEqual(1)
        expect(locator.locate(lon, lat)).toBe(holders[0] ?? null)
      }
    },
  )
})

describe.skipIf(missingFrance !== null)(`the communes of all France${reason(missingFrance)}`, () => {
  let areas: Area[]
  let locator: Locator
  let truth: ReturnType<typeof oracle>

  beforeAll(() => {
    areas = readContours('communes-france.geojson.gz')
    locator = buildLocator(areas)
    truth = oracle(areas)
  })

  it('give every point of routing-truth.json what exact containment gives, the declared commune 1,104 times', () => {
    let declared = 0
    for (const { lon, lat, insee } of readTruth()) {
      const found = locator.locate(lon, lat)
      expect(found).toBe(truth(lon, lat)[0] ?? null)
      if (found === insee) declared++
    }
    expect(declared).toBe(1104)
  })

  it('give points at random, on borders and at vertices what exact containment gives', () => {
    const random = seeded(2026)
    for (let i = 0; i < 1_500; i++) {
      const [lon, lat] = [-5.2 + random() * 14.8, 41.3 + random() * 9.8]
      expect(locator.locate(lon, lat)).toBe(truth(lon, lat)[0] ?? null)
    }
    for (let i = 0; i < 300; i++) {
      const somewhere = areas[Math.floor(random() * areas.length)]!
      let left = 4
      for (const [lon, lat] of verticesAndMiddles([somewhere])) {
        if (left-- === 0) break
        expect(locator.locate(lon, lat)).toBe(truth(lon, lat)[0] ?? null)
      }
    }
  })

  it('are all found from a point inside each', () => {
    expect(locator.codes).toHaveLength(35_357)
    const found = new Set(locator.locateMany(Float64Array.from(areas.flatMap(innerPoint))))
    found.delete(-1)
    expect(found.size).toBe(35_357)
  })
})

/** A point just inside the first border: the middle of an edge, moved a metre to each side. */
function innerPoint({ geometry }: Area): number[] {
  const [[x1, y1], [x2, y2]] = polygonsOf(geometry)[0]![0]!.slice(0, 2) as unknown as [
    [number, number],
    [number, number],
  ]
  const length = Math.hypot(x2 - x1, y2 - y1)
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2]
  const [dx, dy] = [((y2 - y1) / length) * 1e-5, ((x1 - x2) / length) * 1e-5]
  return [x + dx, y + dy, x - dx, y - dy]
}
