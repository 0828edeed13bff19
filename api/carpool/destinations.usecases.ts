import type { Database } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import type { Actor } from '../platform/policy.ts'
import { hiddenDepartures } from './blocks.usecases.ts'
import { findNextByDestination } from './departures.repository.ts'
import type { RideIndexes } from './ride-index.ts'
import type { DestinationsAnswer } from './rides.schemas.ts'
import { aireRefOf } from './rides.views.ts'
import { readEnd } from './search.ends.ts'

type Given = Pick<Deps, 'clock'> & { database: Pick<Database, 'read'>; indexes: RideIndexes }

const DAY = 86_400_000
/** A week holds every day one drives the same way. */
const aheadMs = 7 * DAY
/** As far as a search lets one walk when it is asked nothing. */
const walkMetres = 1500
/** What one reads at a glance; the rest is found by searching. */
const destinationsAtMost = 6

/**
 * Where one can go from a place, with the next departure to each that has a seat: who opens the app finds it in one press,
 * without a word typed. Within a week, the soonest first, six at most. Throws `ride-place-unknown`, `aire-withdrawn`.
 */
export async function readDestinations(
  { database, clock, indexes }: Given,
  { from, territorySiren, actor }: { from: string; territorySiren: string; actor: Actor },
): Promise<DestinationsAnswer> {
  const now = clock.now()
  const opened = await indexes.open(territorySiren)
  const { kind, name, reaches } = await readEnd(database, { opened, place: from, walkMetres })
  const originIds = reaches.map(({ aire }) => opened.aires[aire]!.id)
  const items = await findNextByDestination(database.read, {
    territorySiren,
    originIds,
    // From somewhere in a commune one may well go to its other end.
    near: kind === 'commune' ? [] : originIds,
    hidden: await hiddenDepartures(database.read, { actor, territorySiren, from: now }),
    from: now,
    to: now + aheadMs,
    limit: destinationsAtMost,
  })
  return {
    from: { kind, name },
    items: items.flatMap(({ originId, destinationId, ...item }) => {
      const [origin, destination] = [opened.numberOf.get(originId), opened.numberOf.get(destinationId)]
      if (origin === undefined || destination === undefined) return []
      return [{ origin: aireRefOf(opened, origin), destination: aireRefOf(opened, destination), ...item }]
    }),
  }
}
