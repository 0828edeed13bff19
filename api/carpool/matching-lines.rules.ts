import { grown } from './matching-ids.rules.ts'
import { NO_ROAD } from './travel.rules.ts'
import type { TravelTable } from './travel.rules.ts'

/**
 * The trips of an index by line. A line is all trips of one origin, destination and detour limit: either all of them
 * serve a pick-up and drop-off, or none. Its departures stand in order of time, so that a window is a binary search.
 *
 * Everything is in flat arrays that grow by half. A line's departures are a segment of `pool*`; segments have room for
 * a power of two, and one that is left is used again.
 */
export interface LineStore {
  readonly travel: TravelTable
  /** The table's seconds, column by column (`to * size + from`): all ways into an aire are next to each other. */
  readonly into: Uint16Array

  /** By origin, the numbers of its lines, the largest budget first. */
  readonly from: number[][]
  /** By origin, the largest budget of its lines, -1 without any. */
  readonly reach: Int32Array
  /** By line. */
  origin: Uint16Array
  destination: Uint16Array
  /** Origin → destination, and that plus the detour limit: the longest these drivers agree to drive. */
  base: Uint16Array
  budget: Int32Array
  start: Int32Array
  length: Int32Array
  /** The segment has room for 2^room. */
  room: Uint8Array
  /** Trips of the line, those without a seat left included, which stand in no segment. */
  members: Int32Array
  lineCount: number
  readonly freeLines: number[]

  /** By place in the pool: the departure in epoch seconds, and the slot of the trip. */
  poolTime: Uint32Array
  poolSlot: Int32Array
  poolEnd: number
  /** By room, the segments nobody uses. */
  readonly freeSegments: number[][]
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
    from: Array.from({ length: size }, () => []),
    reach: new Int32Array(size).fill(-1),
    origin: new Uint16Array(16),
    destination: new Uint16Array(16),
    base: new Uint16Array(16),
    budget: new Int32Array(16),
    start: new Int32Array(16),
    length: new Int32Array(16),
    room: new Uint8Array(16),
    members: new Int32Array(16),
    lineCount: 0,
    freeLines: [],
    poolTime: new Uint32Array(64),
    poolSlot: new Int32Array(64),
    poolEnd: 0,
    freeSegments: [],
  }
}

/** Where, among an origin's lines, the line of that budget and destination stands or would stand. */
function rankOf(store: LineStore, lines: readonly number[], budget: number, destination: number): number {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >> 1
    const line = lines[middle]!
    const before =
      store.budget[line]! > budget ||
      (store.budget[line] === budget && store.destination[line]! < destination)
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
  const lines = store.from[origin]!
  const rank = rankOf(store, lines, budget, destination)
  const known = lines[rank]
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
  store.length[line] = 0
  store.room[line] = 0
  store.start[line] = takeSegment(store, 0)
  lines.splice(rank, 0, line)
  store.reach[origin] = store.budget[lines[0]!]!
  return line
}

/** Ends a membership. A line without members is forgotten. */
export function leaveLine(store: LineStore, line: number): void {
  if (--store.members[line]! > 0) return
  const origin = store.origin[line]!
  const lines = store.from[origin]!
  lines.splice(rankOf(store, lines, store.budget[line]!, store.destination[line]!), 1)
  store.reach[origin] = lines.length > 0 ? store.budget[lines[0]!]! : -1
  leaveSegment(store, store.start[line]!, store.room[line]!)
  store.freeLines.push(line)
}

function growLines(store: LineStore): void {
  const length = store.lineCount
  store.origin = grown(store.origin, length)
  store.destination = grown(store.destination, length)
  store.base = grown(store.base, length)
  store.budget = grown(store.budget, length)
  store.start = grown(store.start, length)
  store.length = grown(store.length, length)
  store.room = grown(store.room, length)
  store.members = grown(store.members, length)
}

function takeSegment(store: LineStore, room: number): number {
  const free = store.freeSegments[room]?.pop()
  if (free !== undefined) return free
  const start = store.poolEnd
  store.poolEnd += 2 ** room
  if (store.poolEnd > store.poolTime.length) {
    store.poolTime = grown(store.poolTime, store.poolEnd)
    store.poolSlot = grown(store.poolSlot, store.poolEnd)
  }
  return start
}

function leaveSegment(store: LineStore, start: number, room: number): void {
  while (store.freeSegments.length <= room) store.freeSegments.push([])
  store.freeSegments[room]!.push(start)
}

/** The first place of a line's segment whose departure is not before `time`, or the place after its last. */
export function firstFrom(store: LineStore, line: number, time: number): number {
  const { poolTime } = store
  let low = store.start[line]!
  let high = low + store.length[line]!
  while (low < high) {
    const middle = (low + high) >> 1
    if (poolTime[middle]! < time) low = middle + 1
    else high = middle
  }
  return low
}

/** Puts a member with seats left among its line's departures. */
export function addDeparture(store: LineStore, line: number, time: number, slot: number): void {
  if (store.length[line] === 2 ** store.room[line]!) moveToWider(store, line)
  const { poolTime, poolSlot } = store
  const end = store.start[line]! + store.length[line]!
  const place = firstFrom(store, line, time)
  poolTime.copyWithin(place + 1, place, end)
  poolSlot.copyWithin(place + 1, place, end)
  poolTime[place] = time
  poolSlot[place] = slot
  store.length[line]!++
}

function moveToWider(store: LineStore, line: number): void {
  const from = store.start[line]!
  const end = from + store.length[line]!
  const to = takeSegment(store, store.room[line]! + 1)
  store.poolTime.copyWithin(to, from, end)
  store.poolSlot.copyWithin(to, from, end)
  leaveSegment(store, from, store.room[line]!)
  store.start[line] = to
  store.room[line]!++
}

/** Takes a member out of its line's departures; its membership stays. */
export function removeDeparture(store: LineStore, line: number, time: number, slot: number): void {
  const { poolTime, poolSlot } = store
  const end = store.start[line]! + store.length[line]!
  let place = firstFrom(store, line, time)
  while (place < end && poolSlot[place] !== slot) place++
  if (place === end) return
  poolTime.copyWithin(place, place + 1, end)
  poolSlot.copyWithin(place, place + 1, end)
  store.length[line]!--
}

/** The lines that serve a pick-up and drop-off, as collectLines finds them. The arrays are used again by the next. */
export interface FoundLines {
  count: number
  line: Int32Array
  /** Origin → pick-up, seconds. */
  approach: Int32Array
  /** Seconds driven beyond origin → destination; never negative, whatever the table. */
  detour: Int32Array
}

export function createFoundLines(): FoundLines {
  return { count: 0, line: new Int32Array(64), approach: new Int32Array(64), detour: new Int32Array(64) }
}

/**
 * Finds every line whose drivers may go origin → pick-up → drop-off → destination: that drive is at most their budget.
 * An origin is passed over when even its largest budget does not bring the passenger to the drop-off, and its lines
 * are read from the largest budget down to that point.
 */
export function collectLines(store: LineStore, pickUp: number, dropOff: number, found: FoundLines): void {
  found.count = 0
  const { size, seconds } = store.travel
  const { from, reach, into, budget, destination, base } = store
  const ride = seconds[pickUp * size + dropOff]!
  if (ride === NO_ROAD) return
  const toPickUp = pickUp * size
  const onward = dropOff * size
  for (let origin = 0; origin < size; origin++) {
    const approach = into[toPickUp + origin]!
    const driven = approach + ride
    if (driven > reach[origin]! || approach === NO_ROAD) continue
    const lines = from[origin]!
    for (let rank = 0; rank < lines.length; rank++) {
      const line = lines[rank]!
      if (budget[line]! < driven) break
      const rest = seconds[onward + destination[line]!]!
      if (rest === NO_ROAD || driven + rest > budget[line]!) continue
      if (found.count === found.line.length) growFound(found)
      found.line[found.count] = line
      found.approach[found.count] = approach
      found.detour[found.count] = Math.max(0, driven + rest - base[line]!)
      found.count++
    }
  }
}

function growFound(found: FoundLines): void {
  found.line = grown(found.line, found.count + 1)
  found.approach = grown(found.approach, found.count + 1)
  found.detour = grown(found.detour, found.count + 1)
}

/** Bytes of the arrays; the lists of lines by origin are counted at 8 bytes an entry. */
export function lineStoreBytes(store: LineStore): number {
  const perLine = [store.origin, store.destination, store.base, store.budget, store.start, store.length]
  const arrays = [...perLine, store.room, store.members, store.poolTime, store.poolSlot]
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 8 * store.lineCount)
}
