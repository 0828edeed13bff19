import { and, eq, exists, isNull, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Reader, Tx } from '../../db/client.ts'
import { event, eventFlag, eventFollower, eventViews } from '../../db/schema/index.ts'

export type FollowerRow = typeof eventFollower.$inferSelect

/** False when this address or device follows the event already. */
export async function insertFollower(tx: Tx, row: typeof eventFollower.$inferInsert): Promise<boolean> {
  const { rowsAffected } = await tx.insert(eventFollower).values(row).onConflictDoNothing()
  return rowsAffected > 0
}

/** The follower whose link it is, by the hash of its secret (`event_follower_stop`). */
export async function findFollowerByStop(
  handle: Reader | Tx,
  stopHash: string,
): Promise<FollowerRow | undefined> {
  const [row] = await handle.select().from(eventFollower).where(eq(eventFollower.stopHash, stopHash))
  return row
}

export async function confirmFollower(tx: Tx, id: string, at: number): Promise<void> {
  await tx
    .update(eventFollower)
    .set({ confirmedAt: at })
    .where(and(eq(eventFollower.id, id), isNull(eventFollower.confirmedAt)))
}

export async function deleteFollower(tx: Tx, id: string): Promise<void> {
  await tx.delete(eventFollower).where(eq(eventFollower.id, id))
}

/** This phone is told of this event no more; index `event_follower_device`. */
export async function deleteFollowerOn(
  tx: Tx,
  { eventId, deviceId }: { eventId: string; deviceId: string },
): Promise<void> {
  await tx
    .delete(eventFollower)
    .where(and(eq(eventFollower.eventId, eventId), eq(eventFollower.deviceId, deviceId)))
}

/** Forgets what a mail address follows in a territory; index `event_follower_address`. Answers how many events. */
export async function deleteFollowersOf(
  tx: Tx,
  { email, territorySiren }: { email: string; territorySiren: string },
): Promise<number> {
  const here = tx
    .select({ id: event.id })
    .from(event)
    .where(and(eq(event.id, eventFollower.eventId), eq(event.territorySiren, territorySiren)))
  const { rowsAffected } = await tx
    .delete(eventFollower)
    .where(and(eq(eventFollower.email, email), exists(here)))
  return rowsAffected
}

/**
 * Gives a phone's follows to another; index `event_follower_phone`. What both followed is followed once. Answers
 * whether the other followed any before.
 */
export async function carryPhone(tx: Tx, { from, to }: { from: string; to: string }): Promise<boolean> {
  const before = await tx
    .select({ id: eventFollower.id })
    .from(eventFollower)
    .where(eq(eventFollower.deviceId, to))
    .limit(1)
  const held = alias(eventFollower, 'held')
  await tx
    .update(eventFollower)
    .set({ deviceId: to })
    .where(
      and(
        eq(eventFollower.deviceId, from),
        notExists(
          tx
            .select({ id: held.id })
            .from(held)
            .where(and(eq(held.eventId, eventFollower.eventId), eq(held.deviceId, to))),
        ),
      ),
    )
  await tx.delete(eventFollower).where(eq(eventFollower.deviceId, from))
  return before.length > 0
}

export async function findFlag(tx: Tx, id: string) {
  const [row] = await tx.select().from(eventFlag).where(eq(eventFlag.id, id))
  return row
}

export async function insertFlag(tx: Tx, row: typeof eventFlag.$inferInsert): Promise<void> {
  await tx.insert(eventFlag).values(row)
}

/** Adds views of an event's page to those of a day. */
export async function addViews(
  tx: Tx,
  { eventId, day, count }: { eventId: string; day: string; count: number },
): Promise<void> {
  await tx
    .insert(eventViews)
    .values({ eventId, day, count })
    .onConflictDoUpdate({
      target: [eventViews.eventId, eventViews.day],
      set: { count: sql`${eventViews.count} + ${count}` },
    })
}
