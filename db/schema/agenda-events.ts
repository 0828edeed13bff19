/** An event, its addresses and its dates: what the lists, the pages and the exports read. */
import { sql } from 'drizzle-orm'
import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type {
  AccessibilityCode,
  AttendanceMode,
  EventDeclineReason,
  EventStatus,
  Schedule,
  Setting,
} from './agenda.ts'
import { organizer, place } from './agenda-places.ts'
import { flag, instant, json, uuid } from './columns.ts'
import { commune, territory } from './territory.ts'

export const event = sqliteTable(
  'event',
  {
    /** The stable row number that the full-text index refers to. */
    seq: integer().primaryKey({ autoIncrement: true }),
    id: uuid().notNull().unique(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    /** Null for what is online only. */
    communeCode: text().references(() => commune.code),
    placeId: uuid().references(() => place.id),
    organizerId: uuid().references(() => organizer.id),
    /** Name shown when there is no organizer account. */
    organizerName: text(),
    status: text().$type<EventStatus>().notNull(),
    /** Readable end of its address; the day of its first date goes before it. */
    slug: text().notNull(),
    title: text().notNull(),
    description: text().notNull().default(''),
    schedule: json<Schedule>().notNull(),
    attendanceMode: text().$type<AttendanceMode>().notNull().default('offline'),
    onlineUrl: text(),
    setting: text().$type<Setting>(),
    free: flag(),
    price: text(),
    ageMin: integer(),
    ageMax: integer(),
    accessibility: json<AccessibilityCode[]>().notNull().default([]),
    keywords: json<string[]>().notNull().default([]),
    categoryIds: json<string[]>().notNull().default([]),
    bookingUrl: text(),
    bookingPhone: text(),
    bookingEmail: text(),
    imageId: uuid(),
    imageDescription: text(),
    imageCredit: text(),
    /** A person has looked at the image. */
    imageChecked: flag().notNull().default(false),
    /** UTC instants, kept with the occurrences. Null: none to come within the horizon. */
    firstStartAt: instant(),
    lastEndAt: instant(),
    /** How far the rule's dates are written as rows; null when all of them are. */
    expandedUntil: instant(),
    /** Lists that its dates are in, and what narrows them there: made by `listingOf` of listing.rules.ts at each write. */
    listKeys: json<number[]>().notNull().default([]),
    listBits: integer().notNull().default(0),
    /** RFC 5545 SEQUENCE: grows when dates, place or status change. */
    sequence: integer().notNull().default(0),
    declineReason: text().$type<EventDeclineReason>(),
    /** Said to those who read or follow it: why it was declined or cancelled. */
    statusWords: text(),
    /** Event that takes the place of this one. */
    replacedById: uuid(),
    /** SHA-256 of the author's private link. */
    secretHash: text().notNull(),
    locale: text().notNull(),
    /** Set by whoever entered or imported it: `web`, `staff`, `ical`, `csv`, `openagenda`, `territory`. */
    origin: text().notNull().default('web'),
    /** Source and id it has there, for what was imported. */
    sourceId: uuid(),
    sourceUid: text(),
    sourceUrl: text(),
    /** Folded title and first day: finds what came by two ways. */
    sameKey: text().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    submittedAt: instant(),
    publishedAt: instant(),
    decidedAt: instant(),
    version: integer().notNull().default(1),
  },
  (t) => [
    uniqueIndex('event_secret').on(t.secretHash),
    uniqueIndex('event_imported').on(t.sourceId, t.sourceUid),
    index('event_same').on(t.territorySiren, t.sameKey),
    index('event_queue').on(t.territorySiren, t.status, t.submittedAt, t.id),
    // What was decided, the newest first: SQLite ends every index with the row number.
    index('event_status').on(t.territorySiren, t.status),
    index('event_commune').on(t.communeCode, t.status),
    index('event_unchecked')
      .on(t.territorySiren, t.publishedAt, t.id)
      .where(sql`status = 'published' and image_id is not null and image_checked = 0`),
    // What anyone may read since an instant.
    index('event_published')
      .on(t.territorySiren, t.publishedAt)
      .where(sql`status = 'published'`),
    index('event_organizer').on(t.organizerId, t.status, t.firstStartAt),
    // What its people manage, the newest first: SQLite ends every index with the row number.
    index('event_of_organizer').on(t.organizerId),
    index('event_place').on(t.placeId),
    index('event_image').on(t.imageId),
    index('event_expansion')
      .on(t.expandedUntil)
      .where(sql`expanded_until is not null`),
    index('event_age').on(t.lastEndAt),
    index('event_unconfirmed')
      .on(t.createdAt)
      .where(sql`status = 'draft'`),
  ],
)

/**
 * Every address an event has had since anyone could see it: the first day, then the slug. One that was printed or
 * shared still leads to the event after its date moved, and no two events have the same.
 */
export const eventAddress = sqliteTable(
  'event_address',
  {
    address: text().primaryKey(),
    eventSeq: integer()
      .notNull()
      .references(() => event.seq, { onDelete: 'cascade' }),
  },
  (t) => [index('event_address_event').on(t.eventSeq)],
)

/**
 * One start and end of an event, filled from its schedule. Triggers keep `occurrence_key` in step with it: for each list
 * that a listed date is in, its place by time. That is what lists walk, so that a page costs the same at any size.
 */
export const occurrence = sqliteTable(
  'occurrence',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    eventSeq: integer()
      .notNull()
      .references(() => event.seq, { onDelete: 'cascade' }),
    /** Wall start that the schedule gave it: names it whatever it became (RECURRENCE-ID). */
    recurrence: text().notNull(),
    startAt: instant().notNull(),
    endAt: instant().notNull(),
    /** Wall times, in the event's zone. */
    start: text().notNull(),
    end: text().notNull(),
    allDay: flag().notNull(),
    cancelled: flag().notNull().default(false),
    moved: flag().notNull().default(false),
    reason: text(),
    /** Anyone may see it in lists: its event is published, or was before it was cancelled. */
    listed: flag().notNull(),
    /**
     * Place in every list: the minute it starts in (since 2000), then the event. Null when not listed. Two dates of an
     * event in one minute are one line.
     */
    ord: integer().generatedAlwaysAs(
      sql`case when listed then (start_at / 60000 - 15778080) * 134217728 + event_seq end`,
      { mode: 'virtual' },
    ),
    /** Copied from the event, for the map and what lasts over a day. */
    territorySiren: text().notNull(),
    communeCode: text(),
    lon: real(),
    lat: real(),
  },
  (t) => [
    uniqueIndex('occurrence_once').on(t.eventSeq, t.recurrence),
    index('occurrence_ord').on(t.ord, t.endAt),
    index('occurrence_event').on(t.eventSeq, t.ord),
    // What runs for some days, and what runs for longer: found when it began before a list does.
    index('occurrence_days')
      .on(t.territorySiren, t.ord, t.endAt)
      .where(sql`end_at - start_at > 86400000 and end_at - start_at <= 691200000`),
    index('occurrence_long')
      .on(t.territorySiren, t.endAt, t.ord)
      .where(sql`end_at - start_at > 691200000`),
  ],
)
