import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { user } from './accounts.ts'
import { device } from './alerts.ts'
import { instant, json, uuid } from './columns.ts'

export const wishKinds = ['incidents', 'events', 'rides', 'digest'] as const
export type WishKind = (typeof wishKinds)[number]

/** What an events wish asks of the lists of the agenda (`api/agenda/listing.rules.ts`), beside its keys. */
export type WishedEvents = {
  groups: number[][]
  bits: number
  age: number | null
  circle: { lat: number; lon: number; km: number } | null
  /** Each begins a word of the event; folded. */
  words: string[]
}
/** What is wished, as it was asked for, and what an event must be to meet it. */
export type Wanted =
  | {
      kind: 'incidents'
      commune: string | null
      lat: number | null
      lon: number | null
      radius: number | null
    }
  | { kind: 'events'; query: Record<string, string>; communes: string[]; asked: WishedEvents }
  | { kind: 'rides'; from: string; to: string }
  | { kind: 'digest'; commune: string; weekday: number; hour: number }

/** A person’s standing wish to be told: « Prévenez-moi de… ». */
export const wish = sqliteTable(
  'wish',
  {
    id: uuid().primaryKey(),
    /** `user:<id>` or `device:<id>`: whose it is, and who counts as one person. */
    owner: text().notNull(),
    territorySiren: text().notNull(),
    kind: text().$type<WishKind>().notNull(),
    wanted: json<Wanted>().notNull(),
    /** What it is for, in the person's words: « Concert, à Bavay ». */
    name: text().notNull(),
    /** Page of ours that shows what it is about. */
    path: text().notNull(),
    /** The phone that is told; null: by mail. */
    deviceId: uuid().references(() => device.id, { onDelete: 'set null' }),
    userId: uuid().references(() => user.id, { onDelete: 'cascade' }),
    locale: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index('wish_owner').on(t.owner, t.id),
    index('wish_device').on(t.deviceId, t.id),
    index('wish_user').on(t.userId),
    index('wish_territory').on(t.territorySiren, t.kind),
  ],
)

/** What finds a wish from what happened: the lists an event is in, the square of an incident, a pair of aires. */
export const wishKey = sqliteTable(
  'wish_key',
  {
    key: text().notNull(),
    wishId: uuid()
      .notNull()
      .references(() => wish.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.key, t.wishId] }), index('wish_key_wish').on(t.wishId)],
)

/** What happened that somebody may wish to hear of: told once, since its id is here once. */
export const wishCause = sqliteTable(
  'wish_cause',
  {
    /** `events:<event>`, `incidents:<incident>:opened`, `rides:<pair>:<trip>`. */
    id: text().primaryKey(),
    territorySiren: text().notNull(),
    kind: text().$type<WishKind>().notNull(),
    at: instant().notNull(),
    /** When it went into the outbox. */
    doneAt: instant(),
  },
  (t) => [
    index('wish_cause_waiting')
      .on(t.territorySiren, t.kind, t.at)
      .where(sql`done_at is null`),
    index('wish_cause_done').on(t.doneAt),
  ],
)

/** A weekly digest of a commune at an hour, and when it goes next. */
export const digestSlot = sqliteTable(
  'digest_slot',
  {
    /** `digest:<commune>:<weekday>:<hour>`, as `wish_key` has it. */
    key: text().primaryKey(),
    territorySiren: text().notNull(),
    communeCode: text().notNull(),
    /** 1 is Monday. */
    weekday: integer().notNull(),
    hour: integer().notNull(),
    nextAt: instant().notNull(),
  },
  (t) => [index('digest_slot_next').on(t.nextAt)],
)

/** How far a territory's departures were looked at for wishes of rides. */
export const wishWatch = sqliteTable('wish_watch', {
  territorySiren: text().primaryKey(),
  sequence: integer().notNull(),
})
