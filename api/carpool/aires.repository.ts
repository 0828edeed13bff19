import { and, asc, desc, eq, gte, isNull, lt, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared, preparedInsert } from '../../db/prepared.ts'
import { aire, aireEdition, territoryAire } from '../../db/schema/index.ts'
import { marginBounds } from './aires.rules.ts'
import type { AireKind } from './bnlc-fields.rules.ts'

type Handle = Reader | Tx
export type AireRow = Omit<typeof aire.$inferSelect, 'kind'> & { kind: AireKind }
export type SelectionRow = typeof territoryAire.$inferSelect
export type EditionRow = typeof aireEdition.$inferSelect
/** An aire, and what a territory says of it. */
export type SelectedAire = { aire: AireRow; here: SelectionRow }

const bothOf = (row: { aire: typeof aire.$inferSelect; here: SelectionRow }): SelectedAire => ({
  aire: row.aire as AireRow,
  here: row.here,
})

const selectSelected = prepared((db) =>
  db
    .select({ aire, here: territoryAire })
    .from(territoryAire)
    .innerJoin(aire, eq(aire.id, territoryAire.aireId))
    .where(
      and(
        eq(territoryAire.territorySiren, sql.placeholder('territorySiren')),
        eq(territoryAire.aireId, sql.placeholder('aireId')),
      ),
    )
    .prepare(),
)

/** An aire that is or was in a territory's selection, hidden and withdrawn ones included. */
export async function findSelectedAire(
  handle: Handle,
  territorySiren: string,
  aireId: string,
): Promise<SelectedAire | null> {
  const [row] = await selectSelected(handle, { territorySiren, aireId })
  return row ? bothOf(row) : null
}

/** Territories that have this aire, or had it: those it is in first; index `territory_aire_aire`. */
export async function findTerritoriesOf(handle: Handle, aireId: string): Promise<string[]> {
  const rows = await handle
    .select({ siren: territoryAire.territorySiren })
    .from(territoryAire)
    .where(eq(territoryAire.aireId, aireId))
    .orderBy(desc(territoryAire.listed), desc(territoryAire.inside), asc(territoryAire.territorySiren))
  return rows.map(({ siren }) => siren)
}

/** What a territory selects now, in the order of ids; served by `territory_aire_list`. */
export function findListedAires(handle: Handle, territorySiren: string) {
  return handle
    .select({
      id: territoryAire.aireId,
      name: territoryAire.name,
      communeCode: territoryAire.communeCode,
      communeName: territoryAire.communeName,
      lon: territoryAire.lon,
      lat: territoryAire.lat,
      inside: territoryAire.inside,
      waiting: territoryAire.waiting,
      kind: sql<AireKind>`${aire.kind}`,
    })
    .from(territoryAire)
    .innerJoin(aire, eq(aire.id, territoryAire.aireId))
    .where(and(eq(territoryAire.territorySiren, territorySiren), eq(territoryAire.listed, true)))
    .orderBy(asc(territoryAire.aireId))
}
export type ListedAire = Awaited<ReturnType<typeof findListedAires>>[number]

/** The selection of a territory, whole: at most MOST_SELECTED. */
export async function findListed(handle: Handle, territorySiren: string): Promise<SelectedAire[]> {
  const rows = await handle
    .select({ aire, here: territoryAire })
    .from(territoryAire)
    .innerJoin(aire, eq(aire.id, territoryAire.aireId))
    .where(and(eq(territoryAire.territorySiren, territorySiren), eq(territoryAire.listed, true)))
  return rows.map(bothOf)
}

/** Every row a territory has of an aire, listed or not. */
export async function findSelection(handle: Handle, territorySiren: string): Promise<SelectedAire[]> {
  const rows = await handle
    .select({ aire, here: territoryAire })
    .from(territoryAire)
    .innerJoin(aire, eq(aire.id, territoryAire.aireId))
    .where(eq(territoryAire.territorySiren, territorySiren))
    .orderBy(asc(territoryAire.aireId))
  return rows.map(bothOf)
}

/** Aires in use within a box (west, south, east, north), and those that a territory added; index `aire_place`. */
export async function findAiresIn(
  handle: Handle,
  [west, south, east, north]: readonly [number, number, number, number],
  ownerSiren: string,
): Promise<AireRow[]> {
  const inBox = and(
    isNull(aire.withdrawnAt),
    sql`${aire.lat} between ${south} and ${north}`,
    sql`${aire.lon} between ${west} and ${east}`,
  )
  const [near, own] = [
    await handle.select().from(aire).where(inBox),
    await handle
      .select()
      .from(aire)
      .where(and(eq(aire.ownerSiren, ownerSiren), isNull(aire.withdrawnAt))),
  ]
  const all = new Map([...near, ...own].map((row) => [row.id, row as AireRow]))
  return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

export async function findAireById(handle: Handle, id: string): Promise<AireRow | null> {
  const [row] = await handle.select().from(aire).where(eq(aire.id, id))
  return row ? (row as AireRow) : null
}

/** Whether the national base was ever imported. */
export async function hasNational(handle: Handle): Promise<boolean> {
  const [row] = await handle
    .select({ id: aire.id })
    .from(aire)
    .where(and(eq(aire.source, 'bnlc'), isNull(aire.withdrawnAt)))
    .limit(1)
  return row !== undefined
}

/** Every aire of every source, withdrawn ones included: what a national file is compared with. */
export async function findNational(handle: Handle): Promise<AireRow[]> {
  return (await handle.select().from(aire).orderBy(asc(aire.id))) as AireRow[]
}

/** Identifiers of the national form already given to aires of a commune; index `aire_bnlc`. */
export async function findBnlcIdsOf(handle: Handle, communeCode: string): Promise<string[]> {
  const rows = await handle
    .select({ bnlcId: aire.bnlcId })
    .from(aire)
    // '.' follows '-': all that begins with `59053-C-`.
    .where(and(gte(aire.bnlcId, `${communeCode}-C-`), lt(aire.bnlcId, `${communeCode}-C.`)))
  return rows.map(({ bnlcId }) => bnlcId)
}

export async function insertAire(tx: Tx, row: typeof aire.$inferInsert): Promise<void> {
  await insertAireRow(tx, row)
}
const insertAireRow = preparedInsert(aire)

/** Changes an aire and raises its version. */
export async function updateAire(
  tx: Tx,
  id: string,
  change: Partial<typeof aire.$inferInsert>,
): Promise<void> {
  await tx
    .update(aire)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(aire.id, id))
}

/** They stay readable: trips and past bookings name them. */
export async function setWithdrawn(tx: Tx, ids: readonly string[], now: number): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`update aire set withdrawn_at = ${now}, updated_at = ${now}, version = version + 1
    where id in (select value from json_each(${JSON.stringify(ids)}))`)
}

/** Writes what a territory says of an aire, whole. */
export async function saveSelection(tx: Tx, row: SelectionRow): Promise<void> {
  await tx
    .insert(territoryAire)
    .values(row)
    .onConflictDoUpdate({ target: [territoryAire.territorySiren, territoryAire.aireId], set: row })
}

const selectEdition = prepared((db) =>
  db
    .select()
    .from(aireEdition)
    .where(eq(aireEdition.territorySiren, sql.placeholder('territorySiren')))
    .prepare(),
)

/** What a territory decided of its selection; as long as it decided nothing, what is usual. */
export async function findEdition(handle: Handle, territorySiren: string): Promise<EditionRow> {
  const [row] = await selectEdition(handle, { territorySiren })
  return row ?? { territorySiren, edition: 0, marginMetres: marginBounds.usual, version: 0 }
}

/** Says that the selection, or its travel times, are no longer those one may have in memory. */
export async function bumpEdition(tx: Tx, territorySiren: string): Promise<void> {
  await tx
    .insert(aireEdition)
    .values({ territorySiren, edition: 1, marginMetres: marginBounds.usual, version: 0 })
    .onConflictDoUpdate({
      target: aireEdition.territorySiren,
      set: { edition: sql`${aireEdition.edition} + 1` },
    })
}

/** How far around the territory its selection reaches. */
export async function saveMargin(tx: Tx, territorySiren: string, marginMetres: number): Promise<void> {
  await tx
    .insert(aireEdition)
    .values({ territorySiren, edition: 0, marginMetres, version: 1 })
    .onConflictDoUpdate({
      target: aireEdition.territorySiren,
      set: { marginMetres, version: sql`${aireEdition.version} + 1` },
    })
}

/** The row a photo belongs to; index `territory_aire_photo`. */
export async function findPhotoAire(
  handle: Handle,
  photoId: string,
): Promise<Pick<SelectionRow, 'territorySiren' | 'hidden'> | null> {
  const [row] = await handle
    .select({ territorySiren: territoryAire.territorySiren, hidden: territoryAire.hidden })
    .from(territoryAire)
    .where(eq(territoryAire.photoId, photoId))
  return row ?? null
}
