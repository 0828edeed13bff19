import { and, asc, eq, gt, isNotNull, lte, notInArray, or, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import {
  gtfsEdition,
  gtfsFeed,
  gtfsRoute,
  gtfsService,
  gtfsStop,
  gtfsStopTime,
  gtfsTrip,
} from '../../db/schema/index.ts'
import type { ReadFeed, StopTimeRow } from './gtfs-reader.ts'

type Handle = Reader | Tx
export type FeedRow = typeof gtfsFeed.$inferSelect

/** Rows that one statement writes, and clears. */
const blockSize = 4000

export async function findFeed(handle: Handle, id: string): Promise<FeedRow | null> {
  const [row] = await handle.select().from(gtfsFeed).where(eq(gtfsFeed.id, id))
  return row ?? null
}

/** A page of the feeds of a territory, in the order in which they were added; index `gtfs_feed_territory`. */
export function findFeeds(
  handle: Handle,
  {
    territorySiren,
    after,
    limit,
  }: { territorySiren: string; after?: { createdAt: number; id: string } | undefined; limit: number },
): Promise<FeedRow[]> {
  return handle
    .select()
    .from(gtfsFeed)
    .where(
      and(
        eq(gtfsFeed.territorySiren, territorySiren),
        after &&
          or(
            gt(gtfsFeed.createdAt, after.createdAt),
            and(eq(gtfsFeed.createdAt, after.createdAt), gt(gtfsFeed.id, after.id)),
          ),
      ),
    )
    .orderBy(asc(gtfsFeed.createdAt), asc(gtfsFeed.id))
    .limit(limit)
}

/** Feeds whose time has come; index `gtfs_feed_due`. */
export function findDueFeeds(handle: Handle, now: number, limit: number): Promise<FeedRow[]> {
  return handle
    .select()
    .from(gtfsFeed)
    .where(and(isNotNull(gtfsFeed.nextAt), lte(gtfsFeed.nextAt, now)))
    .orderBy(asc(gtfsFeed.nextAt))
    .limit(limit)
}

export async function insertFeed(tx: Tx, row: typeof gtfsFeed.$inferInsert): Promise<void> {
  await tx.insert(gtfsFeed).values(row)
}

/** Changes a feed; what a person decides of it raises its version, what a reading tells does not. */
export async function updateFeed(
  tx: Tx,
  id: string,
  change: Partial<FeedRow>,
  { byPerson = false }: { byPerson?: boolean } = {},
): Promise<void> {
  await tx
    .update(gtfsFeed)
    .set({ ...change, ...(byPerson ? { version: sql`version + 1` } : {}) })
    .where(eq(gtfsFeed.id, id))
}

export async function deleteFeed(tx: Tx, id: string): Promise<void> {
  await tx.delete(gtfsFeed).where(eq(gtfsFeed.id, id))
}

/** A number under which rows are written, and shown by nobody until a feed names it. */
export async function insertEdition(tx: Tx, feedId: string, now: number): Promise<number> {
  const [row] = await tx
    .insert(gtfsEdition)
    .values({ feedId, touchedAt: now })
    .returning({ edition: gtfsEdition.edition })
  return row!.edition
}

export async function insertStopTimes(tx: Tx, edition: number, rows: readonly StopTimeRow[]): Promise<void> {
  const values = rows.map((row) => [
    row.stopNo,
    row.departs,
    row.tripNo,
    row.place,
    row.arrives,
    row.serviceNo,
    row.flags,
  ])
  await tx.run(
    sql`insert into gtfs_stop_time (edition, stop_no, departs, trip_no, place, arrives, service_no, flags)
      select ${edition}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
      from json_each(${JSON.stringify(values)})`,
  )
}

type Block = (tx: Tx) => Promise<unknown>
const blocks = <T>(rows: readonly T[], write: (tx: Tx, json: string) => Promise<unknown>): Block[] =>
  Array.from(
    { length: Math.ceil(rows.length / blockSize) },
    (_, n) => (tx: Tx) => write(tx, JSON.stringify(rows.slice(n * blockSize, (n + 1) * blockSize))),
  )

/** Its rows are kept a while for those who began to read them. */
export async function leaveEdition(tx: Tx, edition: number, now: number): Promise<void> {
  await tx.update(gtfsEdition).set({ touchedAt: now }).where(eq(gtfsEdition.edition, edition))
}

/** What else a feed holds, in pieces that are each written at once. */
export function feedBlocks(edition: number, { stops, routes, calendar, trips }: ReadFeed): Block[] {
  return [
    ...blocks(
      stops.map(({ no, name, lat, lon }) => [no, name, lat, lon]),
      (tx, json) =>
        tx.run(sql`insert into gtfs_stop (edition, no, name, lat, lon)
          select ${edition}, value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(${json})`),
    ),
    ...blocks(
      routes.map(({ name, mode }, no) => [no, name, mode]),
      (tx, json) =>
        tx.run(sql`insert into gtfs_route (edition, no, name, mode)
          select ${edition}, value ->> 0, value ->> 1, value ->> 2 from json_each(${json})`),
    ),
    ...blocks(
      calendar.days.map((days, no) => [no, calendar.firstDay, days]),
      (tx, json) =>
        tx.run(sql`insert into gtfs_service (edition, no, first_day, days)
          select ${edition}, value ->> 0, value ->> 1, value ->> 2 from json_each(${json})`),
    ),
    ...blocks(
      trips.map(({ no, routeNo, headsign, about }) => [no, routeNo, headsign, Number(about)]),
      (tx, json) =>
        tx.run(sql`insert into gtfs_trip (edition, no, route_no, headsign, about)
          select ${edition}, value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(${json})`),
    ),
  ]
}

/** Editions with rows that no feed shows, and that nobody is writing any more. */
export function findLeftEditions(handle: Handle, before: number): Promise<{ edition: number }[]> {
  const shown = handle.select({ edition: gtfsFeed.edition }).from(gtfsFeed).where(isNotNull(gtfsFeed.edition))
  return handle
    .select({ edition: gtfsEdition.edition })
    .from(gtfsEdition)
    .where(and(lte(gtfsEdition.touchedAt, before), notInArray(gtfsEdition.edition, shown)))
}

/** Clears some rows of an edition. Answers whether there may be more: then it is to be called again. */
export async function clearEdition(tx: Tx, edition: number): Promise<boolean> {
  const { rowsAffected } = await tx.run(
    sql`delete from gtfs_stop_time where (edition, stop_no, departs, trip_no, place) in
      (select edition, stop_no, departs, trip_no, place from gtfs_stop_time where edition = ${edition} limit ${blockSize})`,
  )
  if (rowsAffected > 0) return true
  for (const table of [gtfsTrip, gtfsStop, gtfsRoute, gtfsService, gtfsEdition])
    await tx.delete(table).where(eq(table.edition, edition))
  return false
}

/** Stop times of an edition: for tests and figures. */
export async function countStopTimes(handle: Handle, edition: number): Promise<number> {
  const [row] = await handle
    .select({ count: sql<number>`count(*)` })
    .from(gtfsStopTime)
    .where(eq(gtfsStopTime.edition, edition))
  return row?.count ?? 0
}
