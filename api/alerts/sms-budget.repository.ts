import { and, eq, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { smsBudget, smsReserved, smsSpend } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type BudgetRow = typeof smsBudget.$inferSelect
type Month = { territorySiren: string; month: string }

export async function findBudget(db: Handle, territorySiren: string): Promise<BudgetRow | undefined> {
  const [row] = await db.select().from(smsBudget).where(eq(smsBudget.territorySiren, territorySiren))
  return row
}

export async function saveBudget(tx: Tx, row: BudgetRow): Promise<void> {
  await tx.insert(smsBudget).values(row).onConflictDoUpdate({ target: smsBudget.territorySiren, set: row })
}

const ofMonth = ({ territorySiren, month }: Month) =>
  and(eq(smsSpend.territorySiren, territorySiren), eq(smsSpend.month, month))

export async function findSpent(db: Handle, of: Month): Promise<number> {
  const [row] = await db.select({ spent: smsSpend.spent }).from(smsSpend).where(ofMonth(of))
  return row?.spent ?? 0
}

/** Adds to what a month spent, in one statement, as long as it stays within `limit`. False when it does not. */
export async function spendWithin(
  tx: Tx,
  { cost, limit, ...of }: Month & { cost: number; limit: number },
): Promise<boolean> {
  if (cost > limit) return false
  const kept = await tx
    .insert(smsSpend)
    .values({ ...of, spent: cost })
    .onConflictDoUpdate({
      target: [smsSpend.territorySiren, smsSpend.month],
      set: { spent: sql`${smsSpend.spent} + excluded.spent` },
      setWhere: sql`${smsSpend.spent} + excluded.spent <= ${limit}`,
    })
    .returning({ spent: smsSpend.spent })
  return kept.length > 0
}

export async function findReserved(tx: Tx, notificationId: string) {
  const [row] = await tx.select().from(smsReserved).where(eq(smsReserved.notificationId, notificationId))
  return row
}

export async function insertReserved(tx: Tx, row: typeof smsReserved.$inferInsert): Promise<void> {
  await tx.insert(smsReserved).values(row)
}

/** Gives back what was set aside for a message that was never sent. Again, it changes nothing. */
export async function giveBack(tx: Tx, notificationId: string): Promise<void> {
  const [row] = await tx.delete(smsReserved).where(eq(smsReserved.notificationId, notificationId)).returning()
  if (!row) return
  await tx
    .update(smsSpend)
    .set({ spent: sql`${smsSpend.spent} - ${row.cost}` })
    .where(ofMonth(row))
}
