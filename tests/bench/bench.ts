/** One measure, as scripts read it (design.md §11). */
export interface BenchResult {
  name: string
  value: number
  unit: string
  /** What it is compared with, in the same run on the same machine. */
  baseline: string | null
  baselineValue: number | null
  /** How many times better than the baseline. */
  ratio: number | null
  /** In words a person reads. */
  goal: string
  /** Judged on ratios and counts, and on absolute figures only where the goal gives one. */
  ok: boolean
}

/** The default export of every tests/bench/<domain>/<name>.bench.ts. */
export interface Bench {
  name: string
  run: () => Promise<BenchResult[]>
}

/** Thrown by a bench that cannot run here, such as when its data is missing. It is reported, and fails nothing. */
export class BenchSkipped extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'BenchSkipped'
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Median milliseconds of `rounds` calls. */
export function medianMs(rounds: number, call: () => void): number {
  return median(
    Array.from({ length: rounds }, () => {
      const start = performance.now()
      call()
      return performance.now() - start
    }),
  )
}
