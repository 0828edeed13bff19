import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import { device, notification } from '../../db/schema/index.ts'
import type { DueNotification, NotificationPayload } from './alerts.types.ts'

type Handle = Reader | Tx
type Told = Pick<DueNotification, 'subject' | 'person'>

const pushesTo = ({ subject, person }: Told) =>
  and(
    eq(notification.subject, subject),
    eq(notification.person, person),
    sql`${notification.channel} = 'push'`,
  )

/** The last push on the same subject to the same person, of those that came after, if any: waiting or sent. */
export async function findLater(
  db: Handle,
  due: DueNotification,
): Promise<{ id: string; ends: boolean } | undefined> {
  const [later] = await db
    .select({ id: notification.id, payload: notification.payload })
    .from(notification)
    .where(
      and(
        pushesTo(due),
        inArray(notification.state, ['pending', 'sent']),
        sql`(${notification.createdAt}, ${notification.id}) > (${due.createdAt}, ${due.id})`,
      ),
    )
    .orderBy(desc(notification.createdAt), desc(notification.id))
    .limit(1)
  return later && { id: later.id, ends: (later.payload as Partial<NotificationPayload>).ends === true }
}

/** Ends the waiting pushes on a subject to a person who was told of nothing of it: there is nothing to take back. */
export async function dropUnheard(tx: Tx, due: DueNotification): Promise<void> {
  const [heard] = await tx
    .select({ id: notification.id })
    .from(notification)
    .where(and(pushesTo(due), eq(notification.state, 'sent')))
    .limit(1)
  if (heard) return
  await tx
    .update(notification)
    .set({ state: 'dropped', lastError: 'never-told', address: null, payload: {} })
    .where(and(pushesTo(due), eq(notification.state, 'pending'), sql`${notification.leaseOwner} is null`))
}

const updateDay = prepared((db) =>
  db
    .update(device)
    .set({
      sentCount: sql`case when sent_day = ${sql.placeholder('day')} then sent_count + 1 else 1 end`,
      sentDay: sql`${sql.placeholder('day')}`,
    })
    .where(eq(device.id, sql.placeholder('id')))
    .prepare(),
)

/** Counts one more message of a day for a phone. */
export async function countInDay(tx: Tx, { id, day }: { id: string; day: string }): Promise<void> {
  await updateDay(tx, { id, day })
}

/** The summary that waits to leave for a phone. */
export async function findSummary(
  tx: Tx,
  told: Told,
): Promise<{ id: string; payload: NotificationPayload } | undefined> {
  const [found] = await tx
    .select({ id: notification.id, payload: notification.payload })
    .from(notification)
    .where(and(pushesTo(told), eq(notification.state, 'pending'), sql`${notification.leaseOwner} is null`))
    .limit(1)
  return found && { id: found.id, payload: found.payload as NotificationPayload }
}

export async function insertSummary(
  tx: Tx,
  row: Pick<typeof notification.$inferInsert, 'id' | 'outboxId' | 'address' | 'nextAt' | 'createdAt'> &
    Told & { payload: NotificationPayload },
): Promise<void> {
  await tx.insert(notification).values({ ...row, channel: 'push' })
}

export async function replaceSummary(tx: Tx, id: string, payload: NotificationPayload): Promise<void> {
  await tx.update(notification).set({ payload }).where(eq(notification.id, id))
}
