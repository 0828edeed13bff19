import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, instant, json, uuid } from './columns.ts'
import { commune, territory } from './territory.ts'

/** `draft`: sent, but its author has not confirmed their address yet. What is over is "past" by its dates, not a status. */
export const eventStatuses = ['draft', 'submitted', 'published', 'declined', 'cancelled'] as const
export type EventStatus = (typeof eventStatuses)[number]
export const eventDeclineReasons = [
  'duplicate',
  'not-an-event',
  'commercial',
  'not-here',
  'not-enough',
  'other',
] as const
export type EventDeclineReason = (typeof eventDeclineReasons)[number]
/** schema.org's EventAttendanceMode, and OpenAgenda's `attendanceMode` 1, 2, 3. */
export const attendanceModes = ['offline', 'online', 'mixed'] as const
export type AttendanceMode = (typeof attendanceModes)[number]
export const settings = ['indoor', 'outdoor', 'both'] as const
export type Setting = (typeof settings)[number]
/** OpenAgenda's codes: hearing, mental, visual, psychic, motor. */
export const accessibilityCodes = ['hi', 'ii', 'vi', 'pi', 'mi'] as const
export type AccessibilityCode = (typeof accessibilityCodes)[number]
export const organizerKinds = ['association', 'business', 'commune', 'other'] as const
export type OrganizerKind = (typeof organizerKinds)[number]

/** Wall-clock start and end in the schedule's zone: `2026-12-05T19:00`; of an all-day one, days: `2026-12-05`, end included. */
export type WallSpan = { start: string; end: string }
/** One date of a series that is not as the rule says. `recurrence` is the wall start that the rule gave it. */
export type ScheduleChange = {
  recurrence: string
  /** Another start and end; absent when the date keeps its own. */
  span?: WallSpan
  cancelled?: boolean
  /** Why, for those who meant to come. */
  reason?: string
}
export type Schedule = {
  zone: string
  allDay: boolean
  /** One date, or several; with a rule, the first only. */
  spans: WallSpan[]
  /** RFC 5545 RRULE without its name: `FREQ=WEEKLY;BYDAY=SA;UNTIL=20270630`. */
  rule?: string
  /** Wall starts that the rule gives and that do not take place (EXDATE). */
  exceptions?: string[]
  changes?: ScheduleChange[]
}

/** What a moderator or an organizer may write of an event, and what a revision proposes instead. */
export type EventContent = {
  title: string
  /** Markdown subset. */
  description: string
  schedule: Schedule
  attendanceMode: AttendanceMode
  onlineUrl: string | null
  communeCode: string | null
  placeId: string | null
  categoryIds: string[]
  setting: Setting | null
  /** Null: the organizer did not say. */
  free: boolean | null
  /** Price in words: « 5 €, gratuit avant 12 ans ». */
  price: string | null
  ageMin: number | null
  ageMax: number | null
  accessibility: AccessibilityCode[]
  keywords: string[]
  bookingUrl: string | null
  bookingPhone: string | null
  bookingEmail: string | null
  image: { mediaId: string; description: string; credit: string } | null
  /** Of an edit that waits, when it names another organizer than the event does. */
  organizerName?: string
}

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
    uniqueIndex('event_follower_device').on(t.eventId, t.deviceId),
    uniqueIndex('event_follower_stop').on(t.stopHash),
    index('event_follower_age').on(t.createdAt),
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

/** How many times a page was opened on a day: a count, and nobody in it. */
export const eventViews = sqliteTable(
  'event_views',
  { eventId: uuid().notNull(), day: text().notNull(), count: integer().notNull() },
  (t) => [primaryKey({ columns: [t.eventId, t.day] }), index('event_views_day').on(t.day)],
)

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
