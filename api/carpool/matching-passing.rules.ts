import { grown } from './matching-ids.rules.ts'
import { nearEnds, secondsFrom, secondsInto } from './matching-lines.rules.ts'
import type { LinesByAire, LineStore } from './matching-lines.rules.ts'
import { endOf, firstFrom } from './matching-segments.rules.ts'

/** Lines that may pass by one of several reaches, at a time that may suit; those of one reach after those of another. */
export interface Passing {
  count: number
  line: Int32Array
  /** Origin → pick-up, or drop-off → destination. */
  seconds: Int32Array
  /** Where the line begins, when it passes to drop off; where it ends, when it passes to pick up. */
  otherEnd: Uint16Array
  budget: Int32Array
  /** By rank of the reach: its first line, and the most seconds any of them may still drive. */
  readonly first: number[]
  readonly slack: number[]
}

export function createPassing(): Passing {
  return {
    count: 0,
    line: new Int32Array(64),
    seconds: new Int32Array(64),
    otherEnd: new Uint16Array(64),
    budget: new Int32Array(64),
    first: [],
    slack: [],
  }
}

export function clearPassing(passing: Passing): void {
  passing.count = 0
  passing.first.length = 0
  passing.slack.length = 0
}

function addPassing(passing: Passing, line: number, seconds: number, otherEnd: number, budget: number): void {
  if (passing.count === passing.line.length) {
    passing.line = grown(passing.line, passing.count + 1)
    passing.seconds = grown(passing.seconds, passing.count + 1)
    passing.otherEnd = grown(passing.otherEnd, passing.count + 1)
    passing.budget = grown(passing.budget, passing.count + 1)
  }
  passing.line[passing.count] = line
  passing.seconds[passing.count] = seconds
  passing.otherEnd[passing.count] = otherEnd
  passing.budget[passing.count] = budget
  passing.count++
  const rank = passing.slack.length - 1
  passing.slack[rank] = Math.max(passing.slack[rank]!, budget - seconds)
}

/**
 * Adds, as those of the next reach, the lines whose drivers may get to the aire within their budget, and are there
 * between the two times.
 */
export function collectPickUps(
  store: LineStore,
  aire: number,
  low: number,
  high: number,
  passing: Passing,
): void {
  const { destination, budget } = store
  nextReach(passing)
  eachWithin(store, store.byOrigin, aire, secondsInto(store, aire), (line, approach) => {
    if (departsBetween(store, line, low - approach, high - approach))
      addPassing(passing, line, approach, destination[line]!, budget[line]!)
  })
}

/**
 * Adds, as those of the next reach, the lines whose drivers may go on from the aire within their budget, get there at
 * `low` at the earliest, and leave their origin at `high` at the latest.
 */
export function collectDropOffs(
  store: LineStore,
  aire: number,
  low: number,
  high: number,
  passing: Passing,
): void {
  const { origin, budget } = store
  nextReach(passing)
  eachWithin(store, store.byDestination, aire, secondsFrom(store, aire), (line, rest) => {
    // They have driven anything from nothing to what the rest leaves of their budget.
    if (departsBetween(store, line, low - budget[line]! + rest, high))
      addPassing(passing, line, rest, origin[line]!, budget[line]!)
  })
}

function nextReach(passing: Passing): void {
  passing.first.push(passing.count)
  passing.slack.push(-1)
}

/** Calls `take` with the lines of each end that is within their budget. */
function eachWithin(
  { budget }: LineStore,
  ends: LinesByAire,
  aire: number,
  seconds: Uint16Array,
  take: (line: number, seconds: number) => void,
): void {
  for (const end of nearEnds(ends, aire, seconds)) {
    const away = seconds[end]!
    if (away > ends.reach[end]!) continue
    for (const line of ends.lines[end]!) {
      if (budget[line]! < away) break
      take(line, away)
    }
  }
}

function departsBetween({ byLine }: LineStore, line: number, low: number, high: number): boolean {
  const place = firstFrom(byLine, line, low)
  return place < endOf(byLine, line) && byLine.time[place]! <= high
}
