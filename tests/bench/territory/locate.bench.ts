import type { Area } from '../../../api/territory/geometry.rules.ts'
import { buildLocator } from '../../../api/territory/locator.rules.ts'
import type { Locator } from '../../../api/territory/locator.rules.ts'
import { missingData, readContours, seeded } from '../../support/geo-data.ts'
import { BenchSkipped, medianMs } from '../bench.ts'
import type { Bench, BenchResult } from '../bench.ts'
import { flatbushAndRayCast, flatbushAndTurf } from './baselines.ts'
import type { Finder } from './baselines.ts'

const FRANCE = 'communes-france.geojson.gz'
const ROUNDS = 5

/** Points drawn evenly over the frame of mainland France, sea and neighbours included. */
function anywhere(count: number, seed: number): Float64Array {
  const random = seeded(seed)
  return Float64Array.from({ length: 2 * count }, (_, i) =>
    i % 2 === 0 ? -5.14 + random() * 14.7 : 41.33 + random() * 9.76,
  )
}

/** Points drawn evenly over the communes: the harder case, since the sea is answered at once. */
function onLand(locator: Locator, count: number, seed: number): Float64Array {
  const kept = new Float64Array(2 * count)
  const drawn = anywhere(4 * count, seed)
  let length = 0
  for (let i = 0; i < drawn.length && length < kept.length; i += 2) {
    if (locator.locateNumber(drawn[i]!, drawn[i + 1]!) < 0) continue
    kept[length++] = drawn[i]!
    kept[length++] = drawn[i + 1]!
  }
  if (length < kept.length) throw new Error('Too few points fell on land')
  return kept
}

function perSecond(points: Float64Array, call: () => void, rounds = ROUNDS): number {
  return (points.length / 2 / medianMs(rounds, call)) * 1000
}

function runAll(find: Finder, points: Float64Array): Int32Array {
  return Int32Array.from({ length: points.length / 2 }, (_, i) => find(points[2 * i]!, points[2 * i + 1]!))
}

function compare(locator: Locator, areas: Area[]): BenchResult[] {
  const turf = flatbushAndTurf(areas)
  const rayCast = flatbushAndRayCast(areas)
  locator.locateMany(anywhere(200_000, 1))
  runAll(turf, anywhere(10_000, 1))
  runAll(rayCast, anywhere(10_000, 1))

  const results: BenchResult[] = []
  const sets: [string, Float64Array][] = [
    ['100,000 points anywhere in the frame of France', anywhere(100_000, 2)],
    ['100,000 points on land', onLand(locator, 100_000, 3)],
  ]
  let different = 0
  for (const [what, points] of sets) {
    const ours = perSecond(points, () => locator.locateMany(points))
    const answers = locator.locateMany(points)
    for (const [baseline, finder, goal, least] of [
      ['flatbush + turf', turf, '≥ 1,000,000/s and ≥ 8× the baseline', 8],
      ['flatbush + ray cast', rayCast, '≥ 1,000,000/s and faster than the baseline', 1],
    ] as const) {
      let theirAnswers: Int32Array = answers
      const theirs = perSecond(points, () => (theirAnswers = runAll(finder, points)), 3)
      different += answers.reduce((sum, answer, i) => sum + Number(answer !== theirAnswers[i]), 0)
      results.push({
        name: `locate: ${what}, against ${baseline}`,
        value: ours,
        unit: 'points/s',
        baseline,
        baselineValue: theirs,
        ratio: ours / theirs,
        goal,
        ok: ours >= 1e6 && ours / theirs >= least,
      })
    }
  }
  results.push({
    name: 'locate: answers that differ from either baseline, of 400,000',
    value: different,
    unit: 'answers',
    baseline: null,
    baselineValue: null,
    ratio: null,
    goal: '0',
    ok: different === 0,
  })
  return results
}

function alone(name: string, value: number): BenchResult {
  const goal = '≥ 1,000,000/s'
  return {
    name,
    value,
    unit: 'points/s',
    baseline: null,
    baselineValue: null,
    ratio: null,
    goal,
    ok: value >= 1e6,
  }
}

export default {
  name: 'locate',
  async run() {
    const missing = missingData(FRANCE)
    if (missing) throw new BenchSkipped(missing)
    const areas = readContours(FRANCE).sort((a, b) => (a.code < b.code ? -1 : 1))
    const locator = buildLocator(areas)
    const results = compare(locator, areas)
    const million = onLand(locator, 1_000_000, 4)
    results.push(
      alone(
        'locate: 1,000,000 points on land',
        perSecond(million, () => locator.locateMany(million)),
      ),
    )
    let found = 0
    const oneByOne = () => {
      for (let i = 0; i < million.length; i += 2)
        if (locator.locate(million[i]!, million[i + 1]!) !== null) found++
    }
    results.push(alone('locate: the same, one call a point', perSecond(million, oneByOne)))
    if (found !== ROUNDS * 1_000_000) throw new Error(`${found} points found`)
    return results
  },
} satisfies Bench
