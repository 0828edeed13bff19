import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import {
  alert,
  alertCommune,
  alertEntry,
  alertSettings,
  alertSubscription,
  user,
} from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type AlertRow = typeof alert.$inferSelect
export type NewEntry = typeof alertEntry.$inferInsert
export type SubscriptionRow = typeof alertSubscription.$inferSelect

const selectAlert = prepared((db) =>
  db
    .select()
    .from(alert)
    .where(eq(alert.id, sql.placeholder('id')))
    .prepare(),
)

export async function findAlert(db: Handle, id: string): Promise<AlertRow | undefined> {
  const [found] = await selectAlert(db, { id })
  return found
}

export async function insertAlert(tx: Tx, row: AlertRow): Promise<void> {
  await tx.insert(alert).values(row)
}

export async function updateAlert(tx: Tx, id: string, change: Partial<AlertRow>): Promise<void> {
  await tx.update(alert).set(change).where(eq(alert.id, id))
}

export async function deleteAlert(tx: Tx, id: string): Promise<void> {
  await tx.delete(alert).where(eq(alert.id, id))
}

/** The alert that a picture or a document goes with. */
export async function findFileOwner(
  db: Handle,
  mediaId: string,
): Promise<Pick<AlertRow, 'territorySiren' | 'publishedAt'> | undefined> {
  const columns = { territorySiren: alert.territorySiren, publishedAt: alert.publishedAt }
  const [ofImage] = await db.select(columns).from(alert).where(eq(alert.imageId, mediaId)).limit(1)
  if (ofImage) return ofImage
  const [ofDocument] = await db.select(columns).from(alert).where(eq(alert.documentId, mediaId)).limit(1)
  return ofDocument
}

export async function replaceCommunes(tx: Tx, alertId: string, codes: readonly string[]): Promise<void> {
  await tx.delete(alertCommune).where(eq(alertCommune.alertId, alertId))
  if (codes.length > 0)
    await tx.insert(alertCommune).values(codes.map((communeCode) => ({ alertId, communeCode })))
}

/** Communes of some alerts, by alert. */
export async function findAlertCommunes(db: Handle, ids: readonly string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(alertCommune)
    .where(inArray(alertCommune.alertId, [...ids]))
    .orderBy(asc(alertCommune.alertId), asc(alertCommune.communeCode))
  return new Map(
    [...Map.groupBy(rows, ({ alertId }) => alertId)].map(([id, list]) => [
      id,
      list.map(({ communeCode }) => communeCode),
    ]),
  )
}

export async function insertEntry(tx: Tx, row: NewEntry): Promise<void> {
  await tx.insert(alertEntry).values(row)
}

export function findEntries(db: Handle, alertId: string) {
  return db
    .select({ at: alertEntry.at, kind: alertEntry.kind, words: alertEntry.words, author: user.name })
    .from(alertEntry)
    .leftJoin(user, eq(user.id, alertEntry.userId))
    .where(eq(alertEntry.alertId, alertId))
    .orderBy(asc(alertEntry.at), asc(alertEntry.id))
}

/** Who asked last for a second reading. */
export async function findAsker(db: Handle, alertId: string): Promise<string | null> {
  const [row] = await db
    .select({ userId: alertEntry.userId })
    .from(alertEntry)
    .where(and(eq(alertEntry.alertId, alertId), eq(alertEntry.kind, 'asked')))
    .orderBy(desc(alertEntry.at), desc(alertEntry.id))
    .limit(1)
  return row?.userId ?? null
}

export type PublishedFilter = {
  territorySiren: string
  commune: string | undefined
  when: 'current' | 'past'
  /** Those alone whose area was drawn. */
  drawn: boolean
  now: number
  after: { at: number; id: string } | undefined
  limit: number
}

const ofCommune = (code: string | undefined) =>
  code === undefined
    ? undefined
    : or(
        eq(alert.whole, true),
        sql`exists (select 1 from ${alertCommune} where ${alertCommune.alertId} = ${sql.raw('alert.id')} and ${alertCommune.communeCode} = ${code})`,
      )

/**
 * Published alerts: those in force and to come by how soon they end (few: read by their end), those over by how late
 * they ended.
 */
export function listPublished(
  db: Handle,
  { territorySiren, commune, when, drawn, now, after, limit }: PublishedFilter,
): Promise<AlertRow[]> {
  const isCurrent = when === 'current'
  const key = sql`(${alert.endsAt}, ${alert.id})`
  return db
    .select()
    .from(alert)
    .where(
      and(
        eq(alert.territorySiren, territorySiren),
        isNotNull(alert.publishedAt),
        isCurrent ? gt(alert.endsAt, now) : lte(alert.endsAt, now),
        after &&
          (isCurrent ? sql`${key} > (${after.at}, ${after.id})` : sql`${key} < (${after.at}, ${after.id})`),
        drawn ? isNotNull(alert.area) : undefined,
        ofCommune(commune),
      ),
    )
    .orderBy(...(isCurrent ? [asc(alert.endsAt), asc(alert.id)] : [desc(alert.endsAt), desc(alert.id)]))
    .limit(limit)
}

/** The newest published first: what feeds hold, and staff read. */
export function listNewest(
  db: Handle,
  {
    territorySiren,
    commune,
    after,
    limit,
  }: Pick<PublishedFilter, 'territorySiren' | 'commune' | 'after' | 'limit'>,
): Promise<AlertRow[]> {
  return db
    .select()
    .from(alert)
    .where(
      and(
        eq(alert.territorySiren, territorySiren),
        isNotNull(alert.publishedAt),
        after && sql`(${alert.publishedAt}, ${alert.id}) < (${after.at}, ${after.id})`,
        ofCommune(commune),
      ),
    )
    .orderBy(desc(alert.publishedAt), desc(alert.id))
    .limit(limit)
}

/** What staff have not sent yet, the last touched first. */
export function listUnpublished(
  db: Handle,
  { territorySiren, after, limit }: Pick<PublishedFilter, 'territorySiren' | 'after' | 'limit'>,
): Promise<AlertRow[]> {
  return db
    .select()
    .from(alert)
    .where(
      and(
        eq(alert.territorySiren, territorySiren),
        isNull(alert.publishedAt),
        after && sql`(${alert.updatedAt}, ${alert.id}) < (${after.at}, ${after.id})`,
      ),
    )
    .orderBy(desc(alert.updatedAt), desc(alert.id))
    .limit(limit)
}

/** Scheduled alerts whose hour has come. */
export function listToPublish(db: Handle, now: number, limit: number): Promise<AlertRow[]> {
  return (
    db
      .select()
      .from(alert)
      // As text, not as a parameter: the partial index is chosen only when its condition is certain.
      .where(and(sql`${alert.status} = 'scheduled'`, lte(alert.publishAt, now)))
      .orderBy(asc(alert.publishAt))
      .limit(limit)
  )
}

export async function findAlertSettings(
  db: Handle,
  territorySiren: string,
): Promise<{ dangerByTwo: boolean; version: number }> {
  const [row] = await db.select().from(alertSettings).where(eq(alertSettings.territorySiren, territorySiren))
  return row ?? { dangerByTwo: false, version: 0 }
}

export async function saveAlertSettings(tx: Tx, row: typeof alertSettings.$inferInsert): Promise<void> {
  await tx
    .insert(alertSettings)
    .values(row)
    .onConflictDoUpdate({ target: alertSettings.territorySiren, set: row })
}

export function findSubscriptions(db: Handle, deviceId: string): Promise<SubscriptionRow[]> {
  return db
    .select()
    .from(alertSubscription)
    .where(eq(alertSubscription.deviceId, deviceId))
    .orderBy(asc(alertSubscription.communeCode))
}

/** All that a phone follows, in place of what it followed. */
export async function replaceSubscriptions(
  tx: Tx,
  deviceId: string,
  rows: readonly SubscriptionRow[],
): Promise<void> {
  await tx.delete(alertSubscription).where(eq(alertSubscription.deviceId, deviceId))
  if (rows.length > 0) await tx.insert(alertSubscription).values([...rows])
}

/** Phones that follow a commune for a kind, after `afterId`, in a stable order. */
export function listFollowing(
  db: Handle,
  {
    communeCode,
    mask,
    afterId,
    limit,
  }: { communeCode: string; mask: number; afterId: string; limit: number },
): Promise<Pick<SubscriptionRow, 'id' | 'deviceId' | 'locale'>[]> {
  return db
    .select({
      id: alertSubscription.id,
      deviceId: alertSubscription.deviceId,
      locale: alertSubscription.locale,
    })
    .from(alertSubscription)
    .where(
      and(
        eq(alertSubscription.communeCode, communeCode),
        gt(alertSubscription.id, afterId),
        sql`(${alertSubscription.kinds} & ${mask}) <> 0`,
      ),
    )
    .orderBy(asc(alertSubscription.id))
    .limit(limit)
}

/** Phones told at most once each, whatever the number of their communes among these. */
export async function countFollowing(
  db: Handle,
  { communes, mask }: { communes: readonly string[]; mask: number },
): Promise<number> {
  if (communes.length === 0) return 0
  const [row] = await db
    .select({ phones: sql<number>`count(distinct ${alertSubscription.deviceId})` })
    .from(alertSubscription)
    .where(
      and(
        inArray(alertSubscription.communeCode, [...communes]),
        sql`(${alertSubscription.kinds} & ${mask}) <> 0`,
      ),
    )
  return row?.phones ?? 0
}
