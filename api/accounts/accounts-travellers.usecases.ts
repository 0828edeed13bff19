import type { Reader, Tx } from '../../db/client.ts'
import type { Ids } from '../platform/ids.ts'
import {
  deleteMembership,
  deleteNewcomer,
  deleteSessions,
  findMemberships,
  findMembershipOf,
  findPerson,
  insertMembership,
  insertPerson,
  markLeft,
} from './accounts.repository.ts'
import { normalizeEmail } from './accounts.rules.ts'

type Travelling = { ids: Ids; at: number; territorySiren: string; travellerId: string }

/** The person of an address, made when it is new: they enter by a sign-in link once they hold a role. */
export async function personOf(
  tx: Tx,
  { ids, at, name, email }: { ids: Ids; at: number; name: string; email: string },
): Promise<{ userId: string; created: boolean }> {
  const address = normalizeEmail(email)
  const known = await findPerson(tx, { email: address })
  if (known) return { userId: known.userId, created: false }
  const userId = ids.next()
  await insertPerson(tx, { userId, name, email: address }, at)
  return { userId, created: true }
}

/** Lets a person in as one who shares rides. It gives no right of staff, nor over anybody else's things. */
export function letTravel(
  tx: Tx,
  { ids, at, territorySiren, travellerId, userId }: Travelling & { userId: string },
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

/**
 * Takes back what `letTravel` gave. With the last role of any kind sessions end; who never came in since
 * `unconfirmedSince` is forgotten whole.
 */
export async function endTravel(
  tx: Tx,
  {
    travellerId,
    userId,
    at,
    unconfirmedSince,
  }: {
    travellerId: string
    userId: string
    at: number
    unconfirmedSince?: number
  },
): Promise<void> {
  const held = await findMembershipOf(tx, { userId, scopeKind: 'traveller', scopeId: travellerId })
  if (held) await deleteMembership(tx, held.id)
  if ((await findMemberships(tx, userId)).length > 0) return
  await deleteSessions(tx, { userId })
  if (unconfirmedSince === undefined || !(await deleteNewcomer(tx, { userId, since: unconfirmedSince })))
    await markLeft(tx, userId, at)
}

/** Where a person reads their mail; null when they are gone. */
export async function mailboxOf(read: Reader, userId: string): Promise<string | null> {
  return (await findPerson(read, { id: userId }))?.email ?? null
}
