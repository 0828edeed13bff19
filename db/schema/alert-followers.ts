import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { device } from './alerts.ts'
import { instant, uuid } from './columns.ts'

/** How somebody is reached without this app. */
export const followerChannels = ['email', 'sms'] as const
export type FollowerChannel = (typeof followerChannels)[number]

/** Somebody told of alerts by mail or by text message: an address, proven by what was sent to it. */
export const alertFollower = sqliteTable(
  'alert_follower',
  {
    id: uuid().primaryKey(),
    channel: text().$type<FollowerChannel>().notNull(),
    /** An email address in small letters, or a number as +33612345678. */
    address: text().notNull(),
    locale: text().notNull(),
    /** The same person's phone, when they asked from it: told there first. */
    deviceId: uuid().references(() => device.id, { onDelete: 'set null' }),
    confirmedAt: instant(),
    createdAt: instant().notNull(),
    /** Of a text message: HMAC of the code last sent, until when it counts, and how often it was tried. */
    codeHash: text(),
    codeUntil: instant(),
    codeTries: integer().notNull().default(0),
  },
  (t) => [
    uniqueIndex('alert_follower_address').on(t.channel, t.address),
    index('alert_follower_device')
      .on(t.deviceId)
      .where(sql`device_id is not null`),
    index('alert_follower_unconfirmed')
      .on(t.createdAt)
      .where(sql`confirmed_at is null`),
  ],
)

/** A commune such a person follows. A stranger's word until it is confirmed from the address itself. */
export const alertFollow = sqliteTable(
  'alert_follow',
  {
    id: uuid().primaryKey(),
    followerId: uuid()
      .notNull()
      .references(() => alertFollower.id, { onDelete: 'cascade' }),
    channel: text().$type<FollowerChannel>().notNull(),
    territorySiren: text().notNull(),
    communeCode: text().notNull(),
    /** Bits, in the order of `alertKinds`. */
    kinds: integer().notNull(),
    confirmedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('alert_follow_once').on(t.followerId, t.communeCode),
    index('alert_follow_commune')
      .on(t.channel, t.communeCode, t.id)
      .where(sql`confirmed_at is not null`),
    index('alert_follow_unconfirmed')
      .on(t.createdAt)
      .where(sql`confirmed_at is null`),
  ],
)

/** A commune whose weekly digest such a person receives by mail. A stranger's word until it is confirmed, as above. */
export const digestFollow = sqliteTable(
  'digest_follow',
  {
    id: uuid().primaryKey(),
    followerId: uuid()
      .notNull()
      .references(() => alertFollower.id, { onDelete: 'cascade' }),
    territorySiren: text().notNull(),
    communeCode: text().notNull(),
    /** 1 is Monday. */
    weekday: integer().notNull(),
    hour: integer().notNull(),
    confirmedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('digest_follow_once').on(t.followerId, t.communeCode),
    index('digest_follow_slot').on(t.communeCode, t.weekday, t.hour, t.id),
    index('digest_follow_unconfirmed')
      .on(t.createdAt)
      .where(sql`confirmed_at is null`),
  ],
)
