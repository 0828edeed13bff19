import type { Tx } from '../../db/client.ts'
import type { Ids } from '../platform/ids.ts'
import { takeMembership } from './accounts-people.usecases.ts'
import { findMembershipOf, insertMembership } from './accounts.repository.ts'

type Travelling = { at: number; travellerId: string; userId: string }

/** Lets a person in as one who shares rides. It gives no right of staff, nor over anybody else's things. */
export function letTravel(
  tx: Tx,
  { ids, at, territorySiren, travellerId, userId }: Travelling & { ids: Ids; territorySiren: string },
): Promise<boolean> {
  return insertMembership(tx, {
    id: ids.next(),
    userId,
    territorySiren,
    role: 'traveller',
    scopeKind: 'traveller',
    scopeId: travellerId,
    createdAt: at,
  })
}

/** Takes back what `letTravel` gave, as `takeMembership` does. */
export async function endTravel(
  tx: Tx,
  { travellerId, userId, ...when }: Travelling & { unconfirmedSince?: number },
): Promise<void> {
  const held = await findMembershipOf(tx, { userId, scopeKind: 'traveller', scopeId: travellerId })
  if (held) await takeMembership(tx, { membershipId: held.id, userId, ...when })
}
