/** What a territory decides of its agenda, and the trace of it. */
import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { EventContent } from './agenda.ts'
import { event } from './agenda-events.ts'
import { instant, json, uuid } from './columns.ts'
import { territory } from './territory.ts'

/** What a territory decides of its agenda. */
export const agendaSettings = sqliteTable('agenda_settings', {
  territorySiren: text()
    .primaryKey()
    .references(() => territory.siren),
  /** Whose queue an event comes to: its commune's moderators, or the territory's. */
  moderation: text().$type<'commune' | 'territory'>().notNull().default('territory'),
  /** Words that make an event wait even from a trusted organizer; accents and capitals aside when they are sought. */
  forbiddenWords: json<string[]>().notNull().default([]),
  version: integer().notNull().default(1),
})

/** An edit that waits while the published version stays up. At most one is pending for an event. */
export const eventRevision = sqliteTable(
  'event_revision',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => event.id),
    state: text().$type<'pending' | 'accepted' | 'declined' | 'withdrawn'>().notNull(),
    content: json<EventContent>().notNull(),
    /** Version of the event it was written against. */
    baseVersion: integer().notNull(),
    createdAt: instant().notNull(),
    decidedAt: instant(),
    version: integer().notNull().default(1),
  },
  (t) => [
    uniqueIndex('event_revision_pending')
      .on(t.eventId)
      .where(sql`state = 'pending'`),
    index('event_revision_event').on(t.eventId, t.createdAt),
    index('event_revision_queue')
      .on(t.createdAt, t.id)
      .where(sql`state = 'pending'`),
  ],
)

/** One entry of an event's history: who did what. Append only: triggers refuse UPDATE and DELETE. */
export const eventEntry = sqliteTable(
  'event_entry',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => event.id),
    at: instant().notNull(),
    authorKind: text().$type<'author' | 'organizer' | 'staff' | 'reader' | 'source' | 'system'>().notNull(),
    authorId: text(),
    /** submitted, confirmed, corrected, question, answer, approved, declined, revised, cancelled, moved, flagged … */
    kind: text().notNull(),
    words: text(),
    data: json<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    index('event_entry_history').on(t.eventId, t.at, t.id),
    // How long moderators take.
    index('event_entry_decision')
      .on(t.at, t.eventId)
      .where(sql`kind in ('approved', 'declined', 'revision-accepted', 'revision-declined')`),
  ],
)

/** A reader says that an event is wrong or has no place here. */
export const eventFlag = sqliteTable(
  'event_flag',
  {
    id: uuid().primaryKey(),
    eventId: uuid()
      .notNull()
      .references(() => event.id),
    territorySiren: text().notNull(),
    reason: text().$type<'wrong' | 'offensive' | 'fraud' | 'other'>().notNull(),
    words: text(),
    createdAt: instant().notNull(),
    settledAt: instant(),
  },
  (t) => [
    index('event_flag_event').on(t.eventId),
    index('event_flag_open')
      .on(t.territorySiren, t.createdAt, t.id)
      .where(sql`settled_at is null`),
  ],
)
