import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { device } from './alerts.ts'
import { instant, uuid } from './columns.ts'

/** A code that a phone shows for another to take over what it is told of: once, for a few minutes. */
export const phoneMove = sqliteTable(
  'phone_move',
  {
    /** The phone that shows it: one code at a time. */
    deviceId: uuid()
      .primaryKey()
      .references(() => device.id, { onDelete: 'cascade' }),
    /** SHA-256 of the code. */
    codeHash: text().notNull(),
    /** What the phone itself keeps of its reports and events, sealed with a key that only the code on screen holds. */
    sealed: text().notNull(),
    expiresAt: instant().notNull(),
    /** The phone that took it over: it may ask again, nobody else. */
    takenBy: uuid(),
    createdAt: instant().notNull(),
  },
  (t) => [index('phone_move_code').on(t.codeHash), index('phone_move_expiry').on(t.expiresAt)],
)
