import { readNewRides } from '../carpool/wished-rides.usecases.ts'
import type { RideIndexes } from '../carpool/ride-index.ts'
import type { Deps } from '../platform/http.ts'
import { listTerritories } from '../territory/territory.usecases.ts'
import { noteForWishes } from './wish-causes.usecases.ts'
import { findWatched, listPairKeys, saveWatched } from './wishes.repository.ts'
import { pairKey, pairOf } from './wishes.rules.ts'

/**
 * Looks for new trips between the aires that people wait at. A trip is told once to a pair, whatever the number of its
 * days and however often they are written again.
 */
export async function lookForRides(
  deps: Pick<Deps, 'database' | 'clock'> & { indexes: RideIndexes },
): Promise<void> {
  const { database, clock } = deps
  for (let cursor: string | undefined; ;) {
    const page = await listTerritories({ database, cursor })
    for (const { siren } of page.items) {
      const keys = await listPairKeys(database.read, siren)
      if (keys.length === 0) continue
      const since = await findWatched(database.read, siren)
      const { sequence, rides } = await readNewRides(deps, {
        territorySiren: siren,
        since,
        pairs: keys.map(pairOf),
      })
      if (since !== null && sequence <= since) continue
      await database.write(async (tx) => {
        for (const { pair, tripId } of rides)
          await noteForWishes(tx, {
            id: `${pairKey(siren, pair)}:${tripId}`,
            territorySiren: siren,
            kind: 'rides',
            at: clock.now(),
          })
        await saveWatched(tx, siren, sequence)
      })
    }
    if (!page.nextCursor) return
    cursor = page.nextCursor
  }
}
