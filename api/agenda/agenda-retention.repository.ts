import { and, eq, exists, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import {
  event,
  eventAuthorDevice,
  eventContact,
  eventFollower,
  eventViews,
  phoneListedFollow,
} from '../../db/schema/index.ts'

/** Drafts of before `before`, the oldest first (`event_unconfirmed`). */
export function findOldDrafts(handle: Reader | Tx, { before, limit }: { before: number; limit: number }) {
  return handle
    .select()
    .from(event)
    .where(and(sql`status = 'draft'`, lt(event.createdAt, before)))
    .orderBy(event.createdAt)
    .limit(limit)
}

/**
 * Ids of events that ended before `before` and whose author can still be reached, or that somebody still follows
 * (`event_age`).
 */
function over(tx: Tx, { before, limit }: { before: number; limit: number }) {
  return tx
    .select({ id: event.id })
    .from(event)
    .where(
      and(
        lt(event.lastEndAt, before),
        or(
          exists(tx.select().from(eventContact).where(eq(eventContact.eventId, event.id))),
          exists(tx.select().from(eventFollower).where(eq(eventFollower.eventId, event.id))),
          exists(tx.select().from(eventAuthorDevice).where(eq(eventAuthorDevice.eventId, event.id))),
          exists(tx.select().from(phoneListedFollow).where(eq(phoneListedFollow.eventId, event.id))),
        ),
      ),
    )
    .orderBy(event.lastEndAt)
    .limit(limit)
}

/** Erases the people of at most `limit` events that ended before `before`. Answers of how many events. */
export async function erasePeopleOfPast(
  tx: Tx,
  { before, limit }: { before: number; limit: number },
): Promise<number> {
  const ids = (await over(tx, { before, limit })).map(({ id }) => id)
  if (ids.length === 0) return 0
  await tx.delete(eventContact).where(inArray(eventContact.eventId, ids))
  await tx.delete(eventFollower).where(inArray(eventFollower.eventId, ids))
  await tx.delete(eventAuthorDevice).where(inArray(eventAuthorDevice.eventId, ids))
  await tx.delete(phoneListedFollow).where(inArray(phoneListedFollow.eventId, ids))
  return ids.length
}

/** Erases wishes to be told whose address was never confirmed (`event_follower_age`). */
export async function eraseUnconfirmedFollowers(tx: Tx, before: number): Promise<void> {
  await tx
    .delete(eventFollower)
    .where(and(lt(eventFollower.createdAt, before), isNull(eventFollower.confirmedAt)))
}

/** Forgets the counts of days before `day` (`event_views_day`). */
export async function deleteOldViews(tx: Tx, day: string): Promise<void> {
  await tx.delete(eventViews).where(lt(eventViews.day, day))
}
