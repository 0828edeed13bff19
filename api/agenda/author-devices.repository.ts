import { and, desc, eq, isNull, notInArray } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { device, eventAuthorDevice } from '../../db/schema/index.ts'

type Pair = { eventId: string; deviceId: string }
const ofPair = ({ eventId, deviceId }: Pair) =>
  and(eq(eventAuthorDevice.eventId, eventId), eq(eventAuthorDevice.deviceId, deviceId))
/** A person has a few phones: the oldest make room. */
const mostDevices = 5

/** The phones on which an event's author is told, and that can be reached. */
export async function findAuthorDevices(read: Reader | Tx, eventId: string): Promise<string[]> {
  const rows = await read
    .select({ id: device.id })
    .from(eventAuthorDevice)
    .innerJoin(device, eq(device.id, eventAuthorDevice.deviceId))
    .where(and(eq(eventAuthorDevice.eventId, eventId), isNull(device.removedAt)))
    .orderBy(eventAuthorDevice.createdAt, device.id)
  return rows.map(({ id }) => id)
}

export async function addAuthorDevice(tx: Tx, row: Pair & { createdAt: number }): Promise<void> {
  const { eventId } = row
  await tx.insert(eventAuthorDevice).values(row).onConflictDoNothing()
  const latest = tx
    .select({ deviceId: eventAuthorDevice.deviceId })
    .from(eventAuthorDevice)
    .where(eq(eventAuthorDevice.eventId, eventId))
    .orderBy(desc(eventAuthorDevice.createdAt), desc(eventAuthorDevice.deviceId))
    .limit(mostDevices)
  await tx
    .delete(eventAuthorDevice)
    .where(and(eq(eventAuthorDevice.eventId, eventId), notInArray(eventAuthorDevice.deviceId, latest)))
}

export async function removeAuthorDevice(tx: Tx, pair: Pair): Promise<void> {
  await tx.delete(eventAuthorDevice).where(ofPair(pair))
}

/** Who erases how to reach them is told on no phone. */
export async function removeAuthorDevices(tx: Tx, eventId: string): Promise<void> {
  await tx.delete(eventAuthorDevice).where(eq(eventAuthorDevice.eventId, eventId))
}

/**
 * Who was told of their events on a phone is told on another; index `event_author_device_device`. Answers whether
 * somebody was told there before.
 */
export async function carryAuthorDevices(
  tx: Tx,
  { from, to }: { from: string; to: string },
): Promise<boolean> {
  const before = await tx.select().from(eventAuthorDevice).where(eq(eventAuthorDevice.deviceId, to)).limit(1)
  const rows = await tx.delete(eventAuthorDevice).where(eq(eventAuthorDevice.deviceId, from)).returning()
  for (const row of rows) await addAuthorDevice(tx, { ...row, deviceId: to })
  return before.length > 0
}
