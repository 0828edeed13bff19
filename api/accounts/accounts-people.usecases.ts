import type { Reader, Tx } from '../../db/client.ts'
import type { Ids } from '../platform/ids.ts'
import {
  deleteMembership,
  deleteNewcomer,
  deleteSessions,
  findMemberships,
  findPerson,
  insertPerson,
  markLeft,
} from './accounts.repository.ts'
import { normalizeEmail } from './accounts.rules.ts'

/** The person of an address, made when it is new: they enter by a sign-in link once they hold a role. */
export async function personOf(
  tx: Tx,
  { ids, at, name, email }: { ids: Ids; at: number; name: string; email: string },
): Promise<string> {
  const address = normalizeEmail(email)
  const known = await findPerson(tx, { email: address })
  if (known) return known.userId
  const userId = ids.next()
  await insertPerson(tx, { userId, name, email: address }, at)
  return userId
}

/**
 * Takes a role of a person back, at once; with the last of any kind, their sessions end. Somebody whose address never
 * came in since `unconfirmedSince` is forgotten whole.
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

/** Where a person reads their mail; null when they are gone. */
export async function mailboxOf(read: Reader | Tx, userId: string): Promise<string | null> {
  return (await findPerson(read, { id: userId }))?.email ?? null
}
