import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
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

/** What a mailbox answered to our mails, when it refused one: named by a keyed hash of its address. */
export const mailbox = sqliteTable(
  'mailbox',
  {
    key: text().primaryKey(),
    /** Since when nothing is sent to it any more. */
    stoppedAt: instant(),
    /** Days on which it refused for the moment, since `softSince`. */
    softCount: integer().notNull().default(0),
    softSince: instant(),
    /** Enhanced status of the last refusal (RFC 3463). */
    lastStatus: text(),
    lastAt: instant().notNull(),
  },
  (t) => [index('mailbox_last').on(t.lastAt)],
)
