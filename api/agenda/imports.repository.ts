import { and, asc, desc, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Database, Reader, Tx } from '../../db/client.ts'
import { prepared, preparedInsert } from '../../db/prepared.ts'
import { event, eventEntry, eventSource, eventSourceItem, place } from '../../db/schema/index.ts'

export type SourceRow = typeof eventSource.$inferSelect
export type NewSourceRow = typeof eventSource.$inferInsert
export type SourceKind = SourceRow['kind']
export type ItemRow = typeof eventSourceItem.$inferSelect
type Handle = Reader | Tx

export async function findSource(handle: Handle, id: string): Promise<SourceRow | undefined> {
  const [row] = await handle.select().from(eventSource).where(eq(eventSource.id, id))
  return row
}

/** Where files given by hand go: one a kind and an organizer, so that a file given again is the same events. */
export async function findFileSource(
  handle: Handle,
  {
    territorySiren,
    organizerId,
    kind,
  }: { territorySiren: string; organizerId: string | null; kind: SourceKind },
): Promise<SourceRow | undefined> {
  const [row] = await handle
    .select()
    .from(eventSource)
    .where(
      and(
        organizerId === null
          ? and(isNull(eventSource.organizerId), eq(eventSource.territorySiren, territorySiren))
          : eq(eventSource.organizerId, organizerId),
        eq(eventSource.kind, kind),
        isNull(eventSource.url),
      ),
    )
    .limit(1)
  return row
}

/** A source of the same owner that reads the same address. */
export async function findSourceByUrl(
  handle: Handle,
  { territorySiren, organizerId, url }: { territorySiren: string; organizerId: string | null; url: string },
): Promise<SourceRow | undefined> {
  const [row] = await handle
    .select()
    .from(eventSource)
    .where(
      and(
        eq(eventSource.territorySiren, territorySiren),
        organizerId === null ? isNull(eventSource.organizerId) : eq(eventSource.organizerId, organizerId),
        eq(eventSource.url, url),
      ),
    )
    .limit(1)
  return row
}

export async function insertSource(tx: Tx, row: NewSourceRow): Promise<void> {
  await tx.insert(eventSource).values(row)
}

/** A person's edit: raises the version. */
export async function updateSource(tx: Tx, id: string, change: Partial<NewSourceRow>): Promise<SourceRow> {
  const [row] = await tx
    .update(eventSource)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(eventSource.id, id))
    .returning()
  if (!row) throw new Error(`source ${id} vanished`)
  return row
}

/** What came of reading it: nobody edited it, its version stays. */
export async function recordReading(tx: Tx, id: string, change: Partial<NewSourceRow>): Promise<void> {
  await tx.update(eventSource).set(change).where(eq(eventSource.id, id))
}

/** Forgets a source and what it called its events; the events stay. */
export async function deleteSource(tx: Tx, id: string): Promise<void> {
  await tx.delete(eventSourceItem).where(eq(eventSourceItem.sourceId, id))
  await tx.delete(eventSource).where(eq(eventSource.id, id))
}

/** Sources of a territory, or of one organizer of it, the newest first (`event_source_territory`, `event_source_organizer`). */
export function findSourcePage(
  handle: Handle,
  {
    territorySiren,
    organizerId,
    communeCode,
    after,
    limit,
  }: {
    territorySiren: string
    organizerId: string | undefined
    /** Those that were chosen for this commune. */
    communeCode: string | undefined
    after: { createdAt: number; id: string } | undefined
    limit: number
  },
): Promise<SourceRow[]> {
  const { createdAt, id } = eventSource
  return handle
    .select()
    .from(eventSource)
    .where(
      and(
        organizerId === undefined
          ? eq(eventSource.territorySiren, territorySiren)
          : and(eq(eventSource.organizerId, organizerId), eq(eventSource.territorySiren, territorySiren)),
        communeCode === undefined
          ? undefined
          : eq(sql`json_extract(${eventSource.defaults}, '$.communeCode')`, communeCode),
        after && or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id))),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit)
}

/** Sources whose time has come, the most late first (`event_source_due`). */
export function findDueSources(handle: Handle, { now, limit }: { now: number; limit: number }) {
  return handle
    .select({ id: eventSource.id })
    .from(eventSource)
    .where(and(sql`active = 1 and next_at is not null`, lte(eventSource.nextAt, now)))
    .orderBy(asc(eventSource.nextAt))
    .limit(limit)
}

/** Takes a due source for this worker alone until `until`; undefined when another has it, or it is no longer due. */
export async function claimSource(
  tx: Tx,
  { id, now, until }: { id: string; now: number; until: number },
): Promise<SourceRow | undefined> {
  const [row] = await tx
    .update(eventSource)
    .set({ nextAt: until })
    .where(and(eq(eventSource.id, id), eq(eventSource.active, true), lte(eventSource.nextAt, now)))
    .returning()
  return row
}

/** What a source brought before, and where those events stand. */
export function readItems(handle: Handle, sourceId: string) {
  return handle
    .select({
      uid: eventSourceItem.uid,
      eventId: eventSourceItem.eventId,
      owned: eventSourceItem.owned,
      contentHash: eventSourceItem.contentHash,
      status: event.status,
      title: event.title,
      lastEndAt: event.lastEndAt,
      expandedUntil: event.expandedUntil,
    })
    .from(eventSourceItem)
    .innerJoin(event, eq(event.id, eventSourceItem.eventId))
    .where(eq(eventSourceItem.sourceId, sourceId))
}
export type KnownItem = Awaited<ReturnType<typeof readItems>>[number]

const selectItem = prepared((db) =>
  db
    .select()
    .from(eventSourceItem)
    .where(
      and(
        eq(eventSourceItem.sourceId, sql.placeholder('sourceId')),
        eq(eventSourceItem.uid, sql.placeholder('uid')),
      ),
    )
    .prepare(),
)

export async function findItem(
  handle: Handle,
  { sourceId, uid }: { sourceId: string; uid: string },
): Promise<ItemRow | undefined> {
  const [row] = await selectItem(handle, { sourceId, uid })
  return row
}

/** What a source calls an event (`event_source_item_event`). */
export async function findItemOfEvent(
  handle: Handle,
  { sourceId, eventId }: { sourceId: string; eventId: string },
): Promise<ItemRow | undefined> {
  const [row] = await handle
    .select()
    .from(eventSourceItem)
    .where(and(eq(eventSourceItem.eventId, eventId), eq(eventSourceItem.sourceId, sourceId)))
  return row
}

const insertItemRow = preparedInsert(eventSourceItem)

export async function insertItem(tx: Tx, row: typeof eventSourceItem.$inferInsert): Promise<void> {
  await insertItemRow(tx, row)
}

const itemOf = ({ sourceId, uid }: { sourceId: string; uid: string }) =>
  and(eq(eventSourceItem.sourceId, sourceId), eq(eventSourceItem.uid, uid))

export async function updateItem(
  tx: Tx,
  key: { sourceId: string; uid: string },
  change: Partial<Pick<ItemRow, 'contentHash' | 'seenAt' | 'owned'>>,
): Promise<void> {
  await tx.update(eventSourceItem).set(change).where(itemOf(key))
}

/** Says that a source still holds events that did not change, some hundreds a statement. */
export async function touchItems(
  database: Database,
  { sourceId, uids, at }: { sourceId: string; uids: string[]; at: number },
): Promise<void> {
  for (let start = 0; start < uids.length; start += 500)
    await database.write((tx) =>
      tx
        .update(eventSourceItem)
        .set({ seenAt: at })
        .where(
          and(
            eq(eventSourceItem.sourceId, sourceId),
            inArray(eventSourceItem.uid, uids.slice(start, start + 500)),
          ),
        ),
    )
}

export async function deleteItem(tx: Tx, key: { sourceId: string; uid: string }): Promise<void> {
  await tx.delete(eventSourceItem).where(itemOf(key))
}

const selectSame = prepared((db) =>
  db
    .select({
      id: event.id,
      status: event.status,
      publishedAt: event.publishedAt,
      schedule: event.schedule,
      communeCode: event.communeCode,
      placeId: event.placeId,
      lon: place.lon,
      lat: place.lat,
      approximate: place.positionApproximate,
    })
    .from(event)
    .leftJoin(place, eq(place.id, event.placeId))
    .where(
      and(
        eq(event.territorySiren, sql.placeholder('territorySiren')),
        eq(event.sameKey, sql.placeholder('sameKey')),
      ),
    )
    .prepare(),
)

/** Events of a territory that have the title and first day of another (`event_same`), with where they take place. */
export function findSame(handle: Handle, key: { territorySiren: string; sameKey: string }) {
  return selectSame(handle, key)
}

/** Acts by which a person makes an event other than its source says. */
const handKinds = [
  'revised',
  'corrected',
  'date-moved',
  'date-cancelled',
  'date-restored',
  'cancelled',
  'restored',
  'replaced',
]
/** By which a person lets the source have its way again. */
export const resumedKind = 'source-resumed'

/** The last time that a person took an event in hand, or gave it back to its source. */
export async function findLastHand(handle: Handle, eventId: string) {
  const [row] = await handle
    .select({ kind: eventEntry.kind })
    .from(eventEntry)
    .where(
      and(
        eq(eventEntry.eventId, eventId),
        or(
          eq(eventEntry.kind, resumedKind),
          and(
            inArray(eventEntry.authorKind, ['author', 'organizer', 'staff']),
            inArray(eventEntry.kind, handKinds),
          ),
        ),
      ),
    )
    .orderBy(desc(eventEntry.at), desc(eventEntry.id))
    .limit(1)
  return row?.kind
}
