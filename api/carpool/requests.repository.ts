import { and, asc, desc, eq, getTableColumns, gt, isNull, lt, ne, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import {
  rideRequest,
  rideRequestMatch,
  rideRequestWatch,
  territory,
  traveller,
  type KeptRide,
} from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type RequestRow = typeof rideRequest.$inferSelect
export type MatchRow = typeof rideRequestMatch.$inferSelect
export type RequestOf = { request: RequestRow; traveller: typeof traveller.$inferSelect }

const inList = (ids: Iterable<string>) => sql`(select value from json_each(${JSON.stringify([...ids])}))`

export async function findRequest(handle: Handle, id: string): Promise<RequestRow | null> {
  const [row] = await handle.select().from(rideRequest).where(eq(rideRequest.id, id))
  return row ?? null
}

/** Requests with who made them. */
export function findRequestsOf(handle: Handle, ids: readonly string[]): Promise<RequestOf[]> {
  return handle
    .select({ request: rideRequest, traveller })
    .from(rideRequest)
    .innerJoin(traveller, eq(traveller.id, rideRequest.travellerId))
    .where(sql`${rideRequest.id} in ${inList(ids)}`)
}

export async function insertRequest(tx: Tx, row: typeof rideRequest.$inferInsert): Promise<void> {
  await tx.insert(rideRequest).values(row)
}

export async function updateRequest(
  tx: Tx,
  id: string,
  change: Partial<typeof rideRequest.$inferInsert>,
): Promise<void> {
  await tx
    .update(rideRequest)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(rideRequest.id, id))
}

export async function deleteRequest(tx: Tx, id: string): Promise<void> {
  await tx.delete(rideRequest).where(eq(rideRequest.id, id))
}

/** All of a person's; index `ride_request_traveller`. */
export async function deleteRequestsOf(tx: Tx, travellerId: string): Promise<number> {
  const rows = await tx
    .delete(rideRequest)
    .where(eq(rideRequest.travellerId, travellerId))
    .returning({ id: rideRequest.id })
  return rows.length
}

/** Index `ride_request_traveller`. */
export async function countOpen(handle: Handle, travellerId: string): Promise<number> {
  const [row] = await handle
    .select({ n: sql<number>`count(*)` })
    .from(rideRequest)
    .where(and(eq(rideRequest.travellerId, travellerId), eq(rideRequest.status, 'open')))
  return row!.n
}

/** Messages a person got on a day, all their requests together; index `ride_request_traveller`. */
export async function countTold(handle: Handle, travellerId: string, day: string): Promise<number> {
  const [row] = await handle
    .select({ n: sql<number>`coalesce(sum(told_count), 0)` })
    .from(rideRequest)
    .where(and(eq(rideRequest.travellerId, travellerId), eq(rideRequest.toldDay, day)))
  return row!.n
}

/** A person's, the latest first; index `ride_request_traveller`. */
export function findOwnRequests(
  handle: Handle,
  {
    travellerId,
    status,
    after,
    limit,
  }: { travellerId: string; status: RequestRow['status']; after: string | undefined; limit: number },
): Promise<RequestRow[]> {
  return handle
    .select()
    .from(rideRequest)
    .where(
      and(
        eq(rideRequest.travellerId, travellerId),
        eq(rideRequest.status, status),
        after === undefined ? undefined : lt(rideRequest.id, after),
      ),
    )
    .orderBy(desc(rideRequest.id))
    .limit(limit)
}

/** Open ones of a territory, whole, but those of who is suspended; index `ride_request_open`. */
export function findOpenRequests(handle: Handle, territorySiren: string): Promise<RequestRow[]> {
  return handle
    .select(getTableColumns(rideRequest))
    .from(rideRequest)
    .innerJoin(traveller, eq(traveller.id, rideRequest.travellerId))
    .where(
      and(
        eq(rideRequest.territorySiren, territorySiren),
        sql`${rideRequest.status} = 'open'`,
        isNull(traveller.suspendedAt),
      ),
    )
}

/** A person's wishes are looked at anew, and every process reads them again: they are shown, or shown no more. */
export async function lookAgain(
  tx: Tx,
  { travellerId, territorySiren }: { travellerId: string; territorySiren: string },
): Promise<void> {
  await tx
    .update(rideRequest)
    .set({ checkedSequence: 0 })
    .where(and(eq(rideRequest.travellerId, travellerId), eq(rideRequest.status, 'open')))
  await nextEdition(tx, territorySiren)
}

/** Those no departure was looked at for; index `ride_request_open`. */
export async function findNewRequests(handle: Handle, territorySiren: string): Promise<string[]> {
  const rows = await handle
    .select({ id: rideRequest.id })
    .from(rideRequest)
    .where(
      and(
        eq(rideRequest.territorySiren, territorySiren),
        sql`${rideRequest.status} = 'open'`,
        eq(rideRequest.checkedSequence, 0),
      ),
    )
  return rows.map(({ id }) => id)
}

/** Notes, of those still new, what was looked at. */
export async function markChecked(tx: Tx, ids: readonly string[], sequence: number): Promise<void> {
  await tx
    .update(rideRequest)
    .set({ checkedSequence: sequence })
    .where(and(sql`${rideRequest.id} in ${inList(ids)}`, eq(rideRequest.checkedSequence, 0)))
}

/** Not over though their last day is past; index `ride_request_over`. */
export function findPast(
  handle: Handle,
  { before, limit }: { before: string; limit: number },
): Promise<RequestRow[]> {
  return handle
    .select()
    .from(rideRequest)
    .where(and(lt(rideRequest.lastDay, before), ne(rideRequest.status, 'over')))
    .orderBy(asc(rideRequest.lastDay))
    .limit(limit)
}

/** Over for long; index `ride_request_over`. */
export async function deleteOldRequests(
  tx: Tx,
  { before, limit }: { before: string; limit: number },
): Promise<number> {
  const rows = await tx
    .delete(rideRequest)
    .where(
      sql`${rideRequest.id} in (select id from ${rideRequest} where last_day < ${before} order by last_day limit ${limit})`,
    )
    .returning({ id: rideRequest.id })
  return rows.length
}

export async function findTerritories(handle: Handle): Promise<string[]> {
  return (await handle.select({ siren: territory.siren }).from(territory)).map(({ siren }) => siren)
}

export type WatchRow = { edition: number; sequence: number }
export async function readWatch(handle: Handle, territorySiren: string): Promise<WatchRow> {
  const [row] = await handle
    .select()
    .from(rideRequestWatch)
    .where(eq(rideRequestWatch.territorySiren, territorySiren))
  return row ?? { edition: 0, sequence: 0 }
}

/** A request of the territory was written: every process reads them again. */
export async function nextEdition(tx: Tx, territorySiren: string): Promise<void> {
  await tx
    .insert(rideRequestWatch)
    .values({ territorySiren, edition: 1 })
    .onConflictDoUpdate({ target: rideRequestWatch.territorySiren, set: { edition: sql`edition + 1` } })
}

/** Departures were matched as far as this; never less far than another process did. */
export async function saveWatched(tx: Tx, territorySiren: string, sequence: number): Promise<void> {
  await tx
    .insert(rideRequestWatch)
    .values({ territorySiren, sequence })
    .onConflictDoUpdate({
      target: rideRequestWatch.territorySiren,
      set: { sequence: sql`max(sequence, ${sequence})` },
    })
}

/** True when nobody noted this departure for this request before. */
export async function insertMatch(tx: Tx, row: typeof rideRequestMatch.$inferInsert): Promise<boolean> {
  const written = await tx
    .insert(rideRequestMatch)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: rideRequestMatch.departureId })
  return written.length > 0
}

/** Gives the row of a departure the ride it is in. */
export async function keepRide(
  tx: Tx,
  { requestId, departureId, ride }: { requestId: string; departureId: string; ride: KeptRide },
): Promise<void> {
  await tx.update(rideRequestMatch).set({ ride }).where(ofMatch(requestId, departureId))
}

const ofMatch = (requestId: string, departureId: string) =>
  and(eq(rideRequestMatch.requestId, requestId), eq(rideRequestMatch.departureId, departureId))

/** Requests with something to be told, after one of them; index `ride_request_match_waiting`. */
export async function findToTell(
  handle: Handle,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const rows = await handle
    .selectDistinct({ id: rideRequestMatch.requestId })
    .from(rideRequestMatch)
    .where(and(gt(rideRequestMatch.requestId, after), sql`told_at is null`))
    .orderBy(asc(rideRequestMatch.requestId))
    .limit(limit)
  return rows.map(({ id }) => id)
}

export function findWaiting(handle: Handle, requestId: string): Promise<MatchRow[]> {
  return handle
    .select()
    .from(rideRequestMatch)
    .where(and(eq(rideRequestMatch.requestId, requestId), isNull(rideRequestMatch.toldAt)))
}

/** What one message tells. */
export function findTold(
  handle: Handle,
  { requestId, tellId }: { requestId: string; tellId: string },
): Promise<MatchRow[]> {
  return handle
    .select()
    .from(rideRequestMatch)
    .where(and(eq(rideRequestMatch.requestId, requestId), eq(rideRequestMatch.tellId, tellId)))
}

/** Trips a request heard of. */
export async function findToldTrips(handle: Handle, requestId: string): Promise<Set<string>> {
  const rows = await handle
    .selectDistinct({ id: rideRequestMatch.tripId })
    .from(rideRequestMatch)
    .where(and(eq(rideRequestMatch.requestId, requestId), sql`told_at is not null`))
  return new Set(rows.map(({ id }) => id))
}

export async function markTold(
  tx: Tx,
  {
    requestId,
    at,
    tellId,
    departureIds,
  }: { requestId: string; at: number; tellId: string; departureIds: string[] },
): Promise<void> {
  await tx
    .update(rideRequestMatch)
    .set({ toldAt: at, tellId })
    .where(
      and(
        eq(rideRequestMatch.requestId, requestId),
        sql`${rideRequestMatch.departureId} in ${inList(departureIds)}`,
      ),
    )
}

/** Forgets what was found and never told: found again, it is told. */
export async function deleteWaiting(tx: Tx, requestId: string, departureIds?: string[]): Promise<void> {
  await tx
    .delete(rideRequestMatch)
    .where(
      and(
        eq(rideRequestMatch.requestId, requestId),
        isNull(rideRequestMatch.toldAt),
        departureIds && sql`${rideRequestMatch.departureId} in ${inList(departureIds)}`,
      ),
    )
}

/** Departures a request was noted to be in already, of those named. */
export async function findNoted(
  handle: Handle,
  { requestId, departureIds }: { requestId: string; departureIds: Iterable<string> },
): Promise<Set<string>> {
  const rows = await handle
    .select({ id: rideRequestMatch.departureId })
    .from(rideRequestMatch)
    .where(
      and(
        eq(rideRequestMatch.requestId, requestId),
        sql`${rideRequestMatch.departureId} in ${inList(departureIds)}`,
      ),
    )
  return new Set(rows.map(({ id }) => id))
}
