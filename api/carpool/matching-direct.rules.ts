import { offer } from './matching-best.rules.ts'
import type { Best } from './matching-best.rules.ts'
import { collectLines, firstFrom } from './matching-lines.rules.ts'
import type { FoundLines, LineStore } from './matching-lines.rules.ts'
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
 * Offers every ride in one car. In each line that serves, departures are read from the wished moment outwards, and no
 * farther than an answer may be.
 */
export function searchDirect(trips: TripStore, query: Query, best: Best, found: FoundLines): void {
  const { size, seconds } = trips.lines.travel
  query.from.forEach((start, startRank) =>
    query.to.forEach((end, endRank) => {
      const ride = seconds[start.aire * size + end.aire]!
      if (start.aire === end.aire || ride === NO_ROAD) return
      const atBest = passengerCost({
        gapSeconds: 0,
        walkSeconds: start.walkSeconds + end.walkSeconds,
        rideSeconds: ride,
        transferWaitSeconds: 0,
        transfers: 0,
      })
      if (atBest > best.worst) return
      collectLines(trips.lines, start.aire, end.aire, found)
      for (let i = 0; i < found.count; i++) {
        const offset = momentOffset(query.by, found.approach[i]!, ride, start, end)
        const detour = found.detour[i]!
        nearestFirst(trips, query, found.line[i]!, offset, (slot, gap) => {
          if (atBest + gap > best.worst) return false
          if (suits(trips, slot, query))
            offer(best, {
              cost: atBest + gap,
              detour,
              first: slot,
              second: -1,
              start: startRank,
              end: endRank,
              transfer: -1,
            })
          return true
        })
      }
    }),
  )
}

/**
 * Reads a line's departures whose moment (departure + offset) falls in the window, from the one nearest to the wished
 * moment outwards, until `take` answers false. `gap` is the seconds between the moment and the one wished for.
 */
export function nearestFirst(
  { lines }: TripStore,
  { earliest, at, latest }: Pick<Query, 'earliest' | 'at' | 'latest'>,
  line: number,
  offset: number,
  take: (slot: number, gap: number) => boolean,
): void {
  const { poolTime, poolSlot } = lines
  const first = lines.start[line]!
  const end = first + lines.length[line]!
  const lowest = earliest - offset
  const highest = latest - offset
  const wished = at - offset
  let after = firstFrom(lines, line, wished)
  let before = after - 1
  for (;;) {
    const gapAfter = after < end && poolTime[after]! <= highest ? poolTime[after]! - wished : Infinity
    const gapBefore = before >= first && poolTime[before]! >= lowest ? wished - poolTime[before]! : Infinity
    if (gapAfter === Infinity && gapBefore === Infinity) return
    const isAfter = gapAfter <= gapBefore
    if (!take(poolSlot[isAfter ? after : before]!, isAfter ? gapAfter : gapBefore)) return
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
