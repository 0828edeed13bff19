import { and, asc, eq, gt, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { digestSlot, wish, wishCause, wishKey, wishWatch, type WishKind } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type WishRow = typeof wish.$inferSelect
export type SlotRow = typeof digestSlot.$inferSelect

const inList = (values: Iterable<string>) =>
  sql`(select value from json_each(${JSON.stringify([...values])}))`

export async function findWish(db: Handle, id: string): Promise<WishRow | undefined> {
  const [row] = await db.select().from(wish).where(eq(wish.id, id))
  return row
}

/** True when one of some wishes still stands. */
export async function hasAnyWish(db: Handle, ids: readonly string[]): Promise<boolean> {
  const found = await db
    .select({ id: wish.id })
    .from(wish)
    .where(inArray(wish.id, [...ids]))
    .limit(1)
  return found.length > 0
}

export async function insertWish(tx: Tx, row: WishRow, keys: readonly string[]): Promise<void> {
  await tx.insert(wish).values(row)
  await tx.insert(wishKey).values([...new Set(keys)].map((key) => ({ key, wishId: row.id })))
}

export async function deleteWish(tx: Tx, id: string): Promise<void> {
  await tx.delete(wish).where(eq(wish.id, id))
}

/**
 * Gives what a phone is told of to another: its own wishes, and those of an account that are told there. Answers
 * whether the other was told of any before.
 */
export async function carryPhone(tx: Tx, { from, to }: { from: string; to: string }): Promise<boolean> {
  const before = await tx.select({ id: wish.id }).from(wish).where(eq(wish.deviceId, to)).limit(1)
  await tx
    .update(wish)
    .set({ owner: `device:${to}` })
    .where(eq(wish.owner, `device:${from}`))
  await tx.update(wish).set({ deviceId: to }).where(eq(wish.deviceId, from))
  return before.length > 0
}

const ownedBy = ({ owners, deviceId }: { owners: readonly string[]; deviceId: string | null }) =>
  deviceId === null
    ? inArray(wish.owner, [...owners])
    : or(inArray(wish.owner, [...owners]), eq(wish.deviceId, deviceId))

/** What somebody follows, the oldest first; indexes `wish_owner`, `wish_device`. */
export function listOwnWishes(
  db: Handle,
  {
    after,
    limit,
    ...whose
  }: { owners: readonly string[]; deviceId: string | null; after: string | undefined; limit: number },
): Promise<WishRow[]> {
  return db
    .select()
    .from(wish)
    .where(and(ownedBy(whose), after === undefined ? undefined : gt(wish.id, after)))
    .orderBy(asc(wish.id))
    .limit(limit)
}

export async function countOwnWishes(db: Handle, owner: string): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)` })
    .from(wish)
    .where(eq(wish.owner, owner))
  return row?.n ?? 0
}

/** Written only where somebody wishes for such things; index `wish_territory`. Noted before, it stays as it is. */
export async function insertCause(
  tx: Tx,
  { id, territorySiren, kind, at }: { id: string; territorySiren: string; kind: WishKind; at: number },
): Promise<void> {
  await tx.run(
    sql`insert into ${wishCause} (id, territory_siren, kind, at)
      select ${id}, ${territorySiren}, ${kind}, ${at}
      where exists (select 1 from ${wish} where ${wish.territorySiren} = ${territorySiren} and ${wish.kind} = ${kind})
      on conflict do nothing`,
  )
}

/** Index `wish_cause_waiting`. */
export function findWaitingKinds(db: Handle): Promise<{ territorySiren: string; kind: WishKind }[]> {
  return db
    .selectDistinct({ territorySiren: wishCause.territorySiren, kind: wishCause.kind })
    .from(wishCause)
    .where(sql`done_at is null`)
}

/** Causes that wait, the oldest first; index `wish_cause_waiting`. */
export async function takeCauses(
  tx: Tx,
  { territorySiren, kind, limit }: { territorySiren: string; kind: WishKind; limit: number },
): Promise<string[]> {
  const rows = await tx
    .select({ id: wishCause.id })
    .from(wishCause)
    .where(and(eq(wishCause.territorySiren, territorySiren), eq(wishCause.kind, kind), sql`done_at is null`))
    .orderBy(asc(wishCause.at))
    .limit(limit)
  return rows.map(({ id }) => id)
}

export async function markCausesDone(tx: Tx, ids: readonly string[], at: number): Promise<void> {
  await tx
    .update(wishCause)
    .set({ doneAt: at })
    .where(sql`${wishCause.id} in ${inList(ids)}`)
}

export async function deleteOldCauses(tx: Tx, before: number): Promise<void> {
  await tx.delete(wishCause).where(lt(wishCause.doneAt, before))
}

/** Those of some keys that somebody listens to, in their order, from one on. */
export async function listHeldKeys(db: Handle, keys: Iterable<string>, from: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ key: wishKey.key })
    .from(wishKey)
    .where(and(sql`${wishKey.key} in ${inList(keys)}`, sql`${wishKey.key} >= ${from}`))
  return rows.map(({ key }) => key).toSorted()
}

/** Wishes of a key after one, in a stable order: the primary key of `wish_key`. */
export function listByKey(
  db: Handle,
  { key, afterId, limit }: { key: string; afterId: string; limit: number },
): Promise<WishRow[]> {
  return db
    .select(wishColumns)
    .from(wishKey)
    .innerJoin(wish, eq(wish.id, wishKey.wishId))
    .where(and(eq(wishKey.key, key), gt(wishKey.wishId, afterId)))
    .orderBy(asc(wishKey.wishId))
    .limit(limit)
}

const wishColumns = {
  id: wish.id,
  owner: wish.owner,
  territorySiren: wish.territorySiren,
  kind: wish.kind,
  wanted: wish.wanted,
  name: wish.name,
  path: wish.path,
  deviceId: wish.deviceId,
  userId: wish.userId,
  locale: wish.locale,
  createdAt: wish.createdAt,
}

/** All that some people wish of a kind; index `wish_owner`. */
export function listOfOwners(
  db: Handle,
  { owners, kind, territorySiren }: { owners: Iterable<string>; kind: WishKind; territorySiren: string },
): Promise<WishRow[]> {
  return db
    .select()
    .from(wish)
    .where(
      and(
        sql`${wish.owner} in ${inList(owners)}`,
        eq(wish.kind, kind),
        eq(wish.territorySiren, territorySiren),
      ),
    )
    .orderBy(asc(wish.owner), asc(wish.id))
}

/** Keys of the pairs of aires that somebody of a territory waits at. */
export async function listPairKeys(db: Handle, territorySiren: string): Promise<string[]> {
  const [from, to] = [`rides:${territorySiren}:`, `rides:${territorySiren};`]
  const rows = await db
    .selectDistinct({ key: wishKey.key })
    .from(wishKey)
    .where(and(sql`${wishKey.key} > ${from}`, sql`${wishKey.key} < ${to}`))
  return rows.map(({ key }) => key)
}

/** Null: departures of this territory were never looked at. */
export async function findWatched(db: Handle, territorySiren: string): Promise<number | null> {
  const [row] = await db.select().from(wishWatch).where(eq(wishWatch.territorySiren, territorySiren))
  return row?.sequence ?? null
}

/** Never less far than another process looked. */
export async function saveWatched(tx: Tx, territorySiren: string, sequence: number): Promise<void> {
  await tx
    .insert(wishWatch)
    .values({ territorySiren, sequence })
    .onConflictDoUpdate({
      target: wishWatch.territorySiren,
      set: { sequence: sql`max(sequence, ${sequence})` },
    })
}

/** Adds the hour of a digest, or leaves it as it goes already. */
export async function insertSlot(tx: Tx, row: SlotRow): Promise<void> {
  await tx.insert(digestSlot).values(row).onConflictDoNothing()
}

/** Digests whose hour has come; index `digest_slot_next`. */
export function listDueSlots(db: Handle, now: number, limit: number): Promise<SlotRow[]> {
  return db
    .select()
    .from(digestSlot)
    .where(lte(digestSlot.nextAt, now))
    .orderBy(asc(digestSlot.nextAt))
    .limit(limit)
}

export async function findSlot(db: Handle, key: string): Promise<SlotRow | undefined> {
  const [row] = await db.select().from(digestSlot).where(eq(digestSlot.key, key))
  return row
}

export async function moveSlot(tx: Tx, key: string, nextAt: number): Promise<void> {
  await tx.update(digestSlot).set({ nextAt }).where(eq(digestSlot.key, key))
}

export async function deleteSlot(tx: Tx, key: string): Promise<void> {
  await tx.delete(digestSlot).where(eq(digestSlot.key, key))
}

export async function hasWishOfKey(db: Handle, key: string): Promise<boolean> {
  return (
    (await db.select({ id: wishKey.wishId }).from(wishKey).where(eq(wishKey.key, key)).limit(1)).length > 0
  )
}

/** Wishes of phones that are gone, whose person has no account: nobody is left to be told. */
export async function deleteOrphans(tx: Tx): Promise<void> {
  await tx.delete(wish).where(and(isNull(wish.deviceId), isNull(wish.userId)))
}
