/** Who is behind an event and who looks at it, apart from it so that each is erased in its time (docs/personal-data.md). */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { event } from './agenda-events.ts'
import { device } from './alerts.ts'
import { flag, instant, uuid } from './columns.ts'

/** How to reach the author: apart, so that it can be erased. */
export const eventContact = sqliteTable(
  'event_contact',
  {
    eventId: uuid()
      .primaryKey()
      .references(() => event.id),
    name: text(),
    email: text(),
    phone: text(),
    /** Shown on the page; else for moderators alone. */
    shown: flag().notNull().default(false),
    confirmedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [index('event_contact_age').on(t.createdAt), index('event_contact_email').on(t.email)],
)

/** Phones on which the author of an event is told of what becomes of it: they showed the private link. */
export const eventAuthorDevice = sqliteTable(
  'event_author_device',
  {
    eventId: uuid()
      .notNull()
      .references(() => event.id, { onDelete: 'cascade' }),
    deviceId: uuid()
      .notNull()
      .references(() => device.id, { onDelete: 'cascade' }),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.eventId, t.deviceId] }),
    index('event_author_device_device').on(t.deviceId),
  ],
)

/** Who wants to be told of an event's new date, place or cancellation: by email or on a device. */
export const eventFollower = sqliteTable(
  'event_follower',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => event.id),
    email: text(),
    deviceId: uuid(),
    locale: text().notNull(),
    stopHash: text().notNull(),
    confirmedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('event_follower_email').on(t.eventId, t.email),
    index('event_follower_address')
      .on(t.email)
      .where(sql`email is not null`),
    uniqueIndex('event_follower_device').on(t.eventId, t.deviceId),
    uniqueIndex('event_follower_stop').on(t.stopHash),
    index('event_follower_age').on(t.createdAt),
    index('event_follower_phone')
      .on(t.deviceId)
      .where(sql`device_id is not null`),
  ],
)

/** How many times a page was opened on a day: a count, and nobody in it. */
export const eventViews = sqliteTable(
  'event_views',
  { eventId: uuid().notNull(), day: text().notNull(), count: integer().notNull() },
  (t) => [primaryKey({ columns: [t.eventId, t.day] }), index('event_views_day').on(t.day)],
)
