import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../../db/client.ts'
import { carpoolOperator } from '../../../db/schema/index.ts'

type Handle = Reader | Tx
export type OperatorRow = typeof carpoolOperator.$inferSelect

/** Whose key it is; index `carpool_operator_key`. */
export async function findOperatorByKey(handle: Handle, keyHash: string): Promise<OperatorRow | null> {
  const [row] = await handle
    .select()
    .from(carpoolOperator)
    .where(and(eq(carpoolOperator.keyHash, keyHash), sql`key_hash is not null`))
  return row ?? null
}

export async function findOperator(handle: Handle, id: string): Promise<OperatorRow | null> {
  const [row] = await handle.select().from(carpoolOperator).where(eq(carpoolOperator.id, id))
  return row ?? null
}

/** Of a territory, by domain; index `carpool_operator_domain`. */
export function findOperators(
  handle: Handle,
  { territorySiren, after, limit }: { territorySiren: string; after?: string | undefined; limit: number },
): Promise<OperatorRow[]> {
  return handle
    .select()
    .from(carpoolOperator)
    .where(
      and(
        eq(carpoolOperator.territorySiren, territorySiren),
        after === undefined ? undefined : gt(carpoolOperator.domain, after),
      ),
    )
    .orderBy(asc(carpoolOperator.domain))
    .limit(limit)
}

export async function findOperatorOf(
  handle: Handle,
  { territorySiren, domain }: { territorySiren: string; domain: string },
): Promise<OperatorRow | null> {
  const [row] = await handle
    .select()
    .from(carpoolOperator)
    .where(and(eq(carpoolOperator.territorySiren, territorySiren), eq(carpoolOperator.domain, domain)))
  return row ?? null
}

export async function insertOperator(tx: Tx, row: typeof carpoolOperator.$inferInsert): Promise<void> {
  await tx.insert(carpoolOperator).values(row)
}

export async function updateOperator(
  tx: Tx,
  id: string,
  change: Partial<typeof carpoolOperator.$inferInsert>,
): Promise<void> {
  await tx
    .update(carpoolOperator)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(carpoolOperator.id, id))
}
