import { and, asc, eq, gt, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { outsideAlert, outsideAlertCommune, outsideFeed } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type OutsideFeedRow = typeof outsideFeed.$inferSelect
export type OutsideAlertRow = typeof outsideAlert.$inferSelect

/** Few: a territory reads ten addresses at most; index `outside_feed_address`. */
export function findOutsideFeeds(db: Handle, territorySiren: string): Promise<OutsideFeedRow[]> {
  return db
    .select()
    .from(outsideFeed)
    .where(eq(outsideFeed.territorySiren, territorySiren))
    .orderBy(asc(outsideFeed.createdAt), asc(outsideFeed.id))
}

export async function findOutsideFeed(db: Handle, id: string): Promise<OutsideFeedRow | undefined> {
  const [row] = await db.select().from(outsideFeed).where(eq(outsideFeed.id, id))
  return row
}

export async function insertOutsideFeed(tx: Tx, row: OutsideFeedRow): Promise<void> {
  await tx.insert(outsideFeed).values(row)
}

export async function updateOutsideFeed(tx: Tx, id: string, change: Partial<OutsideFeedRow>): Promise<void> {
  await tx.update(outsideFeed).set(change).where(eq(outsideFeed.id, id))
}

export async function deleteOutsideFeed(tx: Tx, id: string): Promise<void> {
  await tx.delete(outsideFeed).where(eq(outsideFeed.id, id))
}

/** Index `outside_feed_due`. */
export function findDueOutsideFeeds(db: Handle, now: number, limit: number): Promise<OutsideFeedRow[]> {
  return db
    .select()
    .from(outsideFeed)
    .where(lte(outsideFeed.nextAt, now))
    .orderBy(asc(outsideFeed.nextAt))
    .limit(limit)
}

export async function findByIdentifier(
  db: Handle,
  { feedId, identifier }: { feedId: string; identifier: string },
): Promise<OutsideAlertRow | undefined> {
  const [row] = await db
    .select()
    .from(outsideAlert)
    .where(and(eq(outsideAlert.feedId, feedId), eq(outsideAlert.identifier, identifier)))
  return row
}

/** Writes a message, or its newer state under the same name, with the communes it is for. */
export async function saveOutsideAlert(
  tx: Tx,
  row: OutsideAlertRow,
  communes: readonly string[],
): Promise<void> {
  const { id, feedId: _, identifier: __, createdAt: ___, ...changing } = row
  await tx.insert(outsideAlert).values(row).onConflictDoUpdate({ target: outsideAlert.id, set: changing })
  await tx.delete(outsideAlertCommune).where(eq(outsideAlertCommune.outsideAlertId, id))
  if (communes.length > 0)
    await tx
      .insert(outsideAlertCommune)
      .values(communes.map((communeCode) => ({ outsideAlertId: id, communeCode })))
}

/** What its sender took back or replaced is shown no more; index `outside_alert_once`. */
export async function endOutside(
  tx: Tx,
  { feedId, identifiers, at }: { feedId: string; identifiers: readonly string[]; at: number },
): Promise<void> {
  if (identifiers.length === 0) return
  await tx
    .update(outsideAlert)
    .set({ goneAt: at })
    .where(
      and(
        eq(outsideAlert.feedId, feedId),
        inArray(outsideAlert.identifier, [...identifiers]),
        isNull(outsideAlert.goneAt),
      ),
    )
}

/** In force or to come, what ends first before; index `outside_alert_current`. */
export function listOutside(
  db: Handle,
  {
    territorySiren,
    commune,
    now,
    after,
    limit,
  }: {
    territorySiren: string
    commune: string | undefined
    now: number
    after: { at: number; id: string } | undefined
    limit: number
  },
): Promise<{ row: OutsideAlertRow; origin: string }[]> {
  return db
    .select({ row: outsideAlert, origin: outsideFeed.name })
    .from(outsideAlert)
    .innerJoin(outsideFeed, eq(outsideFeed.id, outsideAlert.feedId))
    .where(
      and(
        eq(outsideAlert.territorySiren, territorySiren),
        sql`${outsideAlert.goneAt} is null`,
        gt(outsideAlert.endsAt, now),
        after && sql`(${outsideAlert.endsAt}, ${outsideAlert.id}) > (${after.at}, ${after.id})`,
        commune === undefined
          ? undefined
          : or(
              eq(outsideAlert.whole, true),
              sql`exists (select 1 from ${outsideAlertCommune} where ${outsideAlertCommune.outsideAlertId} = ${sql.raw('outside_alert.id')} and ${outsideAlertCommune.communeCode} = ${commune})`,
            ),
      ),
    )
    .orderBy(asc(outsideAlert.endsAt), asc(outsideAlert.id))
    .limit(limit)
}

export async function findOutside(
  db: Handle,
  id: string,
): Promise<{ row: OutsideAlertRow; origin: string } | undefined> {
  const [found] = await db
    .select({ row: outsideAlert, origin: outsideFeed.name })
    .from(outsideAlert)
    .innerJoin(outsideFeed, eq(outsideFeed.id, outsideAlert.feedId))
    .where(eq(outsideAlert.id, id))
  return found
}

/** Communes of some messages, by message. */
export async function findOutsideCommunes(
  db: Handle,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(outsideAlertCommune)
    .where(inArray(outsideAlertCommune.outsideAlertId, [...ids]))
    .orderBy(asc(outsideAlertCommune.communeCode))
  return new Map(
    [...Map.groupBy(rows, ({ outsideAlertId }) => outsideAlertId)].map(([id, list]) => [
      id,
      list.map(({ communeCode }) => communeCode),
    ]),
  )
}

/** Over for long; index `outside_alert_end`. */
export async function deleteOldOutside(tx: Tx, before: number): Promise<void> {
  await tx.delete(outsideAlert).where(lt(outsideAlert.endsAt, before))
}
