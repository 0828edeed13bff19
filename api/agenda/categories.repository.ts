import { and, asc, eq } from 'drizzle-orm'
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
