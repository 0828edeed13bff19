import { and, eq, isNull } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { device, pushPreference } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type PreferenceColumns = Pick<typeof device.$inferSelect, 'quietFrom' | 'quietTo' | 'stopped'>

export async function findAccountPreferences(
  db: Handle,
  userId: string,
): Promise<PreferenceColumns | undefined> {
  const [found] = await db.select().from(pushPreference).where(eq(pushPreference.userId, userId))
  return found
}

/** Keeps the preferences of an account, and gives them to each of its phones. */
export async function saveAccountPreferences(
  tx: Tx,
  { userId, at, ...columns }: PreferenceColumns & { userId: string; at: number },
): Promise<void> {
  await tx
    .insert(pushPreference)
    .values({ userId, ...columns, updatedAt: at })
    .onConflictDoUpdate({ target: pushPreference.userId, set: { ...columns, updatedAt: at } })
  await tx.update(device).set(columns).where(eq(device.userId, userId))
}

export async function saveDevicePreferences(tx: Tx, id: string, columns: PreferenceColumns): Promise<void> {
  await tx.update(device).set(columns).where(eq(device.id, id))
}

export async function linkDevice(tx: Tx, id: string, userId: string | null): Promise<void> {
  await tx.update(device).set({ userId }).where(eq(device.id, id))
}

/** Notes that a phone gave a sign. */
export async function markSeen(tx: Tx, { id, at }: { id: string; at: number }): Promise<void> {
  await tx
    .update(device)
    .set({ lastSeenAt: at, silentToldAt: null })
    .where(and(eq(device.id, id), isNull(device.removedAt)))
}
