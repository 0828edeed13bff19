import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, instant, uuid } from './columns.ts'
import { territory } from './territory.ts'

/** An address of CAP or Atom that a territory reads: weather vigilance, the prefecture. */
export const outsideFeed = sqliteTable(
  'outside_feed',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    /** The origin, as residents read it: « Préfecture du Nord ». */
    name: text().notNull(),
    url: text().notNull(),
    etag: text(),
    lastModified: text(),
    /** When it is to be read next. */
    nextAt: instant().notNull(),
    triedAt: instant(),
    readAt: instant(),
    failures: integer().notNull().default(0),
    /** Why the last reading failed: a stable code. */
    error: text(),
    /** Messages of the last reading that were left out: changed without saying so, or not understood. */
    refused: integer().notNull().default(0),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('outside_feed_address').on(t.territorySiren, t.url),
    index('outside_feed_due').on(t.nextAt),
  ],
)

export const outsideSeverities = ['extreme', 'severe', 'moderate', 'minor', 'unknown'] as const
export type OutsideSeverity = (typeof outsideSeverities)[number]

/** A message of such a feed: shown with its origin, never sent as ours. */
export const outsideAlert = sqliteTable(
  'outside_alert',
  {
    id: uuid().primaryKey(),
    feedId: uuid()
      .notNull()
      .references(() => outsideFeed.id, { onDelete: 'cascade' }),
    territorySiren: text().notNull(),
    /** As its sender made it: unique in the feed. */
    identifier: text().notNull(),
    sentAt: instant().notNull(),
    /** SHA-256 of what it said: another content under the same name and instant is a lie. */
    contentHash: text().notNull(),
    severity: text().$type<OutsideSeverity>().notNull(),
    event: text().notNull(),
    title: text().notNull(),
    words: text().notNull(),
    areaWords: text(),
    /** Page of its sender. */
    web: text(),
    language: text().notNull(),
    /** No area that we know: the whole territory. */
    whole: flag().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    /** Cancelled, replaced, or no longer in its feed. */
    goneAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('outside_alert_once').on(t.feedId, t.identifier),
    index('outside_alert_current')
      .on(t.territorySiren, t.endsAt, t.id)
      .where(sql`gone_at is null`),
    index('outside_alert_end').on(t.endsAt),
  ],
)

/** Communes of the territory that it concerns. */
export const outsideAlertCommune = sqliteTable(
  'outside_alert_commune',
  {
    outsideAlertId: uuid()
      .notNull()
      .references(() => outsideAlert.id, { onDelete: 'cascade' }),
    communeCode: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.outsideAlertId, t.communeCode] })],
)
