import { grown } from './matching-ids.rules.ts'
import {
  addDeparture,
  closeList,
  createSegments,
  openList,
  removeDeparture,
  segmentBytes,
} from './matching-segments.rules.ts'
import type { Segments } from './matching-segments.rules.ts'
import { NO_ROAD } from './travel.rules.ts'
import type { TravelTable } from './travel.rules.ts'

/**
 * The trips of an index by line. A line is all trips of one origin, destination and detour limit: either all of them
 * serve a pick-up and drop-off, or none. The departures of each line, and of each origin, stand in order of time, so
 * that a window is a binary search. Trips without a seat left are in no list.
 */
export interface LineStore {
  readonly travel: TravelTable
  /** The table's seconds, column by column (`to * size + from`): all ways into an aire are next to each other. */
  readonly into: Uint16Array

  readonly byOrigin: LinesByAire
  readonly byDestination: LinesByAire
  /** By line. */
  origin: Uint16Array
  destination: Uint16Array
  /** Origin → destination, and that plus the detour limit: the longest these drivers agree to drive. */
  base: Uint16Array
  budget: Int32Array
  /** Trips of the line, those without a seat left included, which stand in no segment. */
  members: Int32Array
  lineCount: number
  readonly freeLines: number[]

  readonly byLine: Segments
  readonly fromOrigin: Segments
}

/** By aire, the numbers of the lines that begin (or end) there, the largest budget first. */
export interface LinesByAire {
  readonly lines: number[][]
  /** By aire, the largest budget of its lines, -1 without any: all that need not be looked at is told by it. */
  readonly reach: Int32Array
  /** By aire asked about, the ends within `nearWithin` seconds of it; made when first asked for. */
  near: (Uint16Array | undefined)[]
  /** As long as any line's budget. */
  nearWithin: number
}

export function createLineStore(travel: TravelTable): LineStore {
  const { size, seconds } = travel
  const into = new Uint16Array(size * size)
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) into[to * size + from] = seconds[from * size + to]!
  }
  return {
    travel,
    into,
    byOrigin: noLines(size),
    byDestination: noLines(size),
    origin: new Uint16Array(16),
    destination: new Uint16Array(16),
    base: new Uint16Array(16),
    budget: new Int32Array(16),
    members: new Int32Array(16),
    lineCount: 0,
    freeLines: [],
    byLine: createSegments(0),
    fromOrigin: createSegments(size),
  }
}

function noLines(size: number): LinesByAire {
  return {
    lines: Array.from({ length: size }, () => []),
    reach: new Int32Array(size).fill(-1),
    near: [],
    nearWithin: 0,
  }
}

/** Where, among an aire's lines, the one of that budget and other end stands or would stand. */
function rankOf(
  { budget }: LineStore,
  lines: readonly number[],
  budgetSought: number,
  otherEnds: Uint16Array,
  otherEnd: number,
): number {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >> 1
    const line = lines[middle]!
    const before =
      budget[line]! > budgetSought || (budget[line] === budgetSought && otherEnds[line]! < otherEnd)
    if (before) low = middle + 1
    else high = middle
  }
  return low
}

/** Makes the trip a member of its line, and says which; -1 when no road leads from its origin to its destination. */
export function joinLine(store: LineStore, origin: number, destination: number, detourLimit: number): number {
  const base = store.travel.seconds[origin * store.travel.size + destination]!
  if (base === NO_ROAD) return -1
  const budget = base + detourLimit
  const lines = store.byOrigin.lines[origin]!
  const known = lines[rankOf(store, lines, budget, store.destination, destination)]
  if (known !== undefined && store.budget[known] === budget && store.destination[known] === destination) {
    store.members[known]!++
    return known
  }
  const line = store.freeLines.pop() ?? store.lineCount++
  if (line >= store.origin.length) growLines(store)
  store.origin[line] = origin
  store.destination[line] = destination
  store.base[line] = base
  store.budget[line] = budget
  store.members[line] = 1
  openList(store.byLine, line)
  list(store, store.byOrigin, origin, line, store.destination, true)
  list(store, store.byDestination, destination, line, store.origin, true)
  return line
}

/** Ends a membership. A line without members is forgotten. */
export function leaveLine(store: LineStore, line: number): void {
  if (--store.members[line]! > 0) return
  list(store, store.byOrigin, store.origin[line]!, line, store.destination, false)
  list(store, store.byDestination, store.destination[line]!, line, store.origin, false)
  closeList(store.byLine, line)
  store.freeLines.push(line)
}

/** Enters a line at one of its ends, or strikes it out there. */
function list(
  store: LineStore,
  ends: LinesByAire,
  aire: number,
  line: number,
  otherEnds: Uint16Array,
  isEntered: boolean,
): void {
  const lines = ends.lines[aire]!
  const budget = store.budget[line]!
  const rank = rankOf(store, lines, budget, otherEnds, otherEnds[line]!)
  if (isEntered) lines.splice(rank, 0, line)
  else lines.splice(rank, 1)
  ends.reach[aire] = lines.length > 0 ? store.budget[lines[0]!]! : -1
  if (budget > ends.nearWithin) {
    // By half as much again at least, so that it happens a few times only.
    ends.nearWithin = Math.ceil(budget * 1.5)
    ends.near = []
  }
}

/** The only ends a line that serves an aire may have. `seconds` are from each end to the aire, or from it to each. */
export function nearEnds(ends: LinesByAire, aire: number, seconds: Uint16Array): Uint16Array {
  const known = ends.near[aire]
  if (known) return known
  const near: number[] = []
  seconds.forEach((away, end) => {
    if (away <= ends.nearWithin && away !== NO_ROAD) near.push(end)
  })
  return (ends.near[aire] = Uint16Array.from(near))
}

/** Seconds from every aire to this one, and from this one to every aire. */
export const secondsInto = ({ into, travel: { size } }: LineStore, aire: number) =>
  into.subarray(aire * size, (aire + 1) * size)
export const secondsFrom = ({ travel: { seconds, size } }: LineStore, aire: number) =>
  seconds.subarray(aire * size, (aire + 1) * size)

function growLines(store: LineStore): void {
  const length = store.lineCount
  store.origin = grown(store.origin, length)
  store.destination = grown(store.destination, length)
  store.base = grown(store.base, length)
  store.budget = grown(store.budget, length)
  store.members = grown(store.members, length)
}

/** A member with seats left is found. */
export function showTrip(store: LineStore, line: number, time: number, slot: number): void {
  addDeparture(store.byLine, line, time, slot)
  addDeparture(store.fromOrigin, store.origin[line]!, time, slot)
}

/** A member without a seat left, or about to leave its line, is found no more. */
export function hideTrip(store: LineStore, line: number, time: number, slot: number): void {
  removeDeparture(store.byLine, line, time, slot)
  removeDeparture(store.fromOrigin, store.origin[line]!, time, slot)
}

/** Bytes of the arrays; the lists of lines by aire are counted at 8 bytes an entry. */
export function lineStoreBytes(store: LineStore): number {
  const { origin, destination, base, budget, members } = store
  const arrays = [origin, destination, base, budget, members].reduce(
    (sum, { byteLength }) => sum + byteLength,
    0,
  )
  return arrays + segmentBytes(store.byLine) + segmentBytes(store.fromOrigin) + 16 * store.lineCount
}
