import { and, asc, eq, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { eventCategory } from '../../db/schema/index.ts'

export type EventCategoryRow = typeof eventCategory.$inferSelect

/** Kinds of event that a territory offers, in their order. */
export function findCategories(handle: Reader | Tx, territorySiren: string): Promise<EventCategoryRow[]> {
  return handle
    .select()
    .from(eventCategory)
    .where(and(eq(eventCategory.territorySiren, territorySiren), eq(eventCategory.active, true)))
    .orderBy(asc(eventCategory.position), asc(eventCategory.id))
}

/** Every kind of event of a territory in its order, those put away included. */
export function findAllCategories(handle: Reader | Tx, territorySiren: string): Promise<EventCategoryRow[]> {
  return handle
    .select()
    .from(eventCategory)
    .where(eq(eventCategory.territorySiren, territorySiren))
    .orderBy(asc(eventCategory.position), asc(eventCategory.id))
}

export async function findEventCategory(
  handle: Reader | Tx,
  id: string,
): Promise<EventCategoryRow | undefined> {
  const [row] = await handle.select().from(eventCategory).where(eq(eventCategory.id, id))
  return row
}

export async function insertEventCategory(
  tx: Tx,
  row: typeof eventCategory.$inferInsert,
): Promise<EventCategoryRow> {
  const [written] = await tx.insert(eventCategory).values(row).returning()
  if (!written) throw new Error(`category ${row.id} was not written`)
  return written
}

/** Changes a kind of event and raises its version. */
export async function updateEventCategory(
  tx: Tx,
  id: string,
  change: Partial<Pick<EventCategoryRow, 'name' | 'icon' | 'active' | 'position'>>,
): Promise<EventCategoryRow> {
  const [row] = await tx
    .update(eventCategory)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(eventCategory.id, id))
    .returning()
  if (!row) throw new Error(`category ${id} vanished`)
  return row
}
