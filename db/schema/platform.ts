import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { instant } from './columns.ts'

/** The answer given to a write, kept 7 days: the same key with the same body gets it again. */
export const idempotency = sqliteTable(
  'idempotency',
  {
    key: text().notNull(),
    /** Method and path: one key names one write. */
    route: text().notNull(),
    requestHash: text().notNull(),
    status: integer().notNull(),
    response: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.route] }), index('idempotency_age').on(t.createdAt)],
)

export const rateLimit = sqliteTable(
  'rate_limit',
  {
    /** Rule and a keyed hash of the address or device: never the address itself. */
    key: text().primaryKey(),
    windowStart: instant().notNull(),
    count: integer().notNull(),
  },
  (t) => [index('rate_limit_age').on(t.windowStart)],
)
