import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, instant, json, uuid } from './columns.ts'
import { territory } from './territory.ts'

export const aireSources = ['bnlc', 'territory'] as const
export type AireSource = (typeof aireSources)[number]
export const travelSources = ['osrm', 'estimate'] as const
export type TravelSource = (typeof travelSources)[number]

/** What a territory says of an aire otherwise than its source does; what it does not say stays the source's. */
export type AireCorrections = {
  name?: string
  address?: string
  /** Both or neither. */
  lon?: number
  lat?: number
  spaces?: number
  accessibleSpaces?: number
  lit?: boolean
  openingHours?: string
}

/**
 * A carpool site of the national base, or one that a territory added. Its communes are codes without a reference: the
 * country is wider than our territories. Never deleted: trips and past bookings name it.
 */
export const aire = sqliteTable(
  'aire',
  {
    id: uuid().primaryKey(),
    source: text().$type<AireSource>().notNull(),
    /** `id_lieu`: of the national base, or the one under which a territory submits its own. */
    bnlcId: text().notNull(),
    /** The territory that added it; kept when the national base takes it over. */
    ownerSiren: text().references(() => territory.siren),
    demo: flag().notNull().default(false),
    localId: text(),
    name: text().notNull(),
    address: text(),
    /** As the source wrote them: often in capitals, at times a postal code. */
    declaredCommune: text(),
    declaredInsee: text(),
    /** Where the point is, by boundaries; the declared one where no boundary is known. */
    communeCode: text().notNull(),
    communeName: text(),
    /** One of `aireKinds`. */
    kind: text().notNull(),
    /** YYYY-MM-DD, as the source says. */
    updatedOn: text(),
    open: flag().notNull().default(true),
    /** SIREN of who gave the data to the base. */
    dataSource: text(),
    lon: real().notNull(),
    lat: real().notNull(),
    spaces: integer(),
    accessibleSpaces: integer(),
    maxStayMinutes: integer(),
    /** As OpenStreetMap writes them. */
    openingHours: text(),
    owner: text(),
    lit: flag(),
    comment: text(),
    /** No longer in its source: readable, in no selection. */
    withdrawnAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    uniqueIndex('aire_bnlc').on(t.bnlcId),
    index('aire_source')
      .on(t.source)
      .where(sql`withdrawn_at is null`),
    index('aire_owner')
      .on(t.ownerSiren, t.id)
      .where(sql`owner_siren is not null`),
    // A selection asks for a box around a territory.
    index('aire_place')
      .on(t.lat, t.lon)
      .where(sql`withdrawn_at is null`),
  ],
)

/**
 * An aire in the selection of a territory: inside it, or within its margin. Holds what the territory says of the aire,
 * and, worked out from both, what lists sort and filter by. A row stays when the aire leaves the selection.
 */
export const territoryAire = sqliteTable(
  'territory_aire',
  {
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    aireId: uuid()
      .notNull()
      .references(() => aire.id),
    /** In one of the territory's communes, and not only near. */
    inside: flag().notNull(),
    /** Within the margin, not withdrawn, not hidden: people may leave from it. */
    listed: flag().notNull(),
    /** Worked out: the corrected value where there is one. */
    name: text().notNull(),
    lon: real().notNull(),
    lat: real().notNull(),
    communeCode: text().notNull(),
    communeName: text(),
    /** Words of name, address and commune without accents, each preceded by a space: prefixes are searched in it. */
    search: text().notNull(),
    corrections: json<AireCorrections>().notNull().default({}),
    photoId: uuid(),
    description: text(),
    sheltered: flag(),
    charging: flag(),
    bikes: flag(),
    busLines: json<string[]>().notNull().default([]),
    accessibility: text(),
    /** Whether people may wait here to change cars; null: as the kind of place suggests. */
    waiting: flag(),
    hidden: flag().notNull().default(false),
    updatedAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.territorySiren, t.aireId] }),
    index('territory_aire_list').on(t.territorySiren, t.listed, t.name, t.aireId),
    index('territory_aire_commune').on(t.territorySiren, t.communeCode, t.listed, t.name, t.aireId),
    index('territory_aire_aire').on(t.aireId),
    index('territory_aire_photo')
      .on(t.photoId)
      .where(sql`photo_id is not null`),
  ],
)

/** How long one drives from one aire to another, each way by itself. Filled outside searches, and read whole. */
export const travelTime = sqliteTable(
  'travel_time',
  {
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    originId: uuid().notNull(),
    destinationId: uuid().notNull(),
    /** Whole seconds; null when there is no road. */
    seconds: integer(),
    metres: integer(),
    source: text().$type<TravelSource>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territorySiren, t.originId, t.destinationId] }),
    index('travel_time_source').on(t.territorySiren, t.source, t.originId),
  ],
)

/** What a territory decided of its selection, and a number that grows whenever that, or its travel times, change. */
export const aireEdition = sqliteTable('aire_edition', {
  territorySiren: text()
    .primaryKey()
    .references(() => territory.siren),
  edition: integer().notNull().default(0),
  /** People also go to the towns around: metres beyond the boundary. */
  marginMetres: integer().notNull().default(15_000),
  version: integer().notNull().default(1),
})
