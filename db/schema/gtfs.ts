/** Timetables of buses, as their operators publish them (GTFS), for departures near an aire and beside rides. */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { flag, instant, json, uuid } from './columns.ts'
import { territory } from './territory.ts'

export const busModes = ['bus', 'tram', 'train', 'boat', 'other'] as const
export type BusMode = (typeof busModes)[number]

/**
 * A feed that a territory reads. What it holds is written under a new edition, which takes the place of the former one
 * at once: a feed half read is never seen.
 */
export const gtfsFeed = sqliteTable(
  'gtfs_feed',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    name: text().notNull(),
    /** Null for a file given once, by the command. */
    url: text(),
    /** Under which its data may be used, as said by whoever added it. */
    licence: text(),
    /** Whose rows are shown; null as long as nothing was read. */
    edition: integer(),
    timezone: text().notNull().default('Europe/Paris'),
    /** As the feed says of itself. */
    publisher: text(),
    publisherUrl: text(),
    feedVersion: text(),
    /** YYYY-MM-DD: the first and the last day on which something runs. */
    startsOn: text(),
    endsOn: text(),
    /** When the edition shown was read, and when a reading was last tried. */
    readAt: instant(),
    triedAt: instant(),
    /** When it is to be read next; null: never by itself. */
    nextAt: instant(),
    etag: text(),
    lastModified: text(),
    contentHash: text(),
    /** Of the edition shown: counts, and what was refused or repaired, by file and line. */
    report: json<Record<string, unknown>>(),
    /** Why the last reading failed; null when it did not. */
    error: json<Record<string, unknown>>(),
    failures: integer().notNull().default(0),
    createdAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('gtfs_feed_territory').on(t.territorySiren, t.createdAt, t.id),
    index('gtfs_feed_due')
      .on(t.nextAt)
      .where(sql`next_at is not null`),
  ],
)

/** Editions that have rows: those of a reading that was cut short, or of a feed removed, are cleared by this list. */
export const gtfsEdition = sqliteTable('gtfs_edition', {
  edition: integer().primaryKey({ autoIncrement: true }),
  feedId: uuid().notNull(),
  /** When it was begun, or when another took its place: an hour later nobody writes it, nor reads it. */
  touchedAt: instant().notNull(),
})

/** Within the territory or its margin. Numbers are those of one edition, in the order of the files. */
export const gtfsStop = sqliteTable(
  'gtfs_stop',
  {
    edition: integer().notNull(),
    no: integer().notNull(),
    name: text().notNull(),
    lat: real().notNull(),
    lon: real().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.edition, t.no] }),
    // Stops are asked for by a box around a place.
    index('gtfs_stop_place').on(t.edition, t.lat, t.lon, t.no, t.name),
  ],
)

export const gtfsRoute = sqliteTable(
  'gtfs_route',
  {
    edition: integer().notNull(),
    no: integer().notNull(),
    /** What is written on the bus: `401`; else its long name. */
    name: text().notNull(),
    mode: text().$type<BusMode>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.edition, t.no] })],
)

/** On which days trips run: a character a day from `firstDay` (days since 1970), `1` when they do. */
export const gtfsService = sqliteTable(
  'gtfs_service',
  {
    edition: integer().notNull(),
    no: integer().notNull(),
    firstDay: integer().notNull(),
    days: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.edition, t.no] })],
)

export const gtfsTrip = sqliteTable(
  'gtfs_trip',
  {
    edition: integer().notNull(),
    no: integer().notNull(),
    routeNo: integer().notNull(),
    headsign: text(),
    /** Comes every so many minutes: its times are about right. */
    about: flag().notNull(),
  },
  (t) => [primaryKey({ columns: [t.edition, t.no] })],
)

/**
 * A trip at a stop. Seconds count from noon minus twelve hours of the day of service, and pass 24 h. Without rowid (see
 * its migration): the key alone finds and holds what leaves a stop between two times.
 */
export const gtfsStopTime = sqliteTable(
  'gtfs_stop_time',
  {
    edition: integer().notNull(),
    stopNo: integer().notNull(),
    departs: integer().notNull(),
    tripNo: integer().notNull(),
    /** Its rank in the trip. */
    place: integer().notNull(),
    arrives: integer().notNull(),
    serviceNo: integer().notNull(),
    /** 1: one may board; 2: one may alight; 4: only when asked for before. */
    flags: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.edition, t.stopNo, t.departs, t.tripNo, t.place] })],
)
