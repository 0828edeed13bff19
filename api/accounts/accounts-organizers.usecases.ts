import type { Tx } from '../../db/client.ts'
import type { Ids } from '../platform/ids.ts'
import { personOf } from './accounts-people.usecases.ts'
import { insertMembership } from './accounts.repository.ts'

/**
 * Makes the person of an address a member of an organizer, creating the person when the address is new: they then
 * enter by a sign-in link. It gives no right of staff. Again, it changes nothing.
 */
export async function giveMembership(
  tx: Tx,
  {
    ids,
    at,
    territorySiren,
    organizerId,
    name,
    email,
  }: { ids: Ids; at: number; territorySiren: string; organizerId: string; name: string; email: string },
): Promise<{ userId: string; added: boolean }> {
  const userId = await personOf(tx, { ids, at, name, email })
  const added = await insertMembership(tx, {
    id: ids.next(),
    userId,
    territorySiren,
    role: 'organizer',
    scopeKind: 'organizer',
    scopeId: organizerId,
    createdAt: at,
  })
  return { userId, added }
}
