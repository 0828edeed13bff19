import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Area, Position, Ring } from '../../../api/territory/geometry.rules.ts'
import { polygonsOf } from '../../../api/territory/geometry.rules.ts'
import { buildLocator } from '../../../api/territory/locator.rules.ts'
import { decodePack, encodePack } from '../../../api/territory/pack.rules.ts'
import { missingData, readEpciAreas, seeded } from '../../support/geo-data.ts'
import { BenchSkipped, medianMs } from '../bench.ts'
import type { Bench, BenchResult } from '../bench.ts'
import { benchCommunePack } from './commune-pack.ts'

const PAYS_DE_MORMAL = '200043321'
const LIMIT_KB = 60

/**
 * Boundaries eight times as detailed, as an unsimplified source would give: each edge is bent at seven places, the same
 * way for both neighbours, by up to a twelfth of its length.
 */
function inMoreDetail(areas: readonly Area[]): Area[] {
  const bend = (a: Position, b: Position): Position[] => {
    const forwards = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])
    const [from, to] = forwards ? [a, b] : [b, a]
    const random = seeded(Math.round(from[0] * 1e5) ^ Math.imul(Math.round(to[1] * 1e5), 31))
    const path = Array.from({ length: 7 }, (_, k): Position => {
      const share = (k + 1) / 8
      const aside = (random() - 0.5) / 6
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
      return [sixDecimals(from[0] + share * dx - aside * dy), sixDecimals(from[1] + share * dy + aside * dx)]
    })
    return forwards ? path : path.toReversed()
  }
  const detail = (ring: Ring): Position[] =>
    ring.flatMap((point, i) => (i === 0 ? [point] : [...bend(ring[i - 1]!, point), point]))
  return areas.map((area) => ({
    ...area,
    geometry: {
      type: 'MultiPolygon',
      coordinates: polygonsOf(area.geometry).map((rings) => rings.map(detail)),
    },
  }))
}

const sixDecimals = (degrees: number) => Math.round(degrees * 1e6) / 1e6
const kilobytes = (bytes: Uint8Array) => bytes.length / 1000

function size(name: string, compressed: Uint8Array, plain: Uint8Array): BenchResult {
  return {
    name: `pack: ${name}`,
    value: kilobytes(compressed),
    unit: 'KB',
    baseline: 'GeoJSON, compressed alike',
    baselineValue: kilobytes(plain),
    ratio: kilobytes(plain) / kilobytes(compressed),
    goal: `≤ ${LIMIT_KB} KB`,
    ok: kilobytes(compressed) <= LIMIT_KB,
  }
}

function geoJson(areas: readonly Area[]): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    features: areas.map(({ code, name, geometry }) => ({
      type: 'Feature',
      properties: { code, nom: name },
      geometry,
    })),
  })
}

export default {
  name: 'pack',
  async run() {
    const missing = missingData('communes-59.geojson', 'epci-members.json')
    if (missing) throw new BenchSkipped(missing)
    const areas = readEpciAreas(PAYS_DE_MORMAL)
    const pack = encodePack(areas)
    const text = geoJson(areas)
    const fine = inMoreDetail(areas)
    const finePack = encodePack(fine)

    const random = seeded(5)
    const points = Float64Array.from({ length: 400_000 }, (_, i) =>
      i % 2 === 0 ? 3.45 + random() * 0.5 : 50.05 + random() * 0.35,
    )
    const exact = buildLocator(areas).locateMany(points)
    const packed = buildLocator(decodePack(pack)).locateMany(points)
    const different = exact.reduce((sum, answer, i) => sum + Number(answer !== packed[i]), 0)
    const openMs = medianMs(20, () => buildLocator(decodePack(pack)))
    const readMs = medianMs(20, () => buildLocator(areasOfText(text)))
    return [
      size('Pays de Mormal, 52 communes, gzip', gzipSync(pack), gzipSync(text)),
      size('Pays de Mormal, 52 communes, brotli', brotliCompressSync(pack), brotliCompressSync(text)),
      size('the same with boundaries 8 times as detailed, gzip', gzipSync(finePack), gzipSync(geoJson(fine))),
      {
        name: 'pack: answers that differ from the exact boundaries, of 200,000',
        value: different,
        unit: 'answers',
        baseline: null,
        baselineValue: null,
        ratio: null,
        goal: '0: these boundaries have five decimals',
        ok: different === 0,
      },
      {
        name: 'pack: from bytes to a locator that answers',
        value: openMs,
        unit: 'ms',
        baseline: 'from GeoJSON text',
        baselineValue: readMs,
        ratio: readMs / openMs,
        goal: 'no more than twice as long as from GeoJSON',
        ok: openMs <= 2 * readMs,
      },
      await benchCommunePack(),
    ]
  },
} satisfies Bench

function areasOfText(text: string): Area[] {
  const { features } = JSON.parse(text) as {
    features: { properties: { code: string; nom: string }; geometry: Area['geometry'] }[]
  }
  return features.map(({ properties, geometry }) => ({
    code: properties.code,
    name: properties.nom,
    geometry,
  }))
}
