import type { Tx } from '../../db/client.ts'
import type { Ids } from '../platform/ids.ts'
import {
  deleteMembership,
  deleteNewcomer,
  deleteSessions,
  findMemberships,
  findPerson,
  insertMembership,
  insertPerson,
  markLeft,
} from './accounts.repository.ts'
import { normalizeEmail } from './accounts.rules.ts'

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
  const address = normalizeEmail(email)
  const known = await findPerson(tx, { email: address })
  const userId = known?.userId ?? ids.next()
  if (!known) await insertPerson(tx, { userId, name, email: address }, at)
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

/**
 * Takes a person out of an organizer, at once; with the last role of any kind, their sessions end. Somebody whose
 * address came with an organizer that nobody confirmed, since `unconfirmedSince`, is forgotten whole.
 */
export async function takeMembership(
  tx: Tx,
  {
    membershipId,
    userId,
    at,
    unconfirmedSince,
  }: { membershipId: string; userId: string; at: number; unconfirmedSince?: number },
): Promise<void> {
  await deleteMembership(tx, membershipId)
  if ((await findMemberships(tx, userId)).length > 0) return
  await deleteSessions(tx, { userId })
  if (unconfirmedSince === undefined || !(await deleteNewcomer(tx, { userId, since: unconfirmedSince })))
    await markLeft(tx, userId, at)
}
