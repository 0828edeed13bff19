import { offer } from './matching-best.rules.ts'
import type { Best } from './matching-best.rules.ts'
import { momentOffset, nearestFirst, servesAlone, suits } from './matching-direct.rules.ts'
import type { Query, TripStore } from './matching-direct.rules.ts'
import { grown } from './matching-ids.rules.ts'
import { collectLines, firstFrom } from './matching-lines.rules.ts'
import type { FoundLines } from './matching-lines.rules.ts'
import { TRANSFER_SECONDS, WALK_WEIGHT } from './carpool.rules.ts'
import type { TransferWait } from './carpool.rules.ts'
import { NO_ROAD } from './travel.rules.ts'
import type { Reach } from './travel.rules.ts'

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

export interface TransferScratch {
  readonly found: FoundLines
  readonly tied: Legs
  readonly free: Legs
}

export function createLegs(): Legs {
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
  const tiedReaches = leaves ? query.from : query.to
  const freeReaches = leaves ? query.to : query.from
  const fixed = wait.minSeconds + TRANSFER_SECONDS
  const places: Place[] = []
  for (let aire = 0; aire < mayWait.length; aire++) {
    if (!mayWait[aire]) continue
    const tied = leastCost(trips, aire, tiedReaches, leaves)
    const free = leastCost(trips, aire, freeReaches, !leaves)
    if (tied + free + fixed <= best.worst && tied + free < Infinity) places.push({ aire, tied, free })
  }
  places.sort((a, b) => a.tied + a.free - b.tied - b.free)
  for (const place of places) {
    if (place.tied + place.free + fixed > best.worst) return
    collectTied(trips, query, place, fixed, best, scratch)
    if (scratch.tied.count === 0) continue
    collectFree(trips, query, place, wait, best, scratch)
    if (scratch.free.count > 0) join(query, place.aire, wait, best, scratch)
  }
}

/** The least a passenger loses between the reaches and the aire: walk and ride. */
function leastCost({ lines }: TripStore, aire: number, reaches: readonly Reach[], isInto: boolean): number {
  let least = Infinity
  for (const reach of reaches) {
    const ride = rideOf(lines.travel, reach, aire, isInto)
    if (ride !== NO_ROAD && reach.aire !== aire)
      least = Math.min(least, WALK_WEIGHT * reach.walkSeconds + ride)
  }
  return least
}

function rideOf(
  { size, seconds }: TripStore['lines']['travel'],
  reach: Reach,
  aire: number,
  isInto: boolean,
): number {
  return isInto ? seconds[reach.aire * size + aire]! : seconds[aire * size + reach.aire]!
}

function collectTied(
  trips: TripStore,
  query: Query,
  { aire, free }: Place,
  fixed: number,
  best: Best,
  { found, tied }: TransferScratch,
): void {
  const leaves = query.by === 'departure'
  const here: Reach = { aire, walkSeconds: 0 }
  const rest = fixed + free
  tied.count = 0
  ;(leaves ? query.from : query.to).forEach((reach, rank) => {
    const ride = rideOf(trips.lines.travel, reach, aire, leaves)
    const cost = WALK_WEIGHT * reach.walkSeconds + ride
    if (reach.aire === aire || ride === NO_ROAD || cost + rest > best.worst) return
    const [start, end] = leaves ? [reach, here] : [here, reach]
    collectLines(trips.lines, start.aire, end.aire, found)
    for (let i = 0; i < found.count; i++) {
      const approach = found.approach[i]!
      const atTransfer = leaves ? approach + ride : approach
      const detour = found.detour[i]!
      nearestFirst(
        trips,
        query,
        found.line[i]!,
        momentOffset(query.by, approach, ride, start, end),
        (slot, gap) => {
          if (cost + gap + rest > best.worst) return false
          if (suits(trips, slot, query) && !servesAlone(trips, slot, query))
            addLeg(tied, cost + gap, trips.time[slot]! + atTransfer, slot, detour, rank)
          return true
        },
      )
    }
  })
}

/** The legs that may join one of the tied ones, by the time between the earliest and the latest of these. */
function collectFree(
  trips: TripStore,
  query: Query,
  { aire }: Place,
  { minSeconds, maxSeconds }: TransferWait,
  best: Best,
  { found, tied, free }: TransferScratch,
): void {
  const leaves = query.by === 'departure'
  const { lines } = trips
  let [earliest, latest, cheapest] = [Infinity, -Infinity, Infinity]
  for (let i = 0; i < tied.count; i++) {
    earliest = Math.min(earliest, tied.time[i]!)
    latest = Math.max(latest, tied.time[i]!)
    cheapest = Math.min(cheapest, tied.cost[i]!)
  }
  free.count = 0
  ;(leaves ? query.to : query.from).forEach((reach, rank) => {
    const ride = rideOf(lines.travel, reach, aire, !leaves)
    const cost = WALK_WEIGHT * reach.walkSeconds + ride
    const longestWait = Math.min(maxSeconds, best.worst - TRANSFER_SECONDS - cheapest - cost)
    if (reach.aire === aire || ride === NO_ROAD || longestWait < minSeconds) return
    const from = leaves ? earliest + minSeconds : earliest - longestWait
    const until = leaves ? latest + longestWait : latest - minSeconds
    collectLines(lines, leaves ? aire : reach.aire, leaves ? reach.aire : aire, found)
    for (let i = 0; i < found.count; i++) {
      const line = found.line[i]!
      const atTransfer = leaves ? found.approach[i]! : found.approach[i]! + ride
      const end = lines.start[line]! + lines.length[line]!
      for (let place = firstFrom(lines, line, from - atTransfer); place < end; place++) {
        const time = lines.poolTime[place]! + atTransfer
        if (time > until) break
        const slot = lines.poolSlot[place]!
        if (suits(trips, slot, query) && !servesAlone(trips, slot, query))
          addLeg(free, cost, time, slot, found.detour[i]!, rank)
      }
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
