import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { instant, uuid } from './columns.ts'
import { booking, rideRequest, traveller } from './rides.ts'
import { territory } from './territory.ts'

// People without a phone of their own, whom staff of a territory, or a helper, book and offer for, and whom they call.

/** What the desk knows of a traveller whom staff or a helper entered, and nobody else reads. */
export const deskTraveller = sqliteTable(
  'desk_traveller',
  {
    travellerId: uuid()
      .primaryKey()
      .references(() => traveller.id, { onDelete: 'cascade' }),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    firstName: text().notNull(),
    lastName: text().notNull(),
    /** `lefebvre simone`, without accents: finds a person again, and orders the list. */
    nameKey: text().notNull(),
    /** Digits of the phone as dialled in France (`0612345678`); empty without one. */
    phoneKey: text().notNull(),
    /** When the person agreed that their name and phone be kept, and who asked them. */
    consentAt: instant().notNull(),
    consentByUserId: text().notNull(),
    /** The helper who entered them, and alone of helpers speaks for them; null: staff did. */
    helperUserId: text(),
  },
  (t) => [
    // One person is entered once by staff, and once by each helper: none learns whom another knows.
    uniqueIndex('desk_traveller_once')
      .on(t.territorySiren, t.nameKey, t.phoneKey)
      .where(sql`helper_user_id is null`),
    uniqueIndex('desk_traveller_helped_once')
      .on(t.helperUserId, t.territorySiren, t.nameKey, t.phoneKey)
      .where(sql`helper_user_id is not null`),
    index('desk_traveller_helper')
      .on(t.helperUserId, t.territorySiren, t.nameKey, t.travellerId)
      .where(sql`helper_user_id is not null`),
    index('desk_traveller_list').on(t.territorySiren, t.nameKey, t.travellerId),
  ],
)

/** The words a person is found by: parts of their name, their phone. */
export const deskTravellerKey = sqliteTable(
  'desk_traveller_key',
  {
    territorySiren: text().notNull(),
    key: text().notNull(),
    travellerId: uuid()
      .notNull()
      .references(() => deskTraveller.travellerId, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.territorySiren, t.key, t.travellerId] }),
    index('desk_traveller_key_of').on(t.travellerId),
  ],
)

/** A booking of somebody whom the desk speaks for: its latest news, and whether they were called since. */
export const deskCall = sqliteTable(
  'desk_call',
  {
    bookingId: uuid()
      .notNull()
      .references(() => booking.id, { onDelete: 'cascade' }),
    role: text().$type<'driver' | 'passenger'>().notNull(),
    travellerId: uuid().notNull(),
    territorySiren: text().notNull(),
    /** One of `bookingTopics`. */
    topic: text().notNull(),
    newsAt: instant().notNull(),
    pickUpAt: instant().notNull(),
    /** Null: to be called. */
    calledAt: instant(),
    calledByUserId: text(),
    /** As in `desk_traveller`. */
    helperUserId: text(),
    version: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.bookingId, t.role] }),
    index('desk_call_open')
      .on(t.territorySiren, t.pickUpAt, t.bookingId, t.role)
      .where(sql`called_at is null`),
    index('desk_call_time').on(t.territorySiren, t.pickUpAt, t.bookingId, t.role),
    index('desk_call_traveller').on(t.travellerId),
    index('desk_call_helper')
      .on(t.helperUserId, t.territorySiren, t.pickUpAt, t.bookingId, t.role)
      .where(sql`helper_user_id is not null`),
  ],
)

/** A request of somebody whom the desk speaks for, once a ride came up: whether they were called since. */
export const deskRequestCall = sqliteTable(
  'desk_request_call',
  {
    requestId: uuid()
      .primaryKey()
      .references(() => rideRequest.id, { onDelete: 'cascade' }),
    territorySiren: text().notNull(),
    /** As in `desk_traveller`. */
    helperUserId: text(),
    /** When the first of the rides to tell leaves. */
    leaveAt: instant().notNull(),
    newsAt: instant().notNull(),
    /** What came up since then is to be told: what they heard on the phone before is not. */
    sinceAt: instant().notNull(),
    /** Null: to be called. */
    calledAt: instant(),
    calledByUserId: text(),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('desk_request_call_open')
      .on(t.territorySiren, t.leaveAt, t.requestId)
      .where(sql`called_at is null`),
    index('desk_request_call_helper')
      .on(t.helperUserId, t.territorySiren, t.leaveAt, t.requestId)
      .where(sql`helper_user_id is not null`),
  ],
)
