import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { device } from './alerts.ts'
import { flag, instant, json, uuid } from './columns.ts'
import { territory } from './territory.ts'

export const alertKinds = [
  'danger',
  'roads',
  'utilities',
  'school',
  'collection',
  'town-hall',
  'life',
] as const
export type AlertKind = (typeof alertKinds)[number]
/** `waiting`: for a second person to agree. `scheduled`: leaves at `publishAt`. */
export const alertStatuses = ['draft', 'waiting', 'scheduled', 'published', 'ended'] as const
export type AlertStatus = (typeof alertStatuses)[number]
/** The same message in other languages than French. */
export type AlertTranslations = { [language in 'en' | 'nl']?: { title: string; words: string } }

/** A surface drawn by hand: GeoJSON (RFC 7946), one closed ring, six decimals. */
export type AlertArea = { type: 'Polygon'; coordinates: [lon: number, lat: number][][] }

/** A message that a commune, or the territory, sends to its residents. */
export const alert = sqliteTable(
  'alert',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    kind: text().$type<AlertKind>().notNull(),
    status: text().$type<AlertStatus>().notNull(),
    /** In whose name: the commune's body, or the territory. As it was called then. */
    issuer: text().notNull(),
    title: text().notNull(),
    words: text().notNull(),
    /** A street or a place, in words. */
    street: text(),
    /** Drawn on the map; its communes are those it touches. */
    area: json<AlertArea>(),
    translations: json<AlertTranslations>().notNull().default({}),
    /** A picture, of `media`, and what it shows in words. */
    imageId: uuid(),
    imageAlt: text(),
    imageWidth: integer(),
    imageHeight: integer(),
    /** A PDF, of `media`: its name and bytes. */
    documentId: uuid(),
    documentName: text(),
    documentBytes: integer(),
    /** Concerns every commune, also one that joins later. */
    whole: flag().notNull().default(false),
    startsAt: instant().notNull(),
    /** An end that staff give early replaces the one foreseen: what is past is past for every list. */
    endsAt: instant().notNull(),
    /** When it leaves; null: as soon as it may. */
    publishAt: instant(),
    publishedAt: instant(),
    /** Last time what people read of it changed. */
    changedAt: instant(),
    /** 1 when it is published, one more at each correction: CAP names the one it replaces. */
    edition: integer().notNull().default(0),
    /** The last edition that phones were, or are being, told of: an event of an earlier one tells nobody. */
    toldEdition: integer().notNull().default(0),
    /** What staff said as they ended it before its time. */
    endWords: text(),
    createdAt: instant().notNull(),
    createdByUserId: text(),
    updatedAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('alert_published')
      .on(t.territorySiren, t.publishedAt, t.id)
      .where(sql`published_at is not null`),
    // Of what is in force, the few that end after now.
    index('alert_end')
      .on(t.territorySiren, t.endsAt, t.id)
      .where(sql`published_at is not null`),
    index('alert_unpublished')
      .on(t.territorySiren, t.updatedAt, t.id)
      .where(sql`published_at is null`),
    index('alert_image')
      .on(t.imageId)
      .where(sql`image_id is not null`),
    index('alert_document')
      .on(t.documentId)
      .where(sql`document_id is not null`),
    index('alert_to_publish')
      .on(t.publishAt)
      .where(sql`status = 'scheduled'`),
  ],
)

/** Communes an alert is for; none when it is for the whole territory. */
export const alertCommune = sqliteTable(
  'alert_commune',
  {
    alertId: uuid()
      .notNull()
      .references(() => alert.id, { onDelete: 'cascade' }),
    communeCode: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.alertId, t.communeCode] }), index('alert_commune_code').on(t.communeCode)],
)

export const alertEntryKinds = [
  'created',
  'edited',
  'asked',
  'approved',
  'refused',
  'scheduled',
  'published',
  'corrected',
  'ended',
] as const
export type AlertEntryKind = (typeof alertEntryKinds)[number]

/** Who did what with an alert, and what it said then: read by staff. */
export const alertEntry = sqliteTable(
  'alert_entry',
  {
    id: uuid().primaryKey(),
    alertId: uuid()
      .notNull()
      .references(() => alert.id, { onDelete: 'cascade' }),
    at: instant().notNull(),
    /** Null when the clock did it. */
    userId: text(),
    kind: text().$type<AlertEntryKind>().notNull(),
    words: text(),
  },
  (t) => [index('alert_entry_order').on(t.alertId, t.at, t.id)],
)

/** A message kept to be written again: no place, no moment, nobody in it. */
export const alertTemplate = sqliteTable(
  'alert_template',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    /** Whose it is; null: offered to every commune of the territory. */
    communeCode: text(),
    kind: text().$type<AlertKind>().notNull(),
    title: text().notNull(),
    words: text().notNull(),
    /** What to do, as the last paragraph of the message. */
    advice: text(),
    translations: json<AlertTranslations>().notNull().default({}),
    updatedAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [index('alert_template_list').on(t.territorySiren, t.title, t.id)],
)

/** Whether a second person must agree before an alert of danger leaves. */
export const alertSettings = sqliteTable('alert_settings', {
  territorySiren: text()
    .primaryKey()
    .references(() => territory.siren),
  dangerByTwo: flag().notNull().default(false),
  version: integer().notNull().default(1),
})

/** A phone’s standing wish to be told of the alerts of a commune. */
export const alertSubscription = sqliteTable(
  'alert_subscription',
  {
    id: uuid().primaryKey(),
    territorySiren: text().notNull(),
    communeCode: text().notNull(),
    deviceId: uuid()
      .notNull()
      .references(() => device.id, { onDelete: 'cascade' }),
    /** Bits, in the order of `alertKinds`. */
    kinds: integer().notNull(),
    locale: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('alert_subscription_device').on(t.deviceId, t.communeCode),
    index('alert_subscription_commune').on(t.communeCode, t.id),
  ],
)
