import { and, asc, eq, isNotNull, lt, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { traveller } from '../../db/schema/index.ts'
import type { TravellerRow } from './travellers.repository.ts'

/** Whose parent holds a link; index `traveller_guardian`. */
export async function findGuarded(handle: Reader | Tx, guardianHash: string): Promise<TravellerRow | null> {
  const [row] = await handle.select().from(traveller).where(eq(traveller.guardianHash, guardianHash))
  return row ?? null
}

/** Whose parent agreed before an instant; index `traveller_guardian_agreed`. */
export function findLapsed(tx: Tx, { before, limit }: { before: number; limit: number }) {
  return tx
    .select()
    .from(traveller)
    .where(and(sql`guardian_agreed_at is not null`, lt(traveller.guardianAgreedAt, before)))
    .orderBy(asc(traveller.guardianAgreedAt))
    .limit(limit)
}

/** Whose parent was asked before an instant and did not answer; index `traveller_guardian_asked`. */
export function findUnanswered(tx: Tx, { before, limit }: { before: number; limit: number }) {
  return tx
    .select()
    .from(traveller)
    .where(
      and(
        sql`guardian_asked_at is not null and guardian_agreed_at is null`,
        lt(traveller.guardianAskedAt, before),
        isNotNull(traveller.guardianAskedAt),
      ),
    )
    .orderBy(asc(traveller.guardianAskedAt))
    .limit(limit)
}
