import { readFileSync, writeFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { buildLocator } from '../../../api/territory/locator.rules.ts'
import { readContours } from '../../support/geo-data.ts'

/**
 * Builds the locator of a contour file in a process of its own and prints what it cost, as JSON: nothing else's garbage
 * is counted. Run as `node build-probe.ts FILE`.
 */
export interface BuildCost {
  /** Milliseconds from parsed GeoJSON to a locator that answers: the first time, before anything is compiled. */
  coldMs: number
  /** Milliseconds of three more builds. */
  warmMs: number[]
  indexBytes: number
  /** What the process holds more with the locator than without, after garbage collection. */
  residentBytes: number
  heapBytes: number
  arrayBytes: number
  /** The most it held while building, over what it held before; null where the system does not tell. */
  peakBytes: number | null
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const settle = () => {
  for (let i = 0; i < 4; i++) collect()
  return process.memoryUsage()
}

/** Linux: forgets the highest resident size so far (proc(5), clear_refs 5). */
function forgetPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
    return true
  } catch {
    return false
  }
}

function readPeak(): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}

const areas = readContours(process.argv[2]!)
const before = settle()
const tellsPeak = forgetPeak()
const start = performance.now()
const locator = buildLocator(areas)
const coldMs = performance.now() - start
const peak = tellsPeak ? readPeak() : null
const after = settle()
const warmMs = Array.from({ length: 3 }, () => {
  const from = performance.now()
  if (buildLocator(areas).codes.length !== locator.codes.length) throw new Error('Builds differ')
  return performance.now() - from
})
const cost: BuildCost = {
  coldMs,
  warmMs,
  indexBytes: locator.byteLength,
  residentBytes: after.rss - before.rss,
  heapBytes: after.heapUsed - before.heapUsed,
  arrayBytes: after.arrayBuffers - before.arrayBuffers,
  peakBytes: peak === null ? null : peak - before.rss,
}
console.log(JSON.stringify(cost))
