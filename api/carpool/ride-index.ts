import type { Deps } from '../platform/http.ts'
import { loadTravel, readEdition, type LoadedTravel } from './aires-travel.usecases.ts'
import { createTripIndex, type TripChange, type TripIndex } from './carpool.matching.ts'
import type { DatedTrip } from './carpool.rules.ts'
import {
  findDeparturesFrom,
  findDeparturesSince,
  readSequence,
  type IndexedDeparture,
} from './departures.repository.ts'

const HOUR = 3_600_000
/** A car late by more is waited for no longer. */
const FORGOTTEN_AFTER_MS = HOUR

export type OpenedIndex = LoadedTravel & { index: TripIndex; numberOf: ReadonlyMap<string, number> }
type Held = OpenedIndex & { forgottenAt: number }

/**
 * The departures of each territory, findable in memory. Opening one reads two numbers of the database: what other
 * processes, or this one, wrote since is followed before the answer; another selection of aires or other travel times
 * rebuild it. So whoever asks after a write sees that write.
 */
export function createRideIndexes({ database, clock }: Pick<Deps, 'database' | 'clock'>) {
  const held = new Map<string, Held>()
  const turns = new Map<string, Promise<unknown>>()

  async function rebuild(territorySiren: string): Promise<Held> {
    const now = clock.now()
    // Read before the departures: what is written meanwhile is then followed again, which changes nothing.
    const sequence = await readSequence(database.read, territorySiren)
    const loaded = await loadTravel({ database, territorySiren })
    const numberOf = new Map(loaded.aireIds.map((id, number) => [id, number]))
    const index = createTripIndex({ travel: loaded.travel, mayWait: loaded.mayWait, sequence })
    for (const row of await findDeparturesFrom(database.read, territorySiren, now - FORGOTTEN_AFTER_MS)) {
      const change = toChange(row, numberOf)
      if ('put' in change) index.put(change.put)
    }
    return { ...loaded, index, numberOf, forgottenAt: now }
  }

  async function follow(territorySiren: string): Promise<OpenedIndex> {
    const found = held.get(territorySiren)
    if (!found || found.edition !== (await readEdition({ database, territorySiren }))) {
      const built = await rebuild(territorySiren)
      held.set(territorySiren, built)
      return built
    }
    const { index, numberOf } = found
    const sequence = await readSequence(database.read, territorySiren)
    if (sequence > index.sequence) {
      const rows = await findDeparturesSince(database.read, territorySiren, index.sequence)
      index.catchUp(
        rows.map((row) => toChange(row, numberOf)),
        sequence,
      )
    }
    const now = clock.now()
    if (now - found.forgottenAt > HOUR) {
      index.forgetBefore(now - FORGOTTEN_AFTER_MS)
      found.forgottenAt = now
    }
    return found
  }

  return {
    /** The index of a territory as the database is now. One at a time, so that none follows twice. */
    open(territorySiren: string): Promise<OpenedIndex> {
      const before = turns.get(territorySiren) ?? Promise.resolve()
      const turn = before.catch(() => null).then(() => follow(territorySiren))
      turns.set(territorySiren, turn)
      return turn
    },
  }
}
export type RideIndexes = ReturnType<typeof createRideIndexes>

/** Departures that are off, full of detours or by an aire that is left no more are not found. */
function toChange(row: IndexedDeparture, numberOf: ReadonlyMap<string, number>): TripChange {
  const put = toTrip(row, numberOf)
  return put ? { sequence: row.sequence, put } : { sequence: row.sequence, remove: row.id }
}

/** A departure as matching knows it; null when it is off or by an aire that is left no more. */
export function toTrip(row: IndexedDeparture, numberOf: ReadonlyMap<string, number>): DatedTrip | null {
  const origin = numberOf.get(row.originId)
  const destination = numberOf.get(row.destinationId)
  if (origin === undefined || destination === undefined || row.status === 'cancelled') return null
  return {
    id: row.id,
    origin,
    destination,
    departure: row.departAt,
    seatsLeft: row.status === 'open' ? row.seatsLeft : 0,
    detourLimit: row.detourLimit - row.detourUsed,
    wishes: row.wishes,
  }
}
