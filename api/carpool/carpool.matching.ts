import type { DatedTrip, Leg, RideKind, RideMatch, RideSearch } from './carpool.rules.ts'
import { searchFault } from './carpool.rules.ts'
import { createBest } from './matching-best.rules.ts'
import type { Candidate } from './matching-best.rules.ts'
import { searchDirect } from './matching-direct.rules.ts'
import type { Query, TripStore } from './matching-direct.rules.ts'
import { addId, createIdTable, grown, idOfSlot, removeId, slotOfId } from './matching-ids.rules.ts'
import {
  createLineStore,
  hideTrip,
  joinLine,
  leaveLine,
  lineStoreBytes,
  showTrip,
} from './matching-lines.rules.ts'
import { createTransferScratch, searchTransfers } from './matching-transfers.rules.ts'
import type { Reach, TravelTable } from './travel.rules.ts'

/** An accepted write, as other processes hear of it: sequence numbers grow by one with each write of a territory. */
export type TripChange = { readonly sequence: number } & (
  { readonly put: DatedTrip } | { readonly remove: string }
)

/**
 * The trips of a territory, in memory, findable. Exact with respect to its travel table: it answers what reading every
 * trip and every couple of trips would (tests/support/carpool-oracle.ts does). What it costs: docs/carpool-matching.md.
 *
 * It is a copy: the database is the truth when a seat is booked. A new travel table needs a new index.
 */
export interface TripIndex {
  readonly travel: TravelTable
  /** Trips known, those without a seat left included. */
  readonly size: number
  /** The last write it knows of. */
  readonly sequence: number
  /** Bytes held, the travel table and its transpose not counted. */
  readonly byteLength: number
  /** Adds a trip, or replaces the one of its id. Throws RangeError when a number is out of its range. */
  put(trip: DatedTrip): void
  /** Seats left of a trip; does nothing when it is unknown. */
  setSeats(id: string, seatsLeft: number): void
  remove(id: string): void
  /** Forgets the trips that left before an instant, and says how many. */
  forgetBefore(instant: number): number
  /**
   * Follows one write. 'behind' when writes between are missing: nothing is changed, and the caller reads from the
   * database what changed since `sequence` and hands it to `catchUp`. 'known' when it was followed before.
   */
  follow(change: TripChange): 'followed' | 'known' | 'behind'
  /**
   * Takes what changed since `sequence`, where a later write may stand for several, and is then at `upTo`. Changes it
   * knew are passed over, in any order: the highest sequence of a trip counts.
   */
  catchUp(changes: readonly TripChange[], upTo: number): void
  /** The best rides, in order, at most `search.limit`; see passengerCost. Throws RangeError on a search with a fault. */
  search(search: RideSearch): RideMatch[]
}

/** `mayWait` says where one may change cars: everywhere unless told. */
export function createTripIndex({
  travel,
  sequence: startsAt = 0,
  mayWait = () => true,
}: {
  travel: TravelTable
  sequence?: number
  mayWait?: (aire: number) => boolean
}): TripIndex {
  const ids = createIdTable(16)
  const trips: TripStore = {
    lines: createLineStore(travel),
    line: new Int32Array(16).fill(NOBODY),
    time: new Uint32Array(16),
    seats: new Uint8Array(16),
    wishes: new Uint8Array(16),
  }
  const freeSlots: number[] = []
  let slotCount = 0
  let sequence = startsAt
  const waiting = Uint8Array.from({ length: travel.size }, (_, aire) => (mayWait(aire) ? 1 : 0))
  const scratch = createTransferScratch()

  function takeSlot(): number {
    const slot = freeSlots.pop() ?? slotCount++
    if (slot >= trips.line.length) {
      const known = trips.line.length
      trips.line = grown(trips.line, slotCount).fill(NOBODY, known)
      trips.time = grown(trips.time, slotCount)
      trips.seats = grown(trips.seats, slotCount)
      trips.wishes = grown(trips.wishes, slotCount)
    }
    return slot
  }

  function put(trip: DatedTrip): void {
    check(trip, travel.size)
    remove(trip.id)
    const slot = takeSlot()
    addId(ids, trip.id, slot)
    const line = joinLine(trips.lines, trip.origin, trip.destination, trip.detourLimit)
    trips.line[slot] = line
    trips.time[slot] = toSeconds(trip.departure)
    trips.wishes[slot] = trip.wishes
    trips.seats[slot] = 0
    changeSeats(slot, trip.seatsLeft)
  }

  function changeSeats(slot: number, seatsLeft: number): void {
    const line = trips.line[slot]!
    const had = trips.seats[slot]! > 0
    trips.seats[slot] = seatsLeft
    if (line === UNROUTED || had === seatsLeft > 0) return
    if (had) hideTrip(trips.lines, line, trips.time[slot]!, slot)
    else showTrip(trips.lines, line, trips.time[slot]!, slot)
  }

  function remove(id: string): void {
    const slot = slotOfId(ids, id)
    if (slot < 0) return
    changeSeats(slot, 0)
    if (trips.line[slot] !== UNROUTED) leaveLine(trips.lines, trips.line[slot]!)
    trips.line[slot] = NOBODY
    removeId(ids, id)
    freeSlots.push(slot)
  }

  function apply(change: TripChange): void {
    if ('put' in change) put(change.put)
    else remove(change.remove)
  }

  function toMatch(query: Query, candidate: Candidate): RideMatch {
    const start = query.from[candidate.start]!
    const end = query.to[candidate.end]!
    const legOf = (slot: number, pickUp: number, dropOff: number) => {
      const { size, seconds } = travel
      const line = trips.line[slot]!
      const origin = trips.lines.origin[line]!
      const pickUpAt = trips.time[slot]! + seconds[origin * size + pickUp]!
      const dropOffAt = pickUpAt + seconds[pickUp * size + dropOff]!
      const arrival = dropOffAt + seconds[dropOff * size + trips.lines.destination[line]!]!
      const detour = arrival - trips.time[slot]! - trips.lines.base[line]!
      return {
        tripId: idOfSlot(ids, slot),
        pickUp,
        dropOff,
        pickUpAt: pickUpAt * 1000,
        dropOffAt: dropOffAt * 1000,
        detourSeconds: Math.max(0, detour),
      }
    }
    const isWhole = (slot: number) => {
      const line = trips.line[slot]!
      return trips.lines.origin[line] === start.aire && trips.lines.destination[line] === end.aire
    }
    const { first, second, transfer } = candidate
    const legs: RideMatch['legs'] =
      second < 0
        ? [legOf(first, start.aire, end.aire)]
        : [legOf(first, start.aire, transfer), legOf(second, transfer, end.aire)]
    const last: Leg = legs[1] ?? legs[0]
    const kind: RideKind =
      second >= 0
        ? 'transfer'
        : start.walkSeconds + end.walkSeconds > 0
          ? 'walk'
          : isWhole(first)
            ? 'direct'
            : 'detour'
    return {
      kind,
      legs,
      leaveAt: legs[0].pickUpAt - start.walkSeconds * 1000,
      arriveAt: last.dropOffAt + end.walkSeconds * 1000,
      walkToSeconds: start.walkSeconds,
      walkFromSeconds: end.walkSeconds,
      transferWaitSeconds: legs[1] ? (legs[1].pickUpAt - legs[0].dropOffAt) / 1000 : 0,
      costSeconds: candidate.cost,
      detourSeconds: candidate.detour,
    }
  }

  function toQuery(search: RideSearch): Query {
    const fault = searchFault(search)
    if (fault) throw new RangeError(`A search cannot be answered: ${fault}`)
    return {
      by: search.by,
      from: nearestOfEach(search.from, travel.size),
      to: nearestOfEach(search.to, travel.size),
      earliest: toSeconds(search.earliest),
      at: toSeconds(search.at),
      latest: toSeconds(search.latest),
      seats: search.seats,
      needs: search.needs,
      avoids: search.avoids,
      transfer: search.transfer,
      except: new Set(search.except.map((id) => slotOfId(ids, id))),
    }
  }

  return {
    travel,
    get size() {
      return ids.count
    },
    get sequence() {
      return sequence
    },
    get byteLength() {
      const slots = [trips.line, trips.time, trips.seats, trips.wishes, ids.words, ids.table]
      return slots.reduce((sum, array) => sum + array.byteLength, lineStoreBytes(trips.lines))
    },
    put,
    setSeats(id, seatsLeft) {
      if (!isByte(seatsLeft)) throw new RangeError(`${seatsLeft} seats`)
      const slot = slotOfId(ids, id)
      if (slot >= 0) changeSeats(slot, seatsLeft)
    },
    remove,
    forgetBefore(instant) {
      const before = toSeconds(instant)
      const count = ids.count
      for (let slot = 0; slot < slotCount; slot++)
        if (trips.line[slot] !== NOBODY && trips.time[slot]! < before) remove(idOfSlot(ids, slot))
      return count - ids.count
    },
    follow(change) {
      if (change.sequence <= sequence) return 'known'
      if (change.sequence > sequence + 1) return 'behind'
      apply(change)
      sequence = change.sequence
      return 'followed'
    },
    catchUp(changes, upTo) {
      const later = changes.filter((change) => change.sequence > sequence)
      for (const change of later.sort((a, b) => a.sequence - b.sequence)) apply(change)
      sequence = Math.max(sequence, upTo)
    },
    search(search) {
      const query = toQuery(search)
      const best = createBest(ids, search.limit)
      searchDirect(trips, query, best)
      if (query.transfer) searchTransfers(trips, query, query.transfer, waiting, best, scratch)
      return best.ordered.map((candidate) => toMatch(query, candidate))
    },
  }
}

/** In place of a line: the slot is free; the trip has no road and is never found. */
const NOBODY = -2
const UNROUTED = -1

const toSeconds = (instant: number) => Math.floor(instant / 1000)
const isByte = (value: number) => Number.isInteger(value) && value >= 0 && value <= 255

function check(
  { origin, destination, departure, seatsLeft, detourLimit, wishes }: DatedTrip,
  size: number,
): void {
  const isAire = (aire: number) => Number.isInteger(aire) && aire >= 0 && aire < size
  const time = toSeconds(departure)
  if (!isAire(origin) || !isAire(destination) || origin === destination)
    throw new RangeError(`No trip from aire ${origin} to aire ${destination}`)
  if (!(time >= 0 && time <= 0xffffffff)) throw new RangeError(`No departure at ${departure}`)
  if (!isByte(seatsLeft) || !isByte(wishes)) throw new RangeError(`${seatsLeft} seats, wishes ${wishes}`)
  if (!Number.isInteger(detourLimit) || detourLimit < 0 || detourLimit > 0xffff)
    throw new RangeError(`A detour of ${detourLimit} seconds`)
}

/** In the order of the aires; of one named twice, the shorter walk. */
function nearestOfEach(reaches: readonly Reach[], size: number): Reach[] {
  const nearest = new Map<number, Reach>()
  for (const reach of reaches) {
    const isKnown = Number.isInteger(reach.aire) && reach.aire >= 0 && reach.aire < size
    if (!isKnown || !Number.isInteger(reach.walkSeconds) || reach.walkSeconds < 0)
      throw new RangeError(`No walk of ${reach.walkSeconds} s to aire ${reach.aire}`)
    const known = nearest.get(reach.aire)
    if (!known || reach.walkSeconds < known.walkSeconds) nearest.set(reach.aire, reach)
  }
  return [...nearest.values()].sort((a, b) => a.aire - b.aire)
}
