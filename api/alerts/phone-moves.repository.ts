import { and, eq, gt, inArray, lt } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { alertFollower, alertSubscription, phoneMove } from '../../db/schema/index.ts'
import { mostFollowed } from './alert.rules.ts'

type Handle = Reader | Tx
export type PhoneMoveRow = typeof phoneMove.$inferSelect

export async function findMoveOf(db: Handle, deviceId: string): Promise<PhoneMoveRow | undefined> {
  const [row] = await db.select().from(phoneMove).where(eq(phoneMove.deviceId, deviceId))
  return row
}

/** The code that is on a screen now; index `phone_move_code`. */
export async function findMoveByCode(
  tx: Tx,
  { codeHash, now }: { codeHash: string; now: number },
): Promise<PhoneMoveRow | undefined> {
  const [row] = await tx
    .select()
    .from(phoneMove)
    .where(and(eq(phoneMove.codeHash, codeHash), gt(phoneMove.expiresAt, now)))
    .limit(1)
  return row
}

/** A phone shows one code at a time: the one before is worth nothing. */
export async function saveMove(tx: Tx, row: Omit<PhoneMoveRow, 'takenBy'>): Promise<void> {
  await tx
    .insert(phoneMove)
    .values(row)
    .onConflictDoUpdate({ target: phoneMove.deviceId, set: { ...row, takenBy: null } })
}

export async function markMoveTaken(tx: Tx, { from, by }: { from: string; by: string }): Promise<void> {
  await tx.update(phoneMove).set({ takenBy: by }).where(eq(phoneMove.deviceId, from))
}

export async function deleteMovesOver(tx: Tx, now: number): Promise<void> {
  await tx.delete(phoneMove).where(lt(phoneMove.expiresAt, now))
}

/**
 * Gives a phone's communes to another; where both follow one, the kinds of both. Of a territory where the other would
 * follow more than a phone may, what is too many stays where it is. Answers how many it follows now.
 */
export async function carrySubscriptions(
  tx: Tx,
  { from, to }: { from: string; to: string },
): Promise<number> {
  const rows = await tx
    .select()
    .from(alertSubscription)
    .where(inArray(alertSubscription.deviceId, [from, to]))
  const own = new Map(rows.filter(({ deviceId }) => deviceId === to).map((row) => [row.communeCode, row]))
  const countIn = (siren: string) => [...own.values()].filter((row) => row.territorySiren === siren).length
  for (const row of rows.filter(({ deviceId }) => deviceId === from)) {
    const known = own.get(row.communeCode)
    if (known) {
      await tx
        .update(alertSubscription)
        .set({ kinds: known.kinds | row.kinds })
        .where(eq(alertSubscription.id, known.id))
      await tx.delete(alertSubscription).where(eq(alertSubscription.id, row.id))
    } else if (countIn(row.territorySiren) < mostFollowed) {
      await tx.update(alertSubscription).set({ deviceId: to }).where(eq(alertSubscription.id, row.id))
      own.set(row.communeCode, row)
    }
  }
  return own.size
}

/** Mails that stand in for a phone's pushes stand in for the other's. */
export async function carryAlertFollower(tx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  await tx.update(alertFollower).set({ deviceId: to }).where(eq(alertFollower.deviceId, from))
}
