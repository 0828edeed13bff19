import type { Tx } from '../../db/client.ts'
import type { WishKind } from '../../db/schema/wishes.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import type { Deps } from '../platform/http.ts'
import {
  deleteOldCauses,
  findWaitingKinds,
  insertCause,
  markCausesDone,
  takeCauses,
} from './wishes.repository.ts'

/** What one message may gather. */
export const causesAtOnce = 200
const keptDays = 90

/**
 * Notes, in the transaction of a change, what somebody may wish to hear of: once for ever by its id. Where nobody wishes
 * for such things, nothing is written.
 */
export function noteForWishes(
  tx: Tx,
  cause: { id: string; territorySiren: string; kind: WishKind; at: number },
): Promise<void> {
  return insertCause(tx, cause)
}

/**
 * Gathers what happened since the last time into one event of the outbox for each kind and territory: an import of two
 * hundred events is one message to a person, not two hundred. Two workers never gather the same.
 */
export async function gatherCauses({
  database,
  clock,
  ids,
}: Pick<Deps, 'database' | 'clock' | 'ids'>): Promise<void> {
  for (const { territorySiren, kind } of await findWaitingKinds(database.read)) {
    let taken: number
    do {
      taken = await database.write(async (tx) => {
        const causes = await takeCauses(tx, { territorySiren, kind, limit: causesAtOnce })
        if (causes.length === 0) return 0
        const at = clock.now()
        await markCausesDone(tx, causes, at)
        await recordOutbox(tx, {
          id: ids.next(),
          territorySiren,
          topic: `wish.${kind}`,
          subject: `wish:${territorySiren}:${kind}`,
          payload: { causes },
          at,
        })
        return causes.length
      })
    } while (taken === causesAtOnce)
  }
}

/** Forgets what was told long ago. */
export function deleteToldCauses({ database, clock }: Pick<Deps, 'database' | 'clock'>): Promise<void> {
  return database.write((tx) => deleteOldCauses(tx, clock.now() - keptDays * 86_400_000))
}
