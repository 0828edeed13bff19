import { and, eq, inArray, isNull, lt } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { device, notification } from '../../db/schema/index.ts'

const dayMs = 86_400_000
const ofDevice = 'device:'

/** Notes that pushes were shown, and, to the day, that the phones they were for gave a sign. */
export async function markShown(tx: Tx, { ids, at }: { ids: string[]; at: number }): Promise<void> {
  const marked = await tx
    .update(notification)
    .set({ shown: true })
    .where(
      and(inArray(notification.id, ids), eq(notification.channel, 'push'), eq(notification.shown, false)),
    )
    .returning({ person: notification.person })
  const phones = marked
    .filter(({ person }) => person.startsWith(ofDevice))
    .map(({ person }) => person.slice(ofDevice.length))
  if (phones.length === 0) return
  const day = at - (at % dayMs)
  await tx
    .update(device)
    .set({ lastSeenAt: day, silentToldAt: null })
    .where(and(inArray(device.id, phones), isNull(device.removedAt), lt(device.lastSeenAt, day)))
}
