import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { event } from './agenda-events.ts'
import { alert } from './alerts-published.ts'
import { instant, json, uuid } from './columns.ts'
import { territory } from './territory.ts'
import type { WishedEvents } from './wishes.ts'

/** Somebody who gave their town hall a number to be called at when an alert leaves. */
export const phoneListed = sqliteTable(
  'phone_listed',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    communeCode: text().notNull(),
    firstName: text().notNull(),
    lastName: text().notNull(),
    /** `lefebvre simone`, without accents: the order of the list. */
    nameKey: text().notNull(),
    /** E.164: +33327630674. */
    phone: text().notNull(),
    /** What the caller must know, on a line: « entend mal », « après 10 h ». */
    note: text(),
    /** Bits, in the order of `alertKinds`. */
    kinds: integer().notNull(),
    /** When the person agreed last that all this be kept, and who asked them. */
    consentAt: instant().notNull(),
    consentByUserId: text().notNull(),
    createdAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    // Two people may share a telephone; nobody is called twice.
    uniqueIndex('phone_listed_once').on(t.communeCode, t.phone, t.nameKey),
    index('phone_listed_order').on(t.territorySiren, t.communeCode, t.nameKey, t.id),
    index('phone_listed_consent').on(t.consentAt),
  ],
)

/** Whether somebody of the list answered, when called about an alert. */
export const phoneListCall = sqliteTable(
  'phone_list_call',
  {
    alertId: uuid()
      .notNull()
      .references(() => alert.id, { onDelete: 'cascade' }),
    personId: uuid()
      .notNull()
      .references(() => phoneListed.id, { onDelete: 'cascade' }),
    /** Null: the mark was taken back. */
    outcome: text().$type<'called' | 'no-answer'>(),
    /** Of the alert as they were told it: told again of a later one, they are to be called again. */
    edition: integer().notNull(),
    markedAt: instant().notNull(),
    markedByUserId: text().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.alertId, t.personId] }),
    index('phone_list_call_person').on(t.personId),
    index('phone_list_call_marked').on(t.markedAt),
  ],
)

export const phoneFollowKinds = ['event', 'week', 'search'] as const
export type PhoneFollowKind = (typeof phoneFollowKinds)[number]
/** A search of the agenda, as a wish of kind `events` keeps it. */
export type FollowedSearch = { query: Record<string, string>; communes: string[]; asked: WishedEvents }

/** What somebody of the list asked to be called about: an event, their commune's week, new events of a search. */
export const phoneListedFollow = sqliteTable(
  'phone_listed_follow',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => phoneListed.id, { onDelete: 'cascade' }),
    kind: text().$type<PhoneFollowKind>().notNull(),
    /** `event:<id>`, `week`, or the search as text: nobody is called twice for one thing. */
    key: text().notNull(),
    eventId: uuid().references(() => event.id, { onDelete: 'cascade' }),
    search: json<FollowedSearch>(),
    /** What is newer is told at the next call: when they were told last, at first when it was noted. */
    toldAt: instant().notNull(),
    /** What `toldAt` was before the last call, which may be taken back; null once it may not. */
    toldBefore: instant(),
    /** Of the last call; null: none yet, or taken back. */
    outcome: text().$type<'called' | 'no-answer'>(),
    markedAt: instant(),
    toldByUserId: text(),
    createdAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    uniqueIndex('phone_listed_follow_once').on(t.personId, t.key),
    index('phone_listed_follow_person').on(t.personId, t.id),
    index('phone_listed_follow_event')
      .on(t.eventId)
      .where(sql`event_id is not null`),
  ],
)
