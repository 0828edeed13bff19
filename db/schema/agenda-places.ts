/** What the events of a territory refer to, and that outlives them: its kinds of events, its places, its organizers. */
import { sql } from 'drizzle-orm'
import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { AccessibilityCode, OrganizerKind } from './agenda.ts'
import { flag, instant, json, uuid } from './columns.ts'
import { commune, territory } from './territory.ts'

/** Kind of event, chosen by a territory: concert, marché, sport … */
export const eventCategory = sqliteTable(
  'event_category',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    slug: text().notNull(),
    name: text().notNull(),
    icon: text().notNull(),
    position: integer().notNull(),
    active: flag().notNull().default(true),
    version: integer().notNull().default(1),
  },
  (t) => [uniqueIndex('event_category_slug').on(t.territorySiren, t.slug)],
)

/** Where events take place: shared by all, cleaned by moderators. */
export const place = sqliteTable(
  'place',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    communeCode: text()
      .notNull()
      .references(() => commune.code),
    name: text().notNull(),
    /** Name without accents or capitals: what typing is compared with. */
    foldedName: text().notNull(),
    address: text(),
    lon: real().notNull(),
    lat: real().notNull(),
    /** The position is only the commune's centre. */
    positionApproximate: flag().notNull().default(false),
    accessibility: json<AccessibilityCode[]>().notNull().default([]),
    /** Offered to others once a moderator has seen it. */
    approved: flag().notNull().default(false),
    /** The place this one turned out to be. */
    mergedIntoId: uuid(),
    createdAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('place_name').on(t.territorySiren, t.foldedName),
    index('place_commune').on(t.communeCode, t.foldedName),
    // What moderators have not seen yet, the oldest first.
    index('place_unseen')
      .on(t.territorySiren, t.createdAt, t.id)
      .where(sql`approved = 0 and merged_into_id is null`),
    index('place_merged')
      .on(t.mergedIntoId)
      .where(sql`merged_into_id is not null`),
  ],
)

/** An association, a shop or a commune that publishes; its people hold the role `organizer` in the scope of its id. */
export const organizer = sqliteTable(
  'organizer',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    kind: text().$type<OrganizerKind>().notNull(),
    name: text().notNull(),
    slug: text().notNull(),
    foldedName: text().notNull(),
    description: text(),
    website: text(),
    email: text(),
    phone: text(),
    communeCode: text().references(() => commune.code),
    /** Publishes without waiting. Given and taken back by moderators. */
    trusted: flag().notNull().default(false),
    active: flag().notNull().default(true),
    createdAt: instant().notNull(),
    /** When one of its people, come in by the link of the mail, said that it is theirs. Unknown to others before. */
    confirmedAt: instant(),
    version: integer().notNull().default(1),
  },
  (t) => [
    uniqueIndex('organizer_slug').on(t.territorySiren, t.slug),
    index('organizer_name').on(t.territorySiren, t.foldedName),
    index('organizer_unconfirmed')
      .on(t.createdAt)
      .where(sql`confirmed_at is null`),
  ],
)
