/** Where events come from when nobody types them. */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { organizer } from './agenda-places.ts'
import { event } from './agenda-events.ts'
import { flag, instant, json, uuid } from './columns.ts'
import { territory } from './territory.ts'

/** A feed that events are taken from and kept in step with: iCal, OpenAgenda, or another territory's. */
export const eventSource = sqliteTable(
  'event_source',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    organizerId: uuid().references(() => organizer.id),
    kind: text().$type<'ical' | 'csv' | 'openagenda' | 'territory'>().notNull(),
    name: text().notNull(),
    /** Null for a file given once. */
    url: text(),
    /** What an event gets when its source does not say. */
    defaults: json<{ communeCode?: string; placeId?: string; categoryId?: string }>().notNull().default({}),
    /** Kilometres around the territory, for another territory's events. */
    marginKm: real(),
    etag: text(),
    lastModified: text(),
    contentHash: text(),
    /** Of the last time it was read: counts, and what was refused, line by line. */
    report: json<Record<string, unknown>>(),
    error: text(),
    failures: integer().notNull().default(0),
    readAt: instant(),
    nextAt: instant(),
    createdBy: text(),
    createdAt: instant().notNull(),
    active: flag().notNull().default(true),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('event_source_due')
      .on(t.nextAt)
      .where(sql`active = 1 and next_at is not null`),
    index('event_source_territory').on(t.territorySiren, t.createdAt),
    index('event_source_organizer').on(t.organizerId),
  ],
)

/** What a source calls an event, and what became of it here: also of those that came by another way before. */
export const eventSourceItem = sqliteTable(
  'event_source_item',
  {
    sourceId: uuid()
      .notNull()
      .references(() => eventSource.id),
    uid: text().notNull(),
    eventId: uuid()
      .notNull()
      .references(() => event.id),
    /** False: the event belongs to another source or to a person, and is left as it is. */
    owned: flag().notNull(),
    contentHash: text().notNull(),
    seenAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.sourceId, t.uid] }), index('event_source_item_event').on(t.eventId)],
)
