import type { Tx } from '../../db/client.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import type { Ids } from '../platform/ids.ts'
import { updateBooking } from './bookings.repository.ts'
import type { TravellerRow } from './travellers.repository.ts'

type Told = { ids: Ids; at: number; row: TravellerRow }

/** Lets the worker write to a parent, in the transaction of what they are told. */
export async function writeToGuardian(
  tx: Tx,
  topic: 'asked' | 'ride',
  { ids, at, row, bookingIds }: Told & { bookingIds?: readonly string[] },
) {
  await recordOutbox(tx, {
    id: ids.next(),
    territorySiren: row.territorySiren,
    topic: `guardian.${topic}`,
    subject: `traveller:${row.id}`,
    payload: { travellerId: row.id, turn: row.guardianTurn, ...(bookingIds ? { bookingIds } : {}) },
    at,
  })
}

/** A parent hears of each ride that is asked for, or of its days, with the links of a relative; nothing for who is of age. */
export async function tellGuardian(
  tx: Tx,
  { ids, at, row, bookingIds }: Told & { bookingIds: readonly string[] },
): Promise<void> {
  if (!row.minor || row.guardianEmail === null) return
  for (const id of bookingIds) await updateBooking(tx, id, { sharedAt: at })
  await writeToGuardian(tx, 'ride', { ids, at, row, bookingIds })
}
