import { offer } from './matching-best.rules.ts'
import type { Best } from './matching-best.rules.ts'
import { nearEnds, secondsInto } from './matching-lines.rules.ts'
import type { LineStore } from './matching-lines.rules.ts'
import { endOf, firstFrom } from './matching-segments.rules.ts'
import type { Segments } from './matching-segments.rules.ts'
import { passengerCost } from './carpool.rules.ts'
import type { RideSearch } from './carpool.rules.ts'
import { NO_ROAD } from './travel.rules.ts'
import type { Reach } from './travel.rules.ts'

/** A search as the index reads it: instants in epoch seconds, reaches in the order of their aires, one for each. */
export interface Query extends Pick<RideSearch, 'by' | 'seats' | 'needs' | 'avoids' | 'transfer'> {
  readonly from: readonly Reach[]
  readonly to: readonly Reach[]
  readonly earliest: number
  readonly at: number
  readonly latest: number
  /** Slots of trips never to be shown. */
  readonly except: ReadonlySet<number>
}

/** What the index knows of a trip, by slot. */
export interface TripStore {
  readonly lines: LineStore
  line: Int32Array
  time: Uint32Array
  seats: Uint8Array
  wishes: Uint8Array
}

/** Has the trip what the passenger asks for? Its route and its hour are not looked at. */
export function suits(trips: TripStore, slot: number, query: Query): boolean {
  const wishes = trips.wishes[slot]!
  return (
    trips.seats[slot]! >= query.seats &&
    (wishes & query.needs) === query.needs &&
    (wishes & query.avoids) === 0 &&
    !query.except.has(slot)
  )
}

/**
 * Seconds from a driver's departure to the moment the window speaks of: the passenger sets out on foot `walk` before
 * the pick-up, or ends the last walk after the drop-off.
 */
export function momentOffset(
  by: Query['by'],
  approach: number,
  ride: number,
  start: Reach,
  end: Reach,
): number {
  return by === 'departure' ? approach - start.walkSeconds : approach + ride + end.walkSeconds
}

/**
 * Offers every ride in one car, between each reach of the start and each of the end. An origin is passed over when even
 * its largest budget does not bring the passenger to the drop-off, or when nobody leaves it in time. What is left of it
 * is read by departure or by line, whichever are fewer.
 */
export function searchDirect(trips: TripStore, query: Query, best: Best): void {
  query.from.forEach((start, startRank) =>
    query.to.forEach((end, endRank) => {
      if (start.aire !== end.aire) searchBetween(trips, query, best, { start, startRank, end, endRank })
    }),
  )
}

interface Ends {
  readonly start: Reach
  readonly startRank: number
  readonly end: Reach
  readonly endRank: number
}

function searchBetween(
  trips: TripStore,
  query: Query,
  best: Best,
  { start, startRank, end, endRank }: Ends,
): void {
  const { byOrigin, byLine, fromOrigin, travel, budget, destination, base } = trips.lines
  const { size, seconds } = travel
  const { reach } = byOrigin
  const ride = seconds[start.aire * size + end.aire]!
  const atBest = passengerCost({
    gapSeconds: 0,
    walkSeconds: start.walkSeconds + end.walkSeconds,
    rideSeconds: ride,
    transferWaitSeconds: 0,
    transfers: 0,
  })
  if (ride === NO_ROAD || atBest > best.worst) return
  const onward = end.aire * size
  /** Seconds beyond origin → destination that the line's drivers would drive; more than their limit when -1. */
  const detourOf = (line: number, driven: number) => {
    const rest = seconds[onward + destination[line]!]!
    const total = driven + rest
    return rest === NO_ROAD || total > budget[line]! ? -1 : Math.max(0, total - base[line]!)
  }
  const take = (slot: number, gap: number, detour: number) => {
    if (atBest + gap > best.worst) return false
    if (suits(trips, slot, query)) {
      const cost = atBest + gap
      offer(best, { cost, detour, first: slot, second: -1, start: startRank, end: endRank, transfer: -1 })
    }
    return true
  }
  const approaches = secondsInto(trips.lines, start.aire)
  for (const origin of nearEnds(byOrigin, start.aire, approaches)) {
    const approach = approaches[origin]!
    const driven = approach + ride
    if (driven > reach[origin]!) continue
    const offset = momentOffset(query.by, approach, ride, start, end)
    const first = firstFrom(fromOrigin, origin, query.earliest - offset)
    if (first === endOf(fromOrigin, origin) || fromOrigin.time[first]! > query.latest - offset) continue
    const after = firstFrom(fromOrigin, origin, query.latest - offset + 1)
    const lines = byOrigin.lines[origin]!
    if (after - first <= lines.length) {
      const wished = query.at - offset
      for (let place = first; place < after; place++) {
        const gap = Math.abs(fromOrigin.time[place]! - wished)
        if (atBest + gap > best.worst) continue
        const slot = fromOrigin.slot[place]!
        const detour = detourOf(trips.line[slot]!, driven)
        if (detour >= 0) take(slot, gap, detour)
      }
      continue
    }
    for (const line of lines) {
      if (budget[line]! < driven) break
      const detour = detourOf(line, driven)
      if (detour >= 0) nearestFirst(byLine, query, line, offset, (slot, gap) => take(slot, gap, detour))
    }
  }
}

/**
 * Reads a list's departures whose moment (departure + offset) falls in the window, from the one nearest to the wished
 * moment outwards, until `take` answers false. `gap` is the seconds between the moment and the one wished for.
 */
export function nearestFirst(
  departures: Segments,
  { earliest, at, latest }: Pick<Query, 'earliest' | 'at' | 'latest'>,
  number: number,
  offset: number,
  take: (slot: number, gap: number) => boolean,
): void {
  const { time, slot } = departures
  const first = departures.start[number]!
  const end = endOf(departures, number)
  const lowest = earliest - offset
  const highest = latest - offset
  const wished = at - offset
  let after = firstFrom(departures, number, wished)
  let before = after - 1
  for (;;) {
    const gapAfter = after < end && time[after]! <= highest ? time[after]! - wished : Infinity
    const gapBefore = before >= first && time[before]! >= lowest ? wished - time[before]! : Infinity
    if (gapAfter === Infinity && gapBefore === Infinity) return
    const isAfter = gapAfter <= gapBefore
    if (!take(slot[isAfter ? after : before]!, isAfter ? gapAfter : gapBefore)) return
    if (isAfter) after++
    else before--
  }
}

/** Does this trip by itself serve the search? */
export function servesAlone(trips: TripStore, slot: number, query: Query): boolean {
  const { lines } = trips
  const { size, seconds } = lines.travel
  const line = trips.line[slot]!
  const origin = lines.origin[line]! * size
  const budget = lines.budget[line]!
  return query.from.some((start) =>
    query.to.some((end) => {
      const approach = seconds[origin + start.aire]!
      const ride = seconds[start.aire * size + end.aire]!
      const rest = seconds[end.aire * size + lines.destination[line]!]!
      if (start.aire === end.aire || approach === NO_ROAD || ride === NO_ROAD || rest === NO_ROAD)
        return false
      if (approach + ride + rest > budget) return false
      const moment = trips.time[slot]! + momentOffset(query.by, approach, ride, start, end)
      return moment >= query.earliest && moment <= query.latest
    }),
  )
}
