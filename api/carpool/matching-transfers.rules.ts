import { offer } from './matching-best.rules.ts'
import type { Best } from './matching-best.rules.ts'
import { momentOffset, nearestFirst, servesAlone, suits } from './matching-direct.rules.ts'
import type { Query, TripStore } from './matching-direct.rules.ts'
import { grown } from './matching-ids.rules.ts'
import { secondsFrom, secondsInto } from './matching-lines.rules.ts'
import type { LineStore } from './matching-lines.rules.ts'
import { endOf, firstFrom } from './matching-segments.rules.ts'
import { clearPassing, collectDropOffs, collectPickUps, createPassing } from './matching-passing.rules.ts'
import type { Passing } from './matching-passing.rules.ts'
import { TRANSFER_SECONDS, WALK_WEIGHT } from './carpool.rules.ts'
import type { TransferWait } from './carpool.rules.ts'
import { NO_ROAD } from './travel.rules.ts'
import type { Reach, TravelTable } from './travel.rules.ts'

/**
 * Rides in two cars. One leg is tied to the passenger's window: the first when they say when to leave, the last when
 * they say when to arrive. The other is free, and joined to it by the wait at the aire between them.
 */

/** Legs into or out of one aire of transfer. */
interface Legs {
  count: number
  /** What the passenger loses with this leg alone. */
  cost: Int32Array
  /** When it gets to the aire of transfer, or leaves it: epoch seconds. */
  time: Uint32Array
  slot: Int32Array
  detour: Int32Array
  /** Rank of the reach at its other end. */
  rank: Int32Array
}

/** Arrays used again by each search. */
export interface TransferScratch {
  readonly pickUps: Passing
  readonly dropOffs: Passing
  readonly tied: Legs
  readonly free: Legs
}

export function createTransferScratch(): TransferScratch {
  return { pickUps: createPassing(), dropOffs: createPassing(), tied: createLegs(), free: createLegs() }
}

function createLegs(): Legs {
  const numbers = () => new Int32Array(256)
  return {
    count: 0,
    cost: numbers(),
    time: new Uint32Array(256),
    slot: numbers(),
    detour: numbers(),
    rank: numbers(),
  }
}

function addLeg(legs: Legs, cost: number, time: number, slot: number, detour: number, rank: number): void {
  if (legs.count === legs.cost.length) {
    const length = legs.count + 1
    legs.cost = grown(legs.cost, length)
    legs.time = grown(legs.time, length)
    legs.slot = grown(legs.slot, length)
    legs.detour = grown(legs.detour, length)
    legs.rank = grown(legs.rank, length)
  }
  legs.cost[legs.count] = cost
  legs.time[legs.count] = time
  legs.slot[legs.count] = slot
  legs.detour[legs.count] = detour
  legs.rank[legs.count] = rank
  legs.count++
}

/** An aire to change cars at, with the least each side of it may cost. */
interface Place {
  readonly aire: number
  readonly tied: number
  readonly free: number
}

/**
 * Offers every ride with one change of car at an aire where people may wait. Trips that serve the search by themselves
 * are left out: with them nobody needs to change. Aires are tried from the least a ride by them may cost.
 */
export function searchTransfers(
  trips: TripStore,
  query: Query,
  wait: TransferWait,
  mayWait: Uint8Array,
  best: Best,
  scratch: TransferScratch,
): void {
  const leaves = query.by === 'departure'
  const fixed = wait.minSeconds + TRANSFER_SECONDS
  const places = placesOf(trips, query, mayWait, best.worst - fixed)
  if (places.length === 0 || !collectPassing(trips.lines, query, wait, scratch)) return
  for (const place of places) {
    if (place.tied + place.free + fixed > best.worst) return
    collectTied(trips, query, place, leaves, fixed, best, scratch)
    if (scratch.tied.count === 0) continue
    collectFree(trips, query, place, leaves, wait, best, scratch)
    if (scratch.free.count > 0) join(query, place.aire, wait, best, scratch)
  }
}

/** The aires a ride may change at for `mostCost` at most, walks and rides counted; the least first. */
function placesOf(trips: TripStore, query: Query, mayWait: Uint8Array, mostCost: number): Place[] {
  const leaves = query.by === 'departure'
  const longest = longestDrive(trips.lines)
  const places: Place[] = []
  for (let aire = 0; aire < mayWait.length; aire++) {
    if (!mayWait[aire]) continue
    const into = leastCost(trips, aire, query.from, true, longest)
    const onward = leastCost(trips, aire, query.to, false, longest)
    if (into + onward <= mostCost && into + onward < Infinity)
      places.push({ aire, tied: leaves ? into : onward, free: leaves ? onward : into })
  }
  return places.sort((a, b) => a.tied + a.free - b.tied - b.free)
}

function longestDrive({ byOrigin }: LineStore): number {
  let longest = 0
  for (const reach of byOrigin.reach) longest = Math.max(longest, reach)
  return longest
}

/** The least a passenger loses between the reaches and the aire: walk and ride. */
function leastCost(
  { lines }: TripStore,
  aire: number,
  reaches: readonly Reach[],
  isInto: boolean,
  longest: number,
): number {
  let least = Infinity
  for (const reach of reaches) {
    const ride = rideOf(lines.travel, reach, aire, isInto)
    if (ride !== NO_ROAD && ride <= longest && reach.aire !== aire)
      least = Math.min(least, WALK_WEIGHT * reach.walkSeconds + ride)
  }
  return least
}

function rideOf({ size, seconds }: TravelTable, reach: Reach, aire: number, isInto: boolean): number {
  return isInto ? seconds[reach.aire * size + aire]! : seconds[aire * size + reach.aire]!
}

/**
 * Finds, once for all aires of transfer, the lines that may pick up at `from` or drop off at `to` about the time of the
 * search: a superset, from bounds that hold whatever the travel table is. False when one side has none.
 */
function collectPassing(
  lines: LineStore,
  { by, from, to, earliest, latest }: Query,
  { minSeconds, maxSeconds }: TransferWait,
  { pickUps, dropOffs }: TransferScratch,
): boolean {
  clearPassing(pickUps)
  clearPassing(dropOffs)
  const farthest = (reaches: readonly Reach[]) => Math.max(...reaches.map(({ walkSeconds }) => walkSeconds))
  if (by === 'departure') {
    for (const { aire, walkSeconds } of from)
      collectPickUps(lines, aire, earliest + walkSeconds, latest + walkSeconds, pickUps)
    if (pickUps.count === 0) return false
    // Whoever picks up at the transfer has left home by then: after the longest leg before it, and the longest wait.
    const last = latest + farthest(from) + Math.max(...pickUps.slack) + maxSeconds
    for (const { aire } of to) collectDropOffs(lines, aire, earliest + minSeconds, last, dropOffs)
    return dropOffs.count > 0
  }
  for (const { aire, walkSeconds } of to)
    collectDropOffs(lines, aire, earliest - walkSeconds, latest - walkSeconds, dropOffs)
  if (dropOffs.count === 0) return false
  // Whoever drops off at the transfer has picked up before: by the longest wait, and the longest leg on either side.
  const first = earliest - farthest(to) - Math.max(...dropOffs.slack) - maxSeconds - longestDrive(lines)
  for (const { aire } of from) collectPickUps(lines, aire, first, latest - minSeconds, pickUps)
  return pickUps.count > 0
}

/** Calls `take` with the lines of the passing ones that serve the leg between their reach and the aire. */
function eachServing(
  { lines }: TripStore,
  passing: Passing,
  reaches: readonly Reach[],
  aire: number,
  isInto: boolean,
  take: (line: number, rank: number, approach: number, ride: number, detour: number) => void,
): void {
  // Between the aire and the line's other end: on to its destination, or from its origin.
  const others = isInto ? secondsFrom(lines, aire) : secondsInto(lines, aire)
  for (let rank = 0; rank < reaches.length; rank++) {
    const reach = reaches[rank]!
    const ride = rideOf(lines.travel, reach, aire, isInto)
    if (ride > passing.slack[rank]! || ride === NO_ROAD || reach.aire === aire) continue
    const end = passing.first[rank + 1] ?? passing.count
    for (let i = passing.first[rank]!; i < end; i++) {
      const known = passing.seconds[i]!
      const other = others[passing.otherEnd[i]!]!
      const total = known + ride + other
      if (total > passing.budget[i]! || other === NO_ROAD) continue
      const line = passing.line[i]!
      take(line, rank, isInto ? known : other, ride, Math.max(0, total - lines.base[line]!))
    }
  }
}

function collectTied(
  trips: TripStore,
  query: Query,
  { aire, free }: Place,
  leaves: boolean,
  fixed: number,
  best: Best,
  { pickUps, dropOffs, tied }: TransferScratch,
): void {
  const here: Reach = { aire, walkSeconds: 0 }
  const reaches = leaves ? query.from : query.to
  tied.count = 0
  const passing = leaves ? pickUps : dropOffs
  eachServing(trips, passing, reaches, aire, leaves, (line, rank, approach, ride, detour) => {
    const reach = reaches[rank]!
    const cost = WALK_WEIGHT * reach.walkSeconds + ride
    const most = best.worst - cost - fixed - free
    if (most < 0) return
    const atTransfer = leaves ? approach + ride : approach
    const offset = momentOffset(query.by, approach, ride, leaves ? reach : here, leaves ? here : reach)
    nearestFirst(trips.lines.byLine, query, line, offset, (slot, gap) => {
      if (gap > most) return false
      if (suits(trips, slot, query) && !servesAlone(trips, slot, query))
        addLeg(tied, cost + gap, trips.time[slot]! + atTransfer, slot, detour, rank)
      return true
    })
  })
}

/** The legs that may join one of the tied ones, by the time between the earliest and the latest of these. */
function collectFree(
  trips: TripStore,
  query: Query,
  { aire }: Place,
  leaves: boolean,
  { minSeconds, maxSeconds }: TransferWait,
  best: Best,
  { pickUps, dropOffs, tied, free }: TransferScratch,
): void {
  const { byLine } = trips.lines
  const earliest = leastOf(tied.time, tied.count)
  const latest = mostOf(tied.time, tied.count)
  const cheapest = leastOf(tied.cost, tied.count)
  const reaches = leaves ? query.to : query.from
  free.count = 0
  const passing = leaves ? dropOffs : pickUps
  eachServing(trips, passing, reaches, aire, !leaves, (line, rank, approach, ride, detour) => {
    const cost = WALK_WEIGHT * reaches[rank]!.walkSeconds + ride
    const longestWait = Math.min(maxSeconds, best.worst - TRANSFER_SECONDS - cheapest - cost)
    if (longestWait < minSeconds) return
    const from = leaves ? earliest + minSeconds : earliest - longestWait
    const until = leaves ? latest + longestWait : latest - minSeconds
    const atTransfer = leaves ? approach : approach + ride
    const end = endOf(byLine, line)
    for (let place = firstFrom(byLine, line, from - atTransfer); place < end; place++) {
      const time = byLine.time[place]! + atTransfer
      if (time > until) break
      const slot = byLine.slot[place]!
      if (suits(trips, slot, query) && !servesAlone(trips, slot, query))
        addLeg(free, cost, time, slot, detour, rank)
    }
  })
}

/** Ranks of legs fit in 26 bits, beside a key of up to 2^27. */
const RANKS = 2 ** 26

/** The legs' ranks from the smallest key; sorted as doubles, which is several times faster than by a comparison. */
function sortedBy(count: number, keyOf: (rank: number) => number): Float64Array {
  const keys = new Float64Array(count)
  for (let rank = 0; rank < count; rank++) keys[rank] = keyOf(rank) * RANKS + rank
  return keys.sort()
}

function join(
  query: Query,
  aire: number,
  { minSeconds, maxSeconds }: TransferWait,
  best: Best,
  { tied, free }: TransferScratch,
): void {
  const leaves = query.by === 'departure'
  // Times that grow with the wait, whichever leg comes first, from the nearest moment to the transfer.
  const origin = leaves ? leastOf(free.time, free.count) : mostOf(free.time, free.count)
  const waitOf = (time: number) => (leaves ? time - origin : origin - time)
  const frees = sortedBy(free.count, (rank) => waitOf(free.time[rank]!))
  const cheapest = TRANSFER_SECONDS + leastOf(free.cost, free.count)
  for (const key of sortedBy(tied.count, (rank) => tied.cost[rank]!)) {
    const one = key % RANKS
    const cost = tied.cost[one]!
    if (cost + minSeconds + cheapest > best.worst) return
    const met = waitOf(tied.time[one]!)
    for (let place = firstAtLeast(frees, (met + minSeconds) * RANKS); place < frees.length; place++) {
      const other = frees[place]! % RANKS
      const wait = waitOf(free.time[other]!) - met
      if (wait > maxSeconds || cost + wait + cheapest > best.worst) break
      if (tied.slot[one] === free.slot[other]) continue
      offer(best, {
        cost: cost + wait + TRANSFER_SECONDS + free.cost[other]!,
        detour: tied.detour[one]! + free.detour[other]!,
        first: leaves ? tied.slot[one]! : free.slot[other]!,
        second: leaves ? free.slot[other]! : tied.slot[one]!,
        start: leaves ? tied.rank[one]! : free.rank[other]!,
        end: leaves ? free.rank[other]! : tied.rank[one]!,
        transfer: aire,
      })
    }
  }
}

function leastOf(values: Int32Array | Uint32Array, count: number): number {
  let least = Infinity
  for (let i = 0; i < count; i++) least = Math.min(least, values[i]!)
  return least
}

function mostOf(values: Uint32Array, count: number): number {
  let most = -Infinity
  for (let i = 0; i < count; i++) most = Math.max(most, values[i]!)
  return most
}

function firstAtLeast(keys: Float64Array, key: number): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keys[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}
