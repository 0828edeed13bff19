import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, instant, json, uuid } from './columns.ts'

export type OpeningHours = {
  days: { day: number; spans: [string, string][] }[]
  /** Days unlike the others, both included; without a span: closed. */
  exceptions?: { from: string; to: string; spans: [string, string][]; words?: string }[]
  note?: string
}
export type CategoryQuestion = {
  id: string
  label: string
  kind: 'choice' | 'text' | 'yes-no'
  choices?: string[]
  required?: boolean
}
export type Publication = 'before-approval' | 'after-approval'
export const bodyKinds = ['commune', 'epci', 'departement', 'syndicat', 'other'] as const
export type BodyKind = (typeof bodyKinds)[number]

/** One EPCI and its member communes: the unit of deployment, sharding and isolation. */
export const territory = sqliteTable(
  'territory',
  {
    siren: text().primaryKey(),
    name: text().notNull(),
    slug: text().notNull(),
    /** Three letters that begin every incident reference (`LQN-26-0042`). */
    referencePrefix: text().notNull(),
    accent: text(),
    publication: text().$type<Publication>().notNull().default('after-approval'),
    /** Boundaries are nearest-centre cells, and every screen says so. */
    approximate: flag().notNull().default(false),
    demo: flag().notNull().default(false),
    version: integer().notNull().default(1),
    createdAt: instant().notNull(),
  },
  (t) => [uniqueIndex('territory_slug').on(t.slug), uniqueIndex('territory_prefix').on(t.referencePrefix)],
)

export const commune = sqliteTable(
  'commune',
  {
    code: text().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    name: text().notNull(),
    slug: text().notNull(),
    population: integer(),
    postalCodes: json<string[]>().notNull().default([]),
    lon: real().notNull(),
    lat: real().notNull(),
    /** GeoJSON Polygon or MultiPolygon, as text: read whole, once, to build the locator. */
    contour: text(),
    approximate: flag().notNull().default(false),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('commune_territory').on(t.territorySiren, t.name),
    uniqueIndex('commune_slug').on(t.territorySiren, t.slug),
  ],
)

/** Every commune of the country: names the commune of a point outside every territory. */
export const directoryCommune = sqliteTable('directory_commune', {
  code: text().primaryKey(),
  name: text().notNull(),
  epciSiren: text(),
  epciName: text(),
  contour: text().notNull(),
})

/** Who is in charge: a commune, the EPCI, the département, a syndicat. */
export const body = sqliteTable(
  'body',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    kind: text().$type<BodyKind>().notNull(),
    name: text().notNull(),
    communeCode: text().references(() => commune.code),
    email: text(),
    phone: text(),
    address: text(),
    openingHours: json<OpeningHours>(),
    active: flag().notNull().default(true),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('body_territory').on(t.territorySiren, t.kind, t.name),
    uniqueIndex('body_commune').on(t.communeCode),
  ],
)

export const category = sqliteTable(
  'category',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    slug: text().notNull(),
    name: text().notNull(),
    hint: text(),
    icon: text().notNull(),
    position: integer().notNull(),
    /** Shows the sentence for danger of life before sending. */
    emergency: flag().notNull().default(false),
    /** Others may see such incidents once published. */
    public: flag().notNull().default(true),
    /** The owner of the road at that point may be in charge instead of the commune. */
    onRoad: flag().notNull().default(false),
    questions: json<CategoryQuestion[]>().notNull().default([]),
    /** Open days within which the body in charge intends to resolve. */
    targetDays: integer().notNull().default(10),
    active: flag().notNull().default(true),
    version: integer().notNull().default(1),
  },
  (t) => [
    uniqueIndex('category_slug').on(t.territorySiren, t.slug),
    index('category_order').on(t.territorySiren, t.position),
  ],
)

/**
 * Who is in charge of a category in a commune. `communeCode` '' is the territory's default for the category;
 * `bodyId` null there means each commune's own body.
 */
export const responsibility = sqliteTable(
  'responsibility',
  {
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    categoryId: uuid()
      .notNull()
      .references(() => category.id),
    communeCode: text().notNull().default(''),
    bodyId: uuid().references(() => body.id),
    targetDays: integer(),
    version: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.categoryId, t.communeCode] }),
    index('responsibility_territory').on(t.territorySiren),
  ],
)

/** A road line with its owner, imported: proposes the body in charge of what happens on it. */
export const road = sqliteTable(
  'road',
  {
    id: text().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    ref: text().notNull(),
    name: text(),
    owner: text().notNull(),
    bodyId: uuid().references(() => body.id),
    geometry: text().notNull(),
  },
  (t) => [index('road_territory').on(t.territorySiren, t.ref)],
)

export const setting = sqliteTable('setting', {
  key: text().primaryKey(),
  value: text().notNull(),
  updatedAt: instant()
    .notNull()
    .default(sql`(unixepoch() * 1000)`),
})
