import { and, desc, eq, inArray, isNull, like, lt, ne, notExists, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared, preparedInsert } from '../../db/prepared.ts'
import { device, notification, outbox, setting, type NotificationState } from '../../db/schema/index.ts'

export type Device = typeof device.$inferSelect
type Handle = Reader | Tx

export type NewOutboxRow = {
  /** UUIDv7. */
  id: string
  territorySiren: string
  /** `incident.status-changed`: what comes before the first dot chooses the handler. */
  topic: string
  /** What it is about, e.g. `incident:<id>`: one person hears of one subject in order. */
  subject: string
  payload: Record<string, unknown>
  /** Epoch milliseconds. */
  at: number
}

const insertOutboxRow = preparedInsert(outbox)

export async function insertOutbox(tx: Tx, { at, ...row }: NewOutboxRow): Promise<void> {
  await insertOutboxRow(tx, { ...row, createdAt: at })
}

const selectDevice = prepared((db) =>
  db
    .select()
    .from(device)
    .where(eq(device.id, sql.placeholder('id')))
    .prepare(),
)

export async function findDevice(db: Handle, id: string): Promise<Device | undefined> {
  const [found] = await selectDevice(db, { id })
  return found
}

const selectDevices = prepared((db) =>
  db
    .select()
    .from(device)
    .where(sql`${device.id} in (select value from json_each(${sql.placeholder('ids')}))`)
    .prepare(),
)

/** Several at once, by their id: what is told to thousands is told by dozens. */
export async function findDevices(db: Handle, ids: readonly string[]): Promise<Map<string, Device>> {
  const found = await selectDevices(db, { ids: JSON.stringify(ids) })
  return new Map(found.map((one) => [one.id, one]))
}

type NewDevice = Omit<typeof device.$inferInsert, 'removedAt' | 'quietFrom' | 'quietTo'>

/** Creates the device, with its quiet hours, or gives it its new endpoint, keys and language. */
export async function saveDevice(
  tx: Tx,
  row: NewDevice,
  quiet: { quietFrom: number; quietTo: number } | null = null,
): Promise<void> {
  const { id, secretHash, createdAt, ...changing } = row
  await tx
    .insert(device)
    .values({ id, secretHash, createdAt, ...changing, ...quiet })
    .onConflictDoUpdate({ target: device.id, set: { ...changing, removedAt: null, silentToldAt: null } })
}

/** What is left of a device that is gone: its id and secret, so that only its phone can take the id up again. */
const ended = (id: string, at: number) => ({ endpoint: `gone:${id}`, p256dh: '', auth: '', removedAt: at })

/** Ends a device; with `endpoint`, only if that is still the one it has. */
export async function markDeviceGone(
  tx: Tx,
  { id, endpoint, at }: { id: string; endpoint?: string; at: number },
): Promise<void> {
  await tx
    .update(device)
    .set(ended(id, at))
    .where(
      and(
        eq(device.id, id),
        isNull(device.removedAt),
        endpoint === undefined ? undefined : eq(device.endpoint, endpoint),
      ),
    )
}

/** Ends whichever other device has this endpoint: the browser that holds it has taken a new id. */
export async function releaseEndpoint(
  tx: Tx,
  { endpoint, except, at }: { endpoint: string; except: string; at: number },
): Promise<void> {
  const [other] = await tx
    .select({ id: device.id })
    .from(device)
    .where(and(eq(device.endpoint, endpoint), ne(device.id, except)))
  if (other) await markDeviceGone(tx, { id: other.id, at })
}

export type LastTest = { at: number; state: NotificationState }

/** What became of the last test message of a device. */
export async function findLastTest(
  db: Handle,
  subject: string,
  topic: string,
): Promise<LastTest | undefined> {
  const [row] = await db
    .select({ at: outbox.createdAt, doneAt: outbox.doneAt, state: notification.state })
    .from(outbox)
    .leftJoin(notification, eq(notification.outboxId, outbox.id))
    .where(and(eq(outbox.subject, subject), eq(outbox.topic, topic)))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(1)
  if (!row) return undefined
  return { at: row.at, state: row.state ?? (row.doneAt === null ? 'pending' : 'dropped') }
}

const pushKeyPrefix = 'push-keys:'

export async function listPushKeySlots<T>(db: Handle): Promise<{ slot: string; kept: T }[]> {
  const rows = await db
    .select()
    .from(setting)
    .where(like(setting.key, `${pushKeyPrefix}%`))
  return rows.map(({ key, value }) => ({
    slot: key.slice(pushKeyPrefix.length),
    kept: JSON.parse(value) as T,
  }))
}

export async function findPushKeySlot<T>(db: Handle, slot: string): Promise<T | undefined> {
  const [row] = await db
    .select()
    .from(setting)
    .where(eq(setting.key, `${pushKeyPrefix}${slot}`))
  return row && (JSON.parse(row.value) as T)
}

/** Replaces the keys of a slot that has some. */
export async function replacePushKeys(
  tx: Tx,
  { slot, kept, at }: { slot: string; kept: unknown; at: number },
): Promise<void> {
  await tx
    .update(setting)
    .set({ value: JSON.stringify(kept), updatedAt: at })
    .where(eq(setting.key, `${pushKeyPrefix}${slot}`))
}

/** Keeps keys in a slot that has none. */
export async function keepPushKeys(
  tx: Tx,
  { slot, kept, at }: { slot: string; kept: unknown; at: number },
): Promise<void> {
  await tx
    .insert(setting)
    .values({ key: `${pushKeyPrefix}${slot}`, value: JSON.stringify(kept), updatedAt: at })
    .onConflictDoNothing()
}

/** Deletes at most `limit` notifications ended before `before`, then events that have none left. */
export async function deleteEnded(
  tx: Tx,
  { before, limit }: { before: number; limit: number },
): Promise<number> {
  const gone = await tx
    .delete(notification)
    .where(
      inArray(
        notification.id,
        tx
          .select({ id: notification.id })
          .from(notification)
          .innerJoin(outbox, eq(outbox.id, notification.outboxId))
          .where(and(lt(outbox.doneAt, before), ne(notification.state, 'pending')))
          .limit(limit),
      ),
    )
    .returning({ id: notification.id })
  await tx.delete(outbox).where(
    inArray(
      outbox.id,
      tx
        .select({ id: outbox.id })
        .from(outbox)
        .where(
          and(
            lt(outbox.doneAt, before),
            notExists(
              tx
                .select({ id: notification.id })
                .from(notification)
                .where(eq(notification.outboxId, outbox.id)),
            ),
          ),
        )
        .limit(limit),
    ),
  )
  return gone.length
}

export async function deleteGoneDevices(tx: Tx, before: number): Promise<void> {
  await tx.delete(device).where(lt(device.removedAt, before))
}
