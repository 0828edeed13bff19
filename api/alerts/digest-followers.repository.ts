import { and, asc, eq, gt, isNotNull, isNull, lt } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { alertFollower, digestFollow } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type DigestFollowRow = typeof digestFollow.$inferSelect
/** A commune's digest on a day and at an hour. */
export type DigestSlot = Pick<DigestFollowRow, 'communeCode' | 'weekday' | 'hour'>

export async function findDigestFollow(db: Handle, id: string): Promise<DigestFollowRow | undefined> {
  const [row] = await db.select().from(digestFollow).where(eq(digestFollow.id, id))
  return row
}

export function listDigestFollows(db: Handle, followerId: string): Promise<DigestFollowRow[]> {
  return db
    .select()
    .from(digestFollow)
    .where(eq(digestFollow.followerId, followerId))
    .orderBy(asc(digestFollow.communeCode))
}

/** Writes a wish, or its hour anew. */
export async function saveDigestFollow(tx: Tx, row: DigestFollowRow): Promise<void> {
  const { weekday, hour, confirmedAt, createdAt, territorySiren } = row
  await tx
    .insert(digestFollow)
    .values(row)
    .onConflictDoUpdate({
      target: [digestFollow.followerId, digestFollow.communeCode],
      set: { weekday, hour, confirmedAt, createdAt, territorySiren },
    })
}

export async function deleteDigestFollow(tx: Tx, id: string): Promise<void> {
  await tx.delete(digestFollow).where(eq(digestFollow.id, id))
}

const ofSlot = ({ communeCode, weekday, hour }: DigestSlot) =>
  and(
    eq(digestFollow.communeCode, communeCode),
    eq(digestFollow.weekday, weekday),
    eq(digestFollow.hour, hour),
  )

/** Whether anybody asked for a digest, confirmed or not yet; index `digest_follow_slot`. */
export async function hasDigestFollow(db: Handle, slot: DigestSlot): Promise<boolean> {
  const found = await db.select({ id: digestFollow.id }).from(digestFollow).where(ofSlot(slot)).limit(1)
  return found.length > 0
}

export type DigestReader = Pick<DigestFollowRow, 'id' | 'followerId'> & { address: string; locale: string }

/** Who receives a digest by mail, after `afterId`, in a stable order. */
export function listDigestReaders(
  db: Handle,
  { slot, afterId, limit }: { slot: DigestSlot; afterId: string; limit: number },
): Promise<DigestReader[]> {
  const { id, followerId, confirmedAt } = digestFollow
  const { address, locale } = alertFollower
  return db
    .select({ id, followerId, address, locale })
    .from(digestFollow)
    .innerJoin(alertFollower, eq(alertFollower.id, followerId))
    .where(and(ofSlot(slot), gt(id, afterId), isNotNull(confirmedAt)))
    .orderBy(asc(id))
    .limit(limit)
}

/** Forgets what nobody confirmed, asked for before `before`. */
export async function deleteUnconfirmedDigests(tx: Tx, before: number): Promise<void> {
  await tx
    .delete(digestFollow)
    .where(and(isNull(digestFollow.confirmedAt), lt(digestFollow.createdAt, before)))
}
