import { and, desc, eq, isNull, notInArray } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { device, travellerDevice } from '../../db/schema/index.ts'

type Pair = { travellerId: string; deviceId: string }
const ofPair = ({ travellerId, deviceId }: Pair) =>
  and(eq(travellerDevice.travellerId, travellerId), eq(travellerDevice.deviceId, deviceId))
/** A person has a few phones: the oldest make room. */
const mostDevices = 5

export async function hasDevice(read: Reader, pair: Pair): Promise<boolean> {
  const [row] = await read
    .select({ id: device.id })
    .from(travellerDevice)
    .innerJoin(device, eq(device.id, travellerDevice.deviceId))
    .where(and(ofPair(pair), isNull(device.removedAt)))
  return row !== undefined
}

export async function addDevice(tx: Tx, row: Pair & { createdAt: number }): Promise<void> {
  await tx.insert(travellerDevice).values(row).onConflictDoNothing()
  const latest = tx
    .select({ deviceId: travellerDevice.deviceId })
    .from(travellerDevice)
    .where(eq(travellerDevice.travellerId, row.travellerId))
    .orderBy(desc(travellerDevice.createdAt), desc(travellerDevice.deviceId))
    .limit(mostDevices)
  await tx
    .delete(travellerDevice)
    .where(
      and(eq(travellerDevice.travellerId, row.travellerId), notInArray(travellerDevice.deviceId, latest)),
    )
}

export async function removeDevice(tx: Tx, pair: Pair): Promise<void> {
  await tx.delete(travellerDevice).where(ofPair(pair))
}

/**
 * Who was told of their rides on a phone is told on another; index `traveller_device_device`. Answers whether somebody
 * was told there before.
 */
export async function carryPhone(tx: Tx, { from, to }: { from: string; to: string }): Promise<boolean> {
  const before = await tx.select().from(travellerDevice).where(eq(travellerDevice.deviceId, to)).limit(1)
  // Taken away first: of a person's few phones, none makes room for one that takes the place of another.
  const rows = await tx.delete(travellerDevice).where(eq(travellerDevice.deviceId, from)).returning()
  for (const row of rows) await addDevice(tx, { ...row, deviceId: to })
  return before.length > 0
}

/** Who shares rides no more: no phone of theirs is told. */
export async function removeDevicesOf(tx: Tx, travellerId: string): Promise<void> {
  await tx.delete(travellerDevice).where(eq(travellerDevice.travellerId, travellerId))
}

/** The phones that are told of somebody's rides, and can be reached. */
export async function findDevicesOf(read: Reader, travellerId: string): Promise<string[]> {
  const rows = await read
    .select({ id: device.id })
    .from(travellerDevice)
    .innerJoin(device, eq(device.id, travellerDevice.deviceId))
    .where(and(eq(travellerDevice.travellerId, travellerId), isNull(device.removedAt)))
  return rows.map(({ id }) => id)
}
