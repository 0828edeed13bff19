import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { instant, uuid } from './columns.ts'
import { departure, traveller } from './rides.ts'

export const reportDecisions = ['nothing', 'warned', 'suspended'] as const
export type ReportDecision = (typeof reportDecisions)[number]

/** Who wants no ride with whom. */
export const travellerBlock = sqliteTable(
  'traveller_block',
  {
    blockerId: uuid()
      .notNull()
      .references(() => traveller.id, { onDelete: 'cascade' }),
    blockedId: uuid()
      .notNull()
      .references(() => traveller.id, { onDelete: 'cascade' }),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.blockerId, t.blockedId] }),
    index('traveller_block_other').on(t.blockedId),
  ],
)

/** What somebody signals about somebody: read by staff. */
export const travellerReport = sqliteTable(
  'traveller_report',
  {
    id: uuid().primaryKey(),
    territorySiren: text().notNull(),
    reporterId: uuid().notNull(),
    reportedId: uuid().notNull(),
    bookingId: uuid(),
    reason: text().notNull(),
    words: text(),
    createdAt: instant().notNull(),
    settledAt: instant(),
    settledByUserId: text(),
    decision: text().$type<ReportDecision>(),
    /** What staff noted, and what the person signalled was told. */
    settledWords: text(),
    toldWords: text(),
  },
  (t) => [
    index('traveller_report_open')
      .on(t.territorySiren, t.createdAt, t.id)
      .where(sql`settled_at is null`),
    index('traveller_report_settled')
      .on(t.territorySiren, t.settledAt, t.id)
      .where(sql`settled_at is not null`),
    index('traveller_report_about').on(t.reportedId),
    index('traveller_report_reporter').on(t.reporterId),
    index('traveller_report_age').on(t.createdAt),
  ],
)

/** Suspended people who asked to be forgotten: they do not come back by signing up anew. Keyed hash of an address. */
export const travellerBarred = sqliteTable(
  'traveller_barred',
  {
    territorySiren: text().notNull(),
    emailHash: text().notNull(),
    suspendedAt: instant().notNull(),
    suspendedReason: text(),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territorySiren, t.emailHash] }),
    index('traveller_barred_age').on(t.createdAt),
  ],
)

/** A departure that its driver lets a relative look at; a passenger's link is with their booking. */
export const departureShare = sqliteTable(
  'departure_share',
  {
    departureId: uuid()
      .primaryKey()
      .references(() => departure.id, { onDelete: 'cascade' }),
    /** SHA-256 of the link; each one stopped gives way to the next. */
    shareHash: text().notNull(),
    shareTurn: integer().notNull(),
    /** Null: stopped. */
    sharedAt: instant(),
  },
  (t) => [uniqueIndex('departure_share_hash').on(t.shareHash)],
)
