import { and, asc, eq, gt, inArray, isNull, lte, notExists, or, sql, type Placeholder } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import { notification, outbox, quietError, setting, type Channel } from '../../db/schema/index.ts'
import type { DueNotification, NotificationDraft, OutboxRow } from '../alerts/alerts.types.ts'

type Handle = Reader | Tx
/** Who holds rows, and until when (epoch milliseconds). */
export type Lease = { owner: string; until: number }

const earlierEvent = alias(outbox, 'earlier')
const earlierMessage = alias(notification, 'earlier')

/** Events to handle now, oldest first: none whose subject has an earlier one in hand or waiting for another try. */
export function dueEvents(db: Handle, now: number, limit: number) {
  return db
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        isNull(outbox.doneAt),
        or(isNull(outbox.leaseUntil), lte(outbox.leaseUntil, now)),
        notExists(
          db
            .select({ id: earlierEvent.id })
            .from(earlierEvent)
            .where(
              and(
                eq(earlierEvent.subject, outbox.subject),
                isNull(earlierEvent.doneAt),
                gt(earlierEvent.leaseUntil, now),
                sql`(${earlierEvent.createdAt}, ${earlierEvent.id}) < (${outbox.createdAt}, ${outbox.id})`,
              ),
            ),
        ),
      ),
    )
    .orderBy(asc(outbox.createdAt), asc(outbox.id))
    .limit(limit)
}

export async function hasDueEvents(read: Reader, now: number): Promise<boolean> {
  return (await dueEvents(read, now, 1)).length > 0
}

/** Takes due events for this worker alone, oldest first. Each taking counts as an attempt. */
export async function claimEvents(tx: Tx, lease: Lease, now: number, limit: number): Promise<OutboxRow[]> {
  const rows = await tx
    .update(outbox)
    .set({ leaseOwner: lease.owner, leaseUntil: lease.until, attempts: sql`${outbox.attempts} + 1` })
    .where(inArray(outbox.id, dueEvents(tx, now, limit)))
    .returning()
  return rows.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
}

const heldEvent = (id: string, owner: string) =>
  and(eq(outbox.id, id), eq(outbox.leaseOwner, owner), isNull(outbox.doneAt))

const updateEnded = prepared((db) =>
  db
    .update(outbox)
    .set({
      doneAt: sql`${sql.placeholder('at')}`,
      leaseOwner: null,
      leaseUntil: null,
      lastError: sql`${sql.placeholder('error')}`,
    })
    .where(
      and(
        eq(outbox.id, sql.placeholder('id')),
        eq(outbox.leaseOwner, sql.placeholder('owner')),
        isNull(outbox.doneAt),
      ),
    )
    .returning({ id: outbox.id })
    .prepare(),
)

/** Ends an event. False when it is no longer this worker's. */
export async function endEvent(
  tx: Tx,
  { id, owner, at, error }: { id: string; owner: string; at: number; error: string | null },
): Promise<boolean> {
  const ended = await updateEnded(tx, { id, owner, at, error })
  return ended.length > 0
}

/** Gives back an event of which some were told, to go on from `cursor`. False when it is no longer this worker's. */
export async function advanceEvent(
  tx: Tx,
  { id, owner, cursor }: { id: string; owner: string; cursor: string },
): Promise<boolean> {
  const kept = await tx
    .update(outbox)
    .set({ cursor, attempts: 0, leaseOwner: null, leaseUntil: null, lastError: null })
    .where(heldEvent(id, owner))
    .returning({ id: outbox.id })
  return kept.length > 0
}

/** Gives an event back, to be taken again from `until`. */
export async function postponeEvent(
  tx: Tx,
  { id, owner, until, error }: { id: string; owner: string; until: number; error: string },
): Promise<void> {
  await tx
    .update(outbox)
    .set({ leaseOwner: null, leaseUntil: until, lastError: error })
    .where(heldEvent(id, owner))
}

/** Gives back events that were taken and not tried. */
export async function releaseEvents(tx: Tx, ids: string[], owner: string): Promise<void> {
  await tx
    .update(outbox)
    .set({ leaseOwner: null, leaseUntil: null, attempts: sql`${outbox.attempts} - 1` })
    .where(and(inArray(outbox.id, ids), eq(outbox.leaseOwner, owner), isNull(outbox.doneAt)))
}

const insertSize = 500

/** Writes what an event says to whom. A person already told of this event on this channel is not told again. */
export async function insertNotifications(
  tx: Tx,
  event: Pick<OutboxRow, 'id' | 'createdAt'>,
  drafts: (NotificationDraft & { id: string })[],
  now: number,
): Promise<number> {
  let inserted = 0
  for (let start = 0; start < drafts.length; start += insertSize) {
    const rows = drafts.slice(start, start + insertSize).map(({ urgent = false, ...draft }) => ({
      ...draft,
      urgent,
      outboxId: event.id,
      nextAt: now,
      // The event's instant, not ours: order is that of what happened.
      createdAt: event.createdAt,
    }))
    const written = await tx
      .insert(notification)
      .values(rows)
      .onConflictDoNothing()
      .returning({ id: notification.id })
    inserted += written.length
  }
  return inserted
}

/** Messages to send now, the urgent apart (index notification_todo): none that would overtake an earlier one. */
export function dueMessages(
  db: Handle,
  channel: Channel | Placeholder,
  urgent: boolean,
  now: number | Placeholder,
  limit: number | Placeholder,
) {
  return db
    .select({ id: notification.id })
    .from(notification)
    .where(
      and(
        // As text, not as a parameter: the partial index is chosen only when its condition is certain.
        sql`${notification.state} = 'pending'`,
        eq(notification.channel, channel),
        eq(notification.urgent, urgent),
        lte(notification.nextAt, now),
        notExists(
          db
            .select({ id: earlierMessage.id })
            .from(earlierMessage)
            .where(
              and(
                eq(earlierMessage.subject, notification.subject),
                eq(earlierMessage.person, notification.person),
                eq(earlierMessage.channel, notification.channel),
                eq(earlierMessage.state, 'pending'),
                // What waits for the end of the night holds up no danger.
                urgent ? sql`${earlierMessage.lastError} is not ${quietError}` : undefined,
                sql`(${earlierMessage.createdAt}, ${earlierMessage.id}) < (${notification.createdAt}, ${notification.id})`,
              ),
            ),
        ),
      ),
    )
    .orderBy(asc(notification.nextAt), asc(notification.id))
    .limit(limit)
}

const asked = {
  channel: sql.placeholder('channel'),
  now: sql.placeholder('now'),
  limit: sql.placeholder('limit'),
}
/** The urgent first: what is asked and taken for every few messages of thousands. */
const byUrgency = [true, false].map((urgent) => ({
  select: prepared((db) => dueMessages(db, asked.channel, urgent, asked.now, asked.limit).prepare()),
  claim: prepared((db) =>
    db
      .update(notification)
      .set({
        leaseOwner: sql`${sql.placeholder('owner')}`,
        leaseUntil: sql`${sql.placeholder('until')}`,
        // What is in hand is not due, and due again if its worker dies.
        nextAt: sql`${sql.placeholder('until')}`,
        attempts: sql`${notification.attempts} + 1`,
      })
      .where(inArray(notification.id, dueMessages(db, asked.channel, urgent, asked.now, asked.limit)))
      .returning()
      .prepare(),
  ),
}))

export async function hasDueMessages(read: Reader, channel: Channel, now: number): Promise<boolean> {
  for (const { select } of byUrgency)
    if ((await select(read, { channel, now, limit: 1 })).length > 0) return true
  return false
}

/** Takes due messages for this worker alone, urgent ones first. Each taking counts as an attempt. */
export async function claimMessages(
  tx: Tx,
  lease: Lease,
  { channel, now, limit }: { channel: Channel; now: number; limit: number },
): Promise<DueNotification[]> {
  const claimed: DueNotification[] = []
  for (const { claim } of byUrgency) {
    if (claimed.length >= limit) break
    const rows = await claim(tx, { ...lease, channel, now, limit: limit - claimed.length })
    claimed.push(...(rows as DueNotification[]))
  }
  return claimed
}

/** Keeps messages in hand longer. */
export async function extendLease(tx: Tx, ids: string[], { owner, until }: Lease): Promise<void> {
  await tx
    .update(notification)
    .set({ leaseUntil: until, nextAt: until })
    .where(
      and(
        inArray(notification.id, ids),
        eq(notification.leaseOwner, owner),
        eq(notification.state, 'pending'),
      ),
    )
}

const heldMessage = (id: string, owner: string) =>
  and(eq(notification.id, id), eq(notification.leaseOwner, owner), eq(notification.state, 'pending'))

const updateMessageEnded = prepared((db) =>
  db
    .update(notification)
    .set({
      state: sql`${sql.placeholder('state')}`,
      sentAt: sql`${sql.placeholder('sentAt')}`,
      lastError: sql`${sql.placeholder('error')}`,
      address: null,
      payload: {},
      leaseOwner: null,
      leaseUntil: null,
    })
    .where(
      and(
        eq(notification.id, sql.placeholder('id')),
        eq(notification.leaseOwner, sql.placeholder('owner')),
        eq(notification.state, 'pending'),
      ),
    )
    .returning({ id: notification.id })
    .prepare(),
)

/** Ends a message and erases whom it went to and what it said. False when it is no longer this worker's. */
export async function endMessage(
  tx: Tx,
  {
    id,
    owner,
    state,
    at,
    error,
  }: { id: string; owner: string; state: 'sent' | 'failed' | 'dropped'; at: number; error: string | null },
): Promise<boolean> {
  const sentAt = state === 'sent' ? at : null
  const ended = await updateMessageEnded(tx, { id, owner, state, sentAt, error })
  return ended.length > 0
}

const updateMessagesSent = prepared((db) =>
  db
    .update(notification)
    .set({
      state: 'sent',
      sentAt: sql`${sql.placeholder('at')}`,
      lastError: null,
      address: null,
      payload: {},
      leaseOwner: null,
      leaseUntil: null,
    })
    .where(
      and(
        sql`${notification.id} in (select value from json_each(${sql.placeholder('ids')}))`,
        eq(notification.leaseOwner, sql.placeholder('owner')),
        eq(notification.state, 'pending'),
      ),
    )
    .prepare(),
)

/** The same of messages that were sent, all at once. Those that are no longer this worker's are left. */
export async function endSentMessages(
  tx: Tx,
  { ids, owner, at }: { ids: readonly string[]; owner: string; at: number },
): Promise<void> {
  await updateMessagesSent(tx, { ids: JSON.stringify(ids), owner, at })
}

/** Gives a message back, to be sent again from `nextAt`. False when it is no longer this worker's. */
export async function postponeMessage(
  tx: Tx,
  { id, owner, nextAt, error }: { id: string; owner: string; nextAt: number; error: string },
): Promise<boolean> {
  const kept = await tx
    .update(notification)
    .set({ nextAt, lastError: error, leaseOwner: null, leaseUntil: null })
    .where(heldMessage(id, owner))
    .returning({ id: notification.id })
  return kept.length > 0
}

/** Gives a message back that may not leave before `nextAt`: that was no attempt. */
export async function holdMessage(
  tx: Tx,
  { id, owner, nextAt, error }: { id: string; owner: string; nextAt: number; error: string },
): Promise<void> {
  await tx
    .update(notification)
    .set({
      nextAt,
      lastError: error,
      leaseOwner: null,
      leaseUntil: null,
      attempts: sql`${notification.attempts} - 1`,
    })
    .where(heldMessage(id, owner))
}

export type TaskState = { ranAt: number; owner: string | null; until: number }
const taskKey = (name: string) => `task:${name}`

export async function findTask(db: Handle, name: string): Promise<TaskState | undefined> {
  const [row] = await db
    .select()
    .from(setting)
    .where(eq(setting.key, taskKey(name)))
  return row && (JSON.parse(row.value) as TaskState)
}

export async function saveTask(tx: Tx, name: string, state: TaskState, at: number): Promise<void> {
  const value = JSON.stringify(state)
  await tx
    .insert(setting)
    .values({ key: taskKey(name), value, updatedAt: at })
    .onConflictDoUpdate({ target: setting.key, set: { value, updatedAt: at } })
}
