import { eq, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/client.ts'
import {
  body,
  category,
  commune,
  eventCategory,
  readySentence,
  responsibility,
  setting,
  territory,
} from '../../db/schema/index.ts'

type Reads = { read: Pick<Database['read'], 'select'> }
export type CommuneRow = typeof commune.$inferSelect
export type NewTerritory = {
  territory: typeof territory.$inferInsert
  bodies: (typeof body.$inferInsert)[]
  categories: (typeof category.$inferInsert)[]
  eventCategories: (typeof eventCategory.$inferInsert)[]
  responsibilities: (typeof responsibility.$inferInsert)[]
  sentences: (typeof readySentence.$inferInsert)[]
}

/** Communes of a territory with their contours as stored. */
export function findStoredCommunes({ read }: Reads, territorySiren: string): Promise<CommuneRow[]> {
  return read.select().from(commune).where(eq(commune.territorySiren, territorySiren))
}

export async function insertTerritory(tx: Tx, rows: NewTerritory['territory']): Promise<void> {
  await tx.insert(territory).values(rows)
}

/** What a new territory begins with, besides its communes, which must exist by then. */
export async function insertDefaults(tx: Tx, rows: Omit<NewTerritory, 'territory'>): Promise<void> {
  if (rows.bodies.length > 0) await tx.insert(body).values(rows.bodies)
  if (rows.categories.length > 0) await tx.insert(category).values(rows.categories)
  if (rows.eventCategories.length > 0) await tx.insert(eventCategory).values(rows.eventCategories)
  if (rows.responsibilities.length > 0) await tx.insert(responsibility).values(rows.responsibilities)
  if (rows.sentences.length > 0) await tx.insert(readySentence).values(rows.sentences)
}

export async function insertBodies(tx: Tx, rows: (typeof body.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(body).values(rows)
}

export async function insertCommunes(tx: Tx, rows: (typeof commune.$inferInsert)[]): Promise<void> {
  // One a statement: a contour may weigh 100 KB, and a statement takes a limited number of values.
  for (const row of rows) await tx.insert(commune).values(row)
}

export async function updateCommune(
  tx: Tx,
  code: string,
  change: Partial<typeof commune.$inferInsert>,
): Promise<void> {
  await tx
    .update(commune)
    .set({ ...change, version: sql`${commune.version} + 1` })
    .where(eq(commune.code, code))
}

export async function updateTerritory(
  tx: Tx,
  siren: string,
  change: Partial<typeof territory.$inferInsert>,
): Promise<void> {
  await tx
    .update(territory)
    .set({ ...change, version: sql`${territory.version} + 1` })
    .where(eq(territory.siren, siren))
}

/** Tells every process that what it derived from territories and roads is out of date. */
export function bumpRevision(tx: Tx, now: number): Promise<void> {
  return bump(tx, 'territory.revision', now)
}

/** The same, and that boundaries are to be indexed anew. */
export async function bumpBoundaries(tx: Tx, now: number): Promise<void> {
  await bump(tx, 'territory.revision', now)
  await bump(tx, 'territory.boundaries', now)
}

async function bump(tx: Tx, key: string, now: number): Promise<void> {
  await tx
    .insert(setting)
    .values({ key, value: '1', updatedAt: now })
    .onConflictDoUpdate({
      target: setting.key,
      set: { value: sql`cast(cast(${setting.value} as integer) + 1 as text)`, updatedAt: now },
    })
}
