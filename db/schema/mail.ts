import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { instant, json, uuid } from './columns.ts'

/** Mail kept here when no mail server is configured: read on the demo's mailbox page, never in production. */
export const localMail = sqliteTable(
  'local_mail',
  {
    id: uuid().primaryKey(),
    at: instant().notNull(),
    recipient: text().notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    html: text(),
    headers: json<Record<string, string>>().notNull().default({}),
  },
  (t) => [index('local_mail_latest').on(t.at, t.id)],
)
