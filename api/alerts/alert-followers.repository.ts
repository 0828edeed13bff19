import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, notExists, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import {
  alertFollow,
  alertFollower,
  digestFollow,
  notification,
  type FollowerChannel,
} from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type FollowerRow = typeof alertFollower.$inferSelect
export type FollowRow = typeof alertFollow.$inferSelect

export async function findFollower(db: Handle, id: string): Promise<FollowerRow | undefined> {
  const [row] = await db.select().from(alertFollower).where(eq(alertFollower.id, id))
  return row
}

export async function findFollowerByAddress(
  db: Handle,
  { channel, address }: { channel: FollowerChannel; address: string },
): Promise<FollowerRow | undefined> {
  const [row] = await db
    .select()
    .from(alertFollower)
    .where(and(eq(alertFollower.channel, channel), eq(alertFollower.address, address)))
  return row
}

export async function insertFollower(tx: Tx, row: typeof alertFollower.$inferInsert): Promise<void> {
  await tx.insert(alertFollower).values(row)
}

export async function updateFollower(tx: Tx, id: string, change: Partial<FollowerRow>): Promise<void> {
  await tx.update(alertFollower).set(change).where(eq(alertFollower.id, id))
}

/** The follower and all they follow. */
export async function deleteFollower(tx: Tx, id: string): Promise<void> {
  await tx.delete(alertFollower).where(eq(alertFollower.id, id))
}

export async function findFollow(db: Handle, id: string): Promise<FollowRow | undefined> {
  const [row] = await db.select().from(alertFollow).where(eq(alertFollow.id, id))
  return row
}

export function listFollows(db: Handle, followerId: string): Promise<FollowRow[]> {
  return db
    .select()
    .from(alertFollow)
    .where(eq(alertFollow.followerId, followerId))
    .orderBy(asc(alertFollow.communeCode))
}

/** Writes a wish, or its kinds anew. */
export async function saveFollow(tx: Tx, row: FollowRow): Promise<void> {
  const { kinds, confirmedAt, createdAt, territorySiren } = row
  await tx
    .insert(alertFollow)
    .values(row)
    .onConflictDoUpdate({
      target: [alertFollow.followerId, alertFollow.communeCode],
      set: { kinds, confirmedAt, createdAt, territorySiren },
    })
}

export async function deleteFollow(tx: Tx, id: string): Promise<void> {
  await tx.delete(alertFollow).where(eq(alertFollow.id, id))
}

export type Following = Pick<FollowRow, 'id' | 'followerId' | 'communeCode'> &
  Pick<FollowerRow, 'address' | 'locale' | 'deviceId'>

const following = {
  id: alertFollow.id,
  followerId: alertFollow.followerId,
  communeCode: alertFollow.communeCode,
  address: alertFollower.address,
  locale: alertFollower.locale,
  deviceId: alertFollower.deviceId,
}

/** People who follow a commune for a kind by one channel, after `afterId`, in a stable order. */
export function listFollowers(
  db: Handle,
  {
    channel,
    communeCode,
    mask,
    afterId,
    limit,
  }: { channel: FollowerChannel; communeCode: string; mask: number; afterId: string; limit: number },
): Promise<Following[]> {
  return db
    .select(following)
    .from(alertFollow)
    .innerJoin(alertFollower, eq(alertFollower.id, alertFollow.followerId))
    .where(
      and(
        eq(alertFollow.channel, channel),
        eq(alertFollow.communeCode, communeCode),
        gt(alertFollow.id, afterId),
        isNotNull(alertFollow.confirmedAt),
        sql`(${alertFollow.kinds} & ${mask}) <> 0`,
      ),
    )
    .orderBy(asc(alertFollow.id))
    .limit(limit)
}

/** The same of those whose phone is among some, for these communes: by mail alone. */
export async function listFollowersOfDevices(
  db: Handle,
  { deviceIds, communes, mask }: { deviceIds: readonly string[]; communes: readonly string[]; mask: number },
): Promise<Following[]> {
  if (deviceIds.length === 0 || communes.length === 0) return []
  return db
    .select(following)
    .from(alertFollower)
    .innerJoin(alertFollow, eq(alertFollow.followerId, alertFollower.id))
    .where(
      and(
        inArray(alertFollower.deviceId, [...deviceIds]),
        eq(alertFollower.channel, 'email'),
        inArray(alertFollow.communeCode, [...communes]),
        isNotNull(alertFollow.confirmedAt),
        sql`(${alertFollow.kinds} & ${mask}) <> 0`,
      ),
    )
    .orderBy(asc(alertFollow.communeCode))
}

/** Which of some persons are already told of an event on a channel: the index of what is told once. */
export async function findTold(
  db: Handle,
  { outboxId, persons }: { outboxId: string; persons: readonly string[] },
): Promise<Set<string>> {
  if (persons.length === 0) return new Set()
  const rows = await db
    .select({ person: notification.person })
    .from(notification)
    .where(
      and(
        eq(notification.outboxId, outboxId),
        inArray(notification.person, [...persons]),
        eq(notification.channel, 'push'),
      ),
    )
  return new Set(rows.map(({ person }) => person))
}

/** Forgets what nobody confirmed, then whoever follows nothing: asked for before `before`. */
export async function deleteUnconfirmed(tx: Tx, before: number): Promise<void> {
  await tx.delete(alertFollow).where(and(isNull(alertFollow.confirmedAt), lt(alertFollow.createdAt, before)))
  await tx
    .delete(alertFollower)
    .where(
      and(
        isNull(alertFollower.confirmedAt),
        lt(alertFollower.createdAt, before),
        notExists(
          tx
            .select({ id: alertFollow.id })
            .from(alertFollow)
            .where(eq(alertFollow.followerId, alertFollower.id)),
        ),
        notExists(
          tx
            .select({ id: digestFollow.id })
            .from(digestFollow)
            .where(eq(digestFollow.followerId, alertFollower.id)),
        ),
      ),
    )
}
