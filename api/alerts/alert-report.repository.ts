import { and, asc, eq, sql } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { notification, outbox } from '../../db/schema/index.ts'

/** The messages of an alert by what became of them, each of its tellings apart, the first first. */
export function countMessages(db: Reader, alertId: string) {
  return (
    db
      .select({
        id: outbox.id,
        topic: outbox.topic,
        at: outbox.createdAt,
        doneAt: outbox.doneAt,
        channel: notification.channel,
        state: notification.state,
        shown: notification.shown,
        lastError: notification.lastError,
        count: sql<number>`count(${notification.id})`,
      })
      .from(outbox)
      // A summary of a day has the first message it holds as its cause, and is about another thing.
      .leftJoin(
        notification,
        and(eq(notification.outboxId, outbox.id), eq(notification.subject, outbox.subject)),
      )
      .where(eq(outbox.subject, `alert:${alertId}`))
      .groupBy(
        outbox.id,
        notification.channel,
        notification.state,
        notification.shown,
        notification.lastError,
      )
      .orderBy(asc(outbox.createdAt), asc(outbox.id))
  )
}
