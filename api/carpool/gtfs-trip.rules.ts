import { LATEST_SECONDS } from './gtfs.rules.ts'

// One trip of a timetable, from the lines that tell its stops. Pure.

/** A line of stop_times.txt; null where it gives no time, or none that reads. */
export type TripLine = {
  line: number
  sequence: number
  /** Number of a stop within reach, else null: its time still counts for those around it. */
  stop: number | null
  arrives: number | null
  departs: number | null
  boards: boolean
  alights: boolean
  onRequest: boolean
}
export type TripStop = Omit<TripLine, 'arrives' | 'departs' | 'sequence'> & {
  place: number
  arrives: number
  departs: number
}
export type TripFault = { line: number; what: 'sequence_repeated' | 'time_goes_back' | 'no_times' }
/** Every so many seconds from one time of day to another, the last excluded. */
export type Frequency = { from: number; to: number; every: number; exact: boolean }

/**
 * The stops of a trip in its order, each with its times: what is not told is spread evenly between the times told
 * around it (GTFS, « timepoint »). Nobody boards at the last stop nor alights at the first. A line that repeats a rank
 * or goes back in time is left out, and so is one before the first time or after the last.
 */
export function readTrip(lines: readonly TripLine[]): {
  stops: TripStop[]
  spread: number
  faults: TripFault[]
} {
  const faults: TripFault[] = []
  const kept: TripLine[] = []
  let latest = -1
  for (const one of lines.toSorted((a, b) => a.sequence - b.sequence || a.line - b.line)) {
    const arrives = one.arrives ?? one.departs
    const departs = one.departs ?? one.arrives
    if (kept.at(-1)?.sequence === one.sequence) faults.push({ line: one.line, what: 'sequence_repeated' })
    else if (arrives !== null && departs !== null && (arrives < latest || departs < arrives))
      faults.push({ line: one.line, what: 'time_goes_back' })
    else {
      kept.push({ ...one, arrives, departs })
      latest = departs ?? latest
    }
  }
  const first = kept.findIndex(({ departs }) => departs !== null)
  const last = kept.findLastIndex(({ departs }) => departs !== null)
  let spread = 0
  let before = first
  const stops = kept.flatMap((one, n): TripStop[] => {
    if (n < first || n > last || first < 0) {
      faults.push({ line: one.line, what: 'no_times' })
      return []
    }
    const { sequence, arrives, departs, ...said } = one
    void sequence
    const ends = { boards: one.boards && n < kept.length - 1, alights: one.alights && n > 0 }
    if (arrives !== null && departs !== null) {
      before = n
      return [{ ...said, ...ends, place: n, arrives, departs }]
    }
    spread++
    const after = kept.findIndex((other, m) => m > n && other.arrives !== null)
    const left = kept[before]!.departs!
    const at = Math.round(left + ((kept[after]!.arrives! - left) * (n - before)) / (after - before))
    return [{ ...said, ...ends, place: n, arrives: at, departs: at }]
  })
  return { stops, spread, faults }
}

/** By how many seconds a trip is moved for each of its runs, when it comes every so often. */
export function runsOf(firstDeparture: number, { from, to, every }: Frequency): number[] {
  const runs: number[] = []
  for (let at = from; at < to && at < LATEST_SECONDS; at += every) runs.push(at - firstDeparture)
  return runs
}
