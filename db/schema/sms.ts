import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { notification } from './alerts.ts'
import { instant, uuid } from './columns.ts'
import { territory } from './territory.ts'

/** What a territory is ready to pay for text messages. Without a row, none is sent. */
export const smsBudget = sqliteTable('sms_budget', {
  territorySiren: text()
    .primaryKey()
    .references(() => territory.siren),
  /** Of one segment, in thousandths of a euro. */
  price: integer().notNull(),
  /** Of a month, in thousandths of a euro. */
  monthLimit: integer().notNull(),
  version: integer().notNull().default(1),
})

/** What was set aside in a month (Europe/Paris, `2026-11`), in thousandths of a euro: never above the limit. */
export const smsSpend = sqliteTable(
  'sms_spend',
  {
    territorySiren: text().notNull(),
    month: text().notNull(),
    spent: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.territorySiren, t.month] })],
)

/** What was set aside for one message before the operator was called: a repeat is paid once. */
export const smsReserved = sqliteTable('sms_reserved', {
  notificationId: uuid()
    .primaryKey()
    .references(() => notification.id, { onDelete: 'cascade' }),
  territorySiren: text().notNull(),
  month: text().notNull(),
  cost: integer().notNull(),
  createdAt: instant().notNull(),
})
