import { compareIds } from './matching-ids.rules.ts'
import type { IdTable } from './matching-ids.rules.ts'

/** A ride on the way to be one of the answers: numbers only, made words of at the end. */
export interface Candidate {
  /** See passengerCost. */
  readonly cost: number
  /** Of all drivers together, seconds. */
  readonly detour: number
  /** Slots of the trips; `second` is -1 with one car. */
  readonly first: number
  readonly second: number
  /** Ranks in the search's `from` and `to`, which are in the order of their aires. */
  readonly start: number
  readonly end: number
  /** The aire of the transfer, -1 with one car. */
  readonly transfer: number
}

/** The best rides so far, in order, one for each trip or couple of trips. */
export interface Best {
  readonly ids: IdTable
  readonly limit: number
  readonly ordered: Candidate[]
  readonly byTrips: Map<number, Candidate>
  /** What a ride may cost and still be an answer: that of the last answer once there are enough. */
  worst: number
}

export function createBest(ids: IdTable, limit: number): Best {
  return { ids, limit, ordered: [], byTrips: new Map(), worst: Infinity }
}

/** Slots stay under 2^26: couples are exact in a double. */
const SLOTS = 2 ** 26

/** The total order of rides: see passengerCost. */
function compare(ids: IdTable, a: Candidate, b: Candidate): number {
  if (a.cost !== b.cost) return a.cost - b.cost
  if (a.detour !== b.detour) return a.detour - b.detour
  if (a.first !== b.first) return compareIds(ids, a.first, b.first)
  // A trip that serves alone is in no couple: both have a second car, or neither.
  if (a.second !== b.second) return compareIds(ids, a.second, b.second)
  return a.start - b.start || a.transfer - b.transfer || a.end - b.end
}

/**
 * Keeps the ride when it is among the best, and better than the one kept of the same trips. To keep a worse ride of a
 * trip for a while is harmless: what it pushed out is worse than `limit` other trips anyway.
 */
export function offer(best: Best, candidate: Candidate): void {
  const { ids, ordered, byTrips, limit } = best
  const full = ordered.length >= limit
  if (full && compare(ids, candidate, ordered.at(-1)!) >= 0) return
  const trips = (candidate.first + 1) * SLOTS + candidate.second + 1
  const known = byTrips.get(trips)
  if (known) {
    if (compare(ids, candidate, known) >= 0) return
    ordered.splice(rankOf(best, known), 1)
  } else if (full) {
    const last = ordered.pop()!
    byTrips.delete((last.first + 1) * SLOTS + last.second + 1)
  }
  ordered.splice(rankOf(best, candidate), 0, candidate)
  byTrips.set(trips, candidate)
  if (ordered.length >= limit) best.worst = ordered.at(-1)!.cost
}

/** How many kept rides come before this one. */
function rankOf({ ids, ordered }: Best, candidate: Candidate): number {
  let low = 0
  let high = ordered.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(ids, ordered[middle]!, candidate) < 0) low = middle + 1
    else high = middle
  }
  return low
}
