import { and, eq, exists, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Tx } from '../../db/client.ts'
import { notification } from '../../db/schema/index.ts'

const personOf = (deviceId: string) => `device:${deviceId}`
const told = alias(notification, 'told')

/**
 * Gives what waits to leave for a phone to another; index `notification_waiting`. What the other was told of by the
 * same cause ends here, what is about the phone itself (its test) stays with it, and so does what a worker holds.
 */
export async function carryWaitingPushes(
  tx: Tx,
  { from, to, now }: { from: string; to: string; now: number },
): Promise<void> {
  const [old, next] = [personOf(from), personOf(to)]
  const waiting = and(
    eq(notification.address, from),
    // As text, not as parameters: the partial index is chosen only when its condition is certain.
    sql`${notification.state} = 'pending' and ${notification.channel} = 'push'`,
    ne(notification.subject, old),
    or(isNull(notification.leaseOwner), lte(notification.leaseUntil, now)),
  )
  await tx
    .update(notification)
    .set({ state: 'dropped', lastError: 'told-there', address: null, payload: {} })
    .where(
      and(
        waiting,
        eq(notification.person, old),
        exists(
          tx
            .select({ id: told.id })
            .from(told)
            .where(
              and(
                eq(told.outboxId, notification.outboxId),
                eq(told.person, next),
                eq(told.channel, notification.channel),
              ),
            ),
        ),
      ),
    )
  await tx
    .update(notification)
    .set({
      address: to,
      person: sql`case when ${notification.person} = ${old} then ${next} else ${notification.person} end`,
    })
    .where(waiting)
}
