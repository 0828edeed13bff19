import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, or, sql, type SQL } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared, preparedInsert } from '../../db/prepared.ts'
import { commune, place } from '../../db/schema/index.ts'
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

const selectPlaceByName = prepared((db) =>
  db
    .select()
    .from(place)
    .where(
      and(
        eq(place.communeCode, sql.placeholder('communeCode')),
        eq(place.foldedName, sql.placeholder('foldedName')),
        isNull(place.mergedIntoId),
      ),
    )
    .orderBy(desc(place.approved), asc(place.id))
    .limit(1)
    .prepare(),
)

/** A place of a commune by its folded name, those seen by a moderator first (`place_commune`). */
export async function findPlaceByName(
  handle: Handle,
  { communeCode, foldedName }: { communeCode: string; foldedName: string },
): Promise<PlaceRow | undefined> {
  const [row] = await selectPlaceByName(handle, { communeCode, foldedName })
  return row
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

/** The words of the partial index `place_unseen`, so that it serves. */
const unseen = sql`${place.approved} = 0 and ${place.mergedIntoId} is null`

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
