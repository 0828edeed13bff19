import type { Reader, Tx } from '../../db/client.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Ids } from '../platform/ids.ts'
import { takeMembership } from './accounts-people.usecases.ts'
import { findMembershipOf, findPerson, findScoped, insertMembership } from './accounts.repository.ts'
import { normalizeEmail } from './accounts.rules.ts'

type Helping = {
  ids: Ids
  at: number
  territorySiren: string
  travellerId: string
  userId: string
  /** Who decided; null: the person themselves, or what became of them. */
  byUserId: string | null
}
const scopeKind = 'helper' as const

/** The account of an address; null without one. */
export const accountAt = (handle: Reader | Tx, email: string): Promise<{ userId: string } | null> =>
  findPerson(handle, { email: normalizeEmail(email) })

/** Lets a person who shares rides speak for people without a phone whom they enter. False when they might already. */
export async function letHelp(tx: Tx, helping: Helping): Promise<boolean> {
  const { ids, at, territorySiren, travellerId, userId } = helping
  const role = { role: 'helper', scopeKind, scopeId: travellerId } as const
  const isNew = await insertMembership(tx, { id: ids.next(), userId, territorySiren, ...role, createdAt: at })
  if (isNew) await record(tx, helping, 'helper.named')
  return isNew
}

/** Takes back what `letHelp` gave. False when there was nothing to take. */
export async function endHelp(tx: Tx, helping: Helping): Promise<boolean> {
  const { at, travellerId, userId } = helping
  const held = await findMembershipOf(tx, { userId, scopeKind, scopeId: travellerId })
  if (!held) return false
  await takeMembership(tx, { membershipId: held.id, userId, at })
  await record(tx, helping, 'helper.ended')
  return true
}

const record = (tx: Tx, { ids, at, territorySiren, userId, byUserId }: Helping, action: string) =>
  recordAudit(tx, { id: ids.next(), territorySiren, at, userId: byUserId, action, subject: userId })

/** Helpers of a territory in the order of their travellers' ids; one of them when `id` is given. */
export async function findHelpers(
  handle: Reader | Tx,
  asked: { territorySiren: string; id?: string; after: string | undefined; limit: number },
): Promise<{ id: string; name: string; email: string; since: number }[]> {
  return findScoped(handle, { scopeKind, ...asked })
}
