import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { missingData } from '../../support/geo-data.ts'
import { BenchSkipped, median } from '../bench.ts'
import type { Bench, BenchResult } from '../bench.ts'
import type { BuildCost } from './build-probe.ts'

const FRANCE = 'communes-france.geojson.gz'
const MEGABYTE = 1_000_000

function atMost(name: string, value: number, unit: string, limit: number): BenchResult {
  return {
    name: `locate-build: ${name}`,
    value,
    unit,
    baseline: null,
    baselineValue: null,
    ratio: null,
    goal: `≤ ${limit} ${unit}`,
    ok: value <= limit,
  }
}

export default {
  name: 'locate-build',
  async run() {
    const missing = missingData(FRANCE)
    if (missing) throw new BenchSkipped(missing)
    const probe = join(import.meta.dirname, 'build-probe.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [probe, FRANCE])
    const cost = JSON.parse(stdout) as BuildCost
    const results = [
      atMost('35,357 communes from parsed GeoJSON, first build', cost.coldMs / 1000, 's', 5),
      atMost('the same again, median of 3', median(cost.warmMs) / 1000, 's', 5),
      atMost('index arrays', cost.indexBytes / MEGABYTE, 'MB', 300),
      atMost('heap and arrays kept', (cost.heapBytes + cost.arrayBytes) / MEGABYTE, 'MB', 300),
      atMost('resident memory kept', cost.residentBytes / MEGABYTE, 'MB', 300),
    ]
    if (cost.peakBytes !== null) {
      results.push(
        atMost('resident memory at the worst moment of the build', cost.peakBytes / MEGABYTE, 'MB', 300),
      )
    }
    return results
  },
} satisfies Bench
