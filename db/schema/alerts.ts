import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { user } from './accounts.ts'
import { flag, instant, json, uuid } from './columns.ts'

/** What a person does not want, and when. */
const preferences = () => ({
  /** Minutes since midnight, Europe/Paris; both null: at any hour. From 22:00 to 07:00 is 1320 and 420. */
  quietFrom: integer(),
  quietTo: integer(),
  /** Kinds of messages that were stopped (`pushKinds` of the rules). */
  stopped: json<string[]>().notNull().default([]),
})

/** One push endpoint with its keys. */
export const device = sqliteTable(
  'device',
  {
    id: uuid().primaryKey(),
    endpoint: text().notNull(),
    p256dh: text().notNull(),
    auth: text().notNull(),
    /** SHA-256 of the secret the phone keeps: only it may change or remove its device. */
    secretHash: text().notNull(),
    /** The push key it subscribed with; null: the oldest we still have. */
    pushKey: text(),
    locale: text().notNull(),
    /** Whose phone it is, once somebody signed in on it: their preferences are those of all their phones. */
    userId: text().references(() => user.id, { onDelete: 'set null' }),
    ...preferences(),
    /** The day (Europe/Paris) that `sentCount` counts. */
    sentDay: text(),
    sentCount: integer().notNull().default(0),
    createdAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    /** When its owner was told that it shows nothing any more; null once it gave a sign. */
    silentToldAt: instant(),
    removedAt: instant(),
  },
  (t) => [
    uniqueIndex('device_endpoint').on(t.endpoint),
    index('device_user')
      .on(t.userId)
      .where(sql`user_id is not null`),
    index('device_unheard')
      .on(t.lastSeenAt)
      .where(sql`removed_at is null and silent_told_at is null`),
    index('device_gone')
      .on(t.removedAt)
      .where(sql`removed_at is not null`),
  ],
)

/** The preferences of an account, which each of its phones has a copy of. */
export const pushPreference = sqliteTable('push_preference', {
  userId: text()
    .primaryKey()
    .references(() => user.id, { onDelete: 'cascade' }),
  ...preferences(),
  updatedAt: instant().notNull(),
})

/** Domain events not yet turned into notifications. Written in the transaction of the change it tells of. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: uuid().primaryKey(),
    territorySiren: text().notNull(),
    /** `incident.status-changed` and such. */
    topic: text().notNull(),
    /** What it is about: order is kept per subject. */
    subject: text().notNull(),
    payload: json<Record<string, unknown>>().notNull(),
    /** Whom it was told to so far, where there are too many for one transaction: what the handler goes on from. */
    cursor: text(),
    createdAt: instant().notNull(),
    doneAt: instant(),
    leaseOwner: text(),
    leaseUntil: instant(),
    attempts: integer().notNull().default(0),
    lastError: text(),
  },
  (t) => [
    index('outbox_todo')
      .on(t.createdAt, t.id)
      .where(sql`done_at is null`),
    index('outbox_subject').on(t.subject),
    index('outbox_done')
      .on(t.doneAt)
      .where(sql`done_at is not null`),
  ],
)

/** `operator`: another operator of shared rides, by its interface. */
export type Channel = 'email' | 'push' | 'sms' | 'operator'
/** `lastError` of a message that waits for the end of a person's quiet hours. */
export const quietError = 'quiet-hours'
export type NotificationState = 'pending' | 'sent' | 'failed' | 'dropped'

/** One message to one person on one channel: unique by cause, person and channel. */
export const notification = sqliteTable(
  'notification',
  {
    id: uuid().primaryKey(),
    outboxId: uuid()
      .notNull()
      .references(() => outbox.id),
    channel: text().$type<Channel>().notNull(),
    /** The follower, member or device this goes to, e.g. `follower:<id>`. */
    person: text().notNull(),
    subject: text().notNull(),
    /** An email address, a device or an operator id: erased once sent. */
    address: text(),
    payload: json<Record<string, unknown>>().notNull(),
    state: text().$type<NotificationState>().notNull().default('pending'),
    attempts: integer().notNull().default(0),
    nextAt: instant().notNull(),
    leaseOwner: text(),
    leaseUntil: instant(),
    sentAt: instant(),
    lastError: text(),
    urgent: flag().notNull().default(false),
    /** The phone said that it showed it: for counts alone, and gone with the row. */
    shown: flag().notNull().default(false),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('notification_once').on(t.outboxId, t.person, t.channel),
    index('notification_todo')
      .on(t.channel, t.urgent, t.nextAt, t.id)
      .where(sql`state = 'pending'`),
    // What waits for a phone goes with its person to another.
    index('notification_waiting')
      .on(t.address)
      .where(sql`state = 'pending' and channel = 'push'`),
    // Finds what must go to this person before, even when thousands are told of one subject.
    index('notification_order').on(t.subject, t.person, t.channel, t.createdAt),
  ],
)
