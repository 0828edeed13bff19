import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared, preparedInsert } from '../../db/prepared.ts'
import {
  commune,
  event,
  eventAddress,
  eventContact,
  eventEntry,
  eventFlag,
  eventFollower,
  eventViews,
  occurrence,
  organizer,
  place,
} from '../../db/schema/index.ts'

export type EventRow = typeof event.$inferSelect
export type NewEventRow = Omit<typeof event.$inferInsert, 'seq'>
export type OccurrenceRow = typeof occurrence.$inferSelect
export type NewOccurrenceRow = Omit<typeof occurrence.$inferInsert, 'id'>
export type EntryRow = typeof eventEntry.$inferSelect
export type ContactRow = typeof eventContact.$inferSelect
type Handle = Reader | Tx

const insertEventRow = preparedInsert(event)

/** Returns the row number that occurrences, addresses and the full-text index refer to. */
export async function insertEvent(tx: Tx, row: NewEventRow): Promise<number> {
  const { lastInsertRowid } = await insertEventRow(tx, row)
  return Number(lastInsertRowid)
}

const selectEvent = prepared((db) =>
  db
    .select()
    .from(event)
    .where(eq(event.id, sql.placeholder('id')))
    .prepare(),
)

export async function findEvent(handle: Handle, id: string): Promise<EventRow | undefined> {
  const [row] = await selectEvent(handle, { id })
  return row
}

/** The event that has, or had, this address (`2026-12-05-marche-de-noel-bavay`). */
export async function findEventByAddress(handle: Handle, address: string): Promise<EventRow | undefined> {
  const [found] = await handle
    .select({ event })
    .from(eventAddress)
    .innerJoin(event, eq(event.seq, eventAddress.eventSeq))
    .where(eq(eventAddress.address, address))
  return found?.event
}

/** Changes an event and raises its version. */
export async function updateEvent(tx: Tx, id: string, change: Partial<NewEventRow>): Promise<EventRow> {
  const [row] = await tx
    .update(event)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(event.id, id))
    .returning()
  if (!row) throw new Error(`event ${id} vanished`)
  return row
}

/** What follows from the clock alone (the horizon moves on): no version of its own, since nobody changed anything. */
export async function updateDerived(
  tx: Tx,
  seq: number,
  derived: Pick<EventRow, 'firstStartAt' | 'lastEndAt' | 'expandedUntil'>,
): Promise<void> {
  await tx.update(event).set(derived).where(eq(event.seq, seq))
}

/** Erases a draft: it has no history. Its occurrences go with it. */
export async function deleteDraft(tx: Tx, { seq, id }: Pick<EventRow, 'seq' | 'id'>): Promise<void> {
  await tx.delete(eventContact).where(eq(eventContact.eventId, id))
  await tx.delete(event).where(eq(event.seq, seq))
}

/** Events whose dates are written no further than `before`, the most behind first (`event_expansion`). */
export function findToExpand(handle: Handle, { before, limit }: { before: number; limit: number }) {
  return handle
    .select()
    .from(event)
    .where(and(isNotNull(event.expandedUntil), lt(event.expandedUntil, before)))
    .orderBy(asc(event.expandedUntil))
    .limit(limit)
}

const insertOccurrenceRow = preparedInsert(occurrence)

export async function insertOccurrence(tx: Tx, row: NewOccurrenceRow): Promise<void> {
  await insertOccurrenceRow(tx, row)
}

const selectOccurrences = prepared((db) =>
  db
    .select()
    .from(occurrence)
    .where(eq(occurrence.eventSeq, sql.placeholder('eventSeq')))
    .prepare(),
)

/** The dates of an event that are written as rows, in no order. */
export function readOccurrences(handle: Handle, eventSeq: number): Promise<OccurrenceRow[]> {
  return selectOccurrences(handle, { eventSeq })
}

export async function updateOccurrence(tx: Tx, id: number, row: NewOccurrenceRow): Promise<void> {
  await tx.update(occurrence).set(row).where(eq(occurrence.id, id))
}

export async function deleteOccurrences(tx: Tx, ids: number[]): Promise<void> {
  if (ids.length > 0) await tx.delete(occurrence).where(inArray(occurrence.id, ids))
}

// The virtual table made by hand in the migration: described here for what writes to it, unknown to drizzle-kit.
const texts = sqliteTable('event_fts', {
  rowid: integer().primaryKey(),
  title: text().notNull(),
  description: text().notNull(),
  place: text().notNull(),
  commune: text().notNull(),
  organizer: text().notNull(),
  keywords: text().notNull(),
})
const insertTexts = preparedInsert(texts)

/** Names that full-text search finds an event by, beside what is written of it. */
export type SearchNames = { place: string; commune: string; organizer: string }

export async function insertSearchTexts(tx: Tx, row: EventRow, names: SearchNames): Promise<void> {
  await insertTexts(tx, {
    rowid: row.seq,
    title: row.title,
    description: row.description,
    keywords: row.keywords.join(' '),
    ...names,
  })
}

export async function deleteSearchTexts(tx: Tx, seq: number): Promise<void> {
  await tx.run(sql`delete from event_fts where rowid = ${seq}`)
}

export async function findSearchNames(
  handle: Handle,
  row: Pick<EventRow, 'seq' | 'organizerName'>,
): Promise<SearchNames> {
  const [names] = await handle
    .select({ place: place.name, commune: commune.name, organizer: organizer.name })
    .from(event)
    .leftJoin(place, eq(place.id, event.placeId))
    .leftJoin(commune, eq(commune.code, event.communeCode))
    .leftJoin(organizer, eq(organizer.id, event.organizerId))
    .where(eq(event.seq, row.seq))
  return {
    place: names?.place ?? '',
    commune: names?.commune ?? '',
    organizer: names?.organizer ?? row.organizerName ?? '',
  }
}

const selectAddress = prepared((db) =>
  db
    .select({ eventSeq: eventAddress.eventSeq })
    .from(eventAddress)
    .where(eq(eventAddress.address, sql.placeholder('address')))
    .prepare(),
)

/** The row number of the event that has, or had, an address. */
export async function findAddressOwner(handle: Handle, address: string): Promise<number | undefined> {
  const [row] = await selectAddress(handle, { address })
  return row?.eventSeq
}

const insertAddressRow = prepared((db) =>
  db
    .insert(eventAddress)
    .values({ address: sql.placeholder('address'), eventSeq: sql.placeholder('eventSeq') })
    .onConflictDoNothing()
    .prepare(),
)

/** Keeps an address that is this event's, for as long as the event is. */
export async function insertAddress(tx: Tx, address: string, eventSeq: number): Promise<void> {
  await insertAddressRow(tx, { address, eventSeq })
}

const insertEntry = preparedInsert(eventEntry)

export async function appendEntry(tx: Tx, row: typeof eventEntry.$inferInsert): Promise<void> {
  await insertEntry(tx, row)
}

export async function findEntry(handle: Handle, id: string): Promise<EntryRow | undefined> {
  const [row] = await handle.select().from(eventEntry).where(eq(eventEntry.id, id))
  return row
}

/** An event's history, oldest first. */
export function readEntries(handle: Handle, eventId: string): Promise<EntryRow[]> {
  return handle
    .select()
    .from(eventEntry)
    .where(eq(eventEntry.eventId, eventId))
    .orderBy(asc(eventEntry.at), asc(eventEntry.id))
}

/** The latest entry of a history that is of one of these kinds. */
export async function findLatestEntry(
  handle: Handle,
  { eventId, kinds }: { eventId: string; kinds: string[] },
): Promise<EntryRow | undefined> {
  const [row] = await handle
    .select()
    .from(eventEntry)
    .where(and(eq(eventEntry.eventId, eventId), inArray(eventEntry.kind, kinds)))
    .orderBy(desc(eventEntry.at), desc(eventEntry.id))
    .limit(1)
  return row
}

const insertContactRow = preparedInsert(eventContact)

export async function insertContact(tx: Tx, row: typeof eventContact.$inferInsert): Promise<void> {
  await insertContactRow(tx, row)
}

export async function findContact(handle: Handle, eventId: string): Promise<ContactRow | undefined> {
  const [row] = await handle.select().from(eventContact).where(eq(eventContact.eventId, eventId))
  return row
}

export async function updateContact(
  tx: Tx,
  eventId: string,
  change: Partial<Omit<ContactRow, 'eventId'>>,
): Promise<void> {
  await tx.update(eventContact).set(change).where(eq(eventContact.eventId, eventId))
}

export async function findFlag(handle: Handle, id: string) {
  const [row] = await handle.select().from(eventFlag).where(eq(eventFlag.id, id))
  return row
}

/** Closes the flags of an event, or one of them. */
export async function settleFlags(tx: Tx, eventId: string, at: number, flagId?: string): Promise<void> {
  await tx
    .update(eventFlag)
    .set({ settledAt: at })
    .where(
      and(
        eq(eventFlag.eventId, eventId),
        isNull(eventFlag.settledAt),
        flagId === undefined ? undefined : eq(eventFlag.id, flagId),
      ),
    )
}

export async function deleteEventContact(tx: Tx, eventId: string): Promise<void> {
  await tx.delete(eventContact).where(eq(eventContact.eventId, eventId))
}

/** How many times an event's page was opened: a number, of nobody. */
export async function countViews(handle: Handle, eventId: string): Promise<number> {
  const [row] = await handle
    .select({ views: sql<number>`coalesce(sum(${eventViews.count}), 0)` })
    .from(eventViews)
    .where(eq(eventViews.eventId, eventId))
  return row?.views ?? 0
}

/** How many people or devices asked to be told of an event, and confirmed it. */
export async function countFollowers(handle: Handle, eventId: string): Promise<number> {
  const [row] = await handle
    .select({ followers: sql<number>`count(*)` })
    .from(eventFollower)
    .where(and(eq(eventFollower.eventId, eventId), isNotNull(eventFollower.confirmedAt)))
  return row?.followers ?? 0
}

/** Who owns an image, whether anyone may see it: the event that has it now (`event_image`). */
export async function findImageOwner(handle: Handle, mediaId: string): Promise<EventRow | undefined> {
  const [row] = await handle.select().from(event).where(eq(event.imageId, mediaId)).limit(1)
  return row
}
