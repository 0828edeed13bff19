import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, ne, or, sql, type SQL } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared, preparedInsert } from '../../db/prepared.ts'
import { commune, event, place } from '../../db/schema/index.ts'
import type { Reach } from './moderation-scope.usecases.ts'

export type PlaceRow = typeof place.$inferSelect
export type NewPlaceRow = typeof place.$inferInsert
type Handle = Reader | Tx

const selectPlace = prepared((db) =>
  db
    .select()
    .from(place)
    .where(eq(place.id, sql.placeholder('id')))
    .prepare(),
)

export async function findPlace(handle: Handle, id: string): Promise<PlaceRow | undefined> {
  const [row] = await selectPlace(handle, { id })
  return row
}

/** Of one name in a commune: some that moderators saw, and as many others as differ in earnest. */
const mostOfOneName = 20

const selectPlacesByName = prepared((db) =>
  db
    .select({
      place,
      // Named whole: Drizzle writes columns of a single table by their names alone, which are the event's there.
      inSight: sql<number>`place.approved = 1 or
        exists (select 1 from event e where e.place_id = place.id and e.status = 'published')`,
    })
    .from(place)
    .where(
      and(
        eq(place.communeCode, sql.placeholder('communeCode')),
        eq(place.foldedName, sql.placeholder('foldedName')),
        isNull(place.mergedIntoId),
      ),
    )
    .orderBy(desc(place.approved), asc(place.id))
    .limit(mostOfOneName)
    .prepare(),
)

/**
 * The place of a commune that somebody names (`place_commune`): the one of that name that moderators saw, or where
 * something published takes place. Another is what its author says of it, who may be anybody: it is somebody else's
 * too only when they say the same.
 */
export async function findKnownPlace(handle: Handle, given: NewPlaceRow): Promise<PlaceRow | undefined> {
  const { communeCode, foldedName } = given
  const rows = await selectPlacesByName(handle, { communeCode, foldedName })
  const known = rows.find(({ inSight }) => inSight === 1) ?? rows.find((row) => saysTheSame(row.place, given))
  return known?.place
}

/** About a hundred metres. */
const samePoint = 0.001

function saysTheSame(row: PlaceRow, given: NewPlaceRow): boolean {
  return (
    row.address === (given.address ?? null) &&
    row.positionApproximate === (given.positionApproximate ?? false) &&
    Math.abs(row.lon - given.lon) < samePoint &&
    Math.abs(row.lat - given.lat) < samePoint
  )
}

const insertPlaceRow = preparedInsert(place)

export async function insertPlace(tx: Tx, row: NewPlaceRow): Promise<void> {
  await insertPlaceRow(tx, row)
}

/** Offered to others from now on. */
export async function approvePlace(tx: Tx, id: string): Promise<void> {
  await tx.update(place).set({ approved: true }).where(eq(place.id, id))
}

/** Past the last text that begins with `prefix`, in the order of SQLite's bytes. */
const endOf = (prefix: string) => `${prefix}\u{10ffff}`

/**
 * Places that moderators have seen, whose folded name begins so: by name (`place_name`, or `place_commune` when one is
 * named). One not seen yet is the business of its author alone. One more than asked tells that the list goes on.
 */
export function findKnownPlaces(
  handle: Handle,
  {
    territorySiren,
    communeCode,
    prefix,
    after,
    limit,
  }: {
    territorySiren: string
    communeCode: string | undefined
    prefix: string
    after: { foldedName: string; id: string } | undefined
    limit: number
  },
) {
  const { foldedName, id } = place
  return handle
    .select({ place, communeName: commune.name })
    .from(place)
    .innerJoin(commune, eq(commune.code, place.communeCode))
    .where(
      and(
        communeCode
          ? and(eq(place.communeCode, communeCode), eq(commune.territorySiren, territorySiren))
          : eq(place.territorySiren, territorySiren),
        gte(foldedName, after?.foldedName ?? prefix),
        prefix ? lt(foldedName, endOf(prefix)) : undefined,
        after &&
          or(gt(foldedName, after.foldedName), and(eq(foldedName, after.foldedName), gt(id, after.id))),
        eq(place.approved, true),
        isNull(place.mergedIntoId),
      ),
    )
    .orderBy(asc(foldedName), asc(id))
    .limit(limit)
}

/**
 * The words of the partial index `place_unseen`, so that it serves; a draft's place is nobody else's business until its
 * author's address is confirmed, as the draft is (`event_place`).
 */
const unseen = sql`${place.approved} = 0 and ${place.mergedIntoId} is null
  and exists (select 1 from event e where e.place_id = ${place.id} and e.status <> 'draft')`

function withinReaches(reaches: readonly Reach[]): SQL {
  const within = reaches.map(({ territorySiren, communes }) =>
    and(
      eq(place.territorySiren, territorySiren),
      communes === null ? undefined : inArray(place.communeCode, communes),
    ),
  )
  return or(...within) ?? sql`0`
}

/** How many places nobody looked at. */
export async function countUnseenPlaces(handle: Handle, reaches: readonly Reach[]): Promise<number> {
  const [row] = await handle
    .select({ n: sql<number>`count(*)` })
    .from(place)
    .where(and(withinReaches(reaches), unseen))
  return row?.n ?? 0
}

const withCommune = { place, communeName: commune.name }

/** Places that nobody looked at, the oldest first (`place_unseen`). */
export function listUnseenPlaces(
  handle: Handle,
  {
    reaches,
    communeCode,
    after,
    limit,
  }: {
    reaches: readonly Reach[]
    communeCode: string | undefined
    after: { at: number; id: string } | undefined
    limit: number
  },
) {
  return handle
    .select(withCommune)
    .from(place)
    .innerJoin(commune, eq(commune.code, place.communeCode))
    .where(
      and(
        withinReaches(reaches),
        communeCode === undefined ? undefined : eq(place.communeCode, communeCode),
        unseen,
        after && sql`(${place.createdAt}, ${place.id}) > (${after.at}, ${after.id})`,
      ),
    )
    .orderBy(asc(place.createdAt), asc(place.id))
    .limit(limit)
}

/** Every place that is still one, by name (`place_name`). */
export function listPlacesByName(
  handle: Handle,
  {
    reaches,
    communeCode,
    prefix,
    after,
    limit,
  }: {
    reaches: readonly Reach[]
    communeCode: string | undefined
    prefix: string
    after: { foldedName: string; id: string } | undefined
    limit: number
  },
) {
  return handle
    .select(withCommune)
    .from(place)
    .innerJoin(commune, eq(commune.code, place.communeCode))
    .where(
      and(
        withinReaches(reaches),
        communeCode === undefined ? undefined : eq(place.communeCode, communeCode),
        isNull(place.mergedIntoId),
        gte(place.foldedName, prefix),
        prefix ? lt(place.foldedName, endOf(prefix)) : undefined,
        after && sql`(${place.foldedName}, ${place.id}) > (${after.foldedName}, ${after.id})`,
      ),
    )
    .orderBy(asc(place.foldedName), asc(place.id))
    .limit(limit)
}

/** Other places of a commune (`place_commune`). */
export function findPlacesNear(
  handle: Handle,
  { communeCode, id, limit }: { communeCode: string; id: string; limit: number },
) {
  return handle
    .select(withCommune)
    .from(place)
    .innerJoin(commune, eq(commune.code, place.communeCode))
    .where(and(eq(place.communeCode, communeCode), isNull(place.mergedIntoId), ne(place.id, id)))
    .orderBy(asc(place.foldedName))
    .limit(limit)
}

/** How many events take place at each of these (`event_place`). */
export async function countEventsAt(handle: Handle, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await handle
    .select({ id: event.placeId, n: sql<number>`count(*)` })
    .from(event)
    .where(inArray(event.placeId, ids))
    .groupBy(event.placeId)
  return new Map(rows.flatMap(({ id, n }) => (id === null ? [] : [[id, n] as const])))
}

/** Events at a place, in the order they were written, from a row number on (`event_place`). */
export function findEventsAt(
  handle: Handle,
  { placeId, after, limit }: { placeId: string; after: number; limit: number },
) {
  return handle
    .select()
    .from(event)
    .where(and(eq(event.placeId, placeId), gt(event.seq, after)))
    .orderBy(asc(event.seq))
    .limit(limit)
}

/** Changes a place and raises its version. */
export async function updatePlace(tx: Tx, id: string, change: Partial<NewPlaceRow>): Promise<PlaceRow> {
  const [row] = await tx
    .update(place)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(place.id, id))
    .returning()
  if (!row) throw new Error(`place ${id} vanished`)
  return row
}

/** A place turned out to be another; so did those that had turned out to be it (`place_merged`). */
export async function mergePlace(tx: Tx, { id, intoId }: { id: string; intoId: string }): Promise<void> {
  await tx
    .update(place)
    .set({ mergedIntoId: intoId, version: sql`version + 1` })
    .where(or(eq(place.id, id), eq(place.mergedIntoId, id)))
}
