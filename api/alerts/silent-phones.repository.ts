import { and, asc, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { alertFollower, device } from '../../db/schema/index.ts'

/** Phones that are silent since `before` or longer, of which nobody was told: the longest silent first. */
export function listSilent(db: Reader | Tx, { before, limit }: { before: number; limit: number }) {
  return db
    .select({ id: device.id, userId: device.userId })
    .from(device)
    .where(
      and(
        isNull(device.removedAt),
        isNull(device.silentToldAt),
        lte(device.lastSeenAt, before),
        sql`${device.sentDay} > date(${device.lastSeenAt} / 1000, 'unixepoch')`,
      ),
    )
    .orderBy(asc(device.lastSeenAt))
    .limit(limit)
}

export async function markSilenceTold(tx: Tx, ids: string[], at: number): Promise<void> {
  await tx.update(device).set({ silentToldAt: at }).where(inArray(device.id, ids))
}

/** The mailbox of whoever follows alerts by mail and showed this phone to be theirs. */
export async function findFollowersMailbox(db: Reader | Tx, deviceId: string): Promise<string | null> {
  const [row] = await db
    .select({ address: alertFollower.address })
    .from(alertFollower)
    .where(
      and(
        eq(alertFollower.deviceId, deviceId),
        eq(alertFollower.channel, 'email'),
        isNotNull(alertFollower.confirmedAt),
      ),
    )
    .limit(1)
  return row?.address ?? null
}
