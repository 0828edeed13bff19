import { and, eq, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import { traveller } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type TravellerRow = typeof traveller.$inferSelect

const selectOf = prepared((db) =>
  db
    .select()
    .from(traveller)
    .where(
      and(
        eq(traveller.userId, sql.placeholder('userId')),
        eq(traveller.territorySiren, sql.placeholder('territorySiren')),
      ),
    )
    .prepare(),
)

/** The traveller that an account is in a territory; index `traveller_user`. */
export async function findTravellerOf(
  handle: Handle,
  { userId, territorySiren }: { userId: string; territorySiren: string },
): Promise<TravellerRow | null> {
  const [row] = await selectOf(handle, { userId, territorySiren })
  return row ?? null
}

/** The travellers that an account is, in any territory. */
export function findTravellersOf(handle: Handle, userId: string): Promise<TravellerRow[]> {
  return handle.select().from(traveller).where(eq(traveller.userId, userId))
}

export async function findTraveller(handle: Handle, id: string): Promise<TravellerRow | null> {
  const [row] = await handle.select().from(traveller).where(eq(traveller.id, id))
  return row ?? null
}

export async function insertTraveller(tx: Tx, row: typeof traveller.$inferInsert): Promise<void> {
  await tx.insert(traveller).values(row)
}

export async function updateTraveller(
  tx: Tx,
  id: string,
  change: Partial<typeof traveller.$inferInsert>,
): Promise<void> {
  await tx
    .update(traveller)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(traveller.id, id))
}

const updateActive = prepared((db) =>
  db
    .update(traveller)
    .set({ activeAt: sql`${sql.placeholder('at')}` })
    .where(eq(traveller.id, sql.placeholder('id')))
    .prepare(),
)

/** They offered, asked or rode: kept for another year. */
export async function touchTraveller(tx: Tx, id: string, at: number): Promise<void> {
  await updateActive(tx, { id, at })
}
