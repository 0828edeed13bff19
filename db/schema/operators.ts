import { sql } from 'drizzle-orm'
import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, instant, json, uuid } from './columns.ts'
import { booking, traveller, type BookingStatus } from './rides.ts'
import { territory } from './territory.ts'

/** What an operator may do here, and what we do there: read rides, book them. */
export const operatorScopes = ['search', 'book'] as const
export type OperatorScope = (typeof operatorScopes)[number]

/** Another operator of the Standard Covoiturage, as a territory knows it. */
export const carpoolOperator = sqliteTable(
  'carpool_operator',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    /** Its identifier in the standard: a domain name it owns. */
    domain: text().notNull(),
    /** What residents read: « Proposé par … ». */
    name: text().notNull(),
    /** Where its interface is; null when it only reads ours. */
    baseUrl: text(),
    /** SHA-256 of the key it calls us with; null when it has none. Each new key is of another turn. */
    keyHash: text(),
    keyTurn: integer().notNull().default(0),
    keyMadeAt: instant(),
    /** The key we call it with, sealed with SECRET. */
    sealedKey: text(),
    enabled: flag().notNull().default(true),
    /** What its key opens here. */
    opens: json<OperatorScope[]>().notNull(),
    /** What we ask of it. */
    asks: json<OperatorScope[]>().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    uniqueIndex('carpool_operator_domain').on(t.territorySiren, t.domain),
    uniqueIndex('carpool_operator_key')
      .on(t.keyHash)
      .where(sql`key_hash is not null`),
  ],
)

/** A passenger of another operator, who rides with one of our drivers: a traveller without an account. */
export const foreignTraveller = sqliteTable(
  'foreign_traveller',
  {
    travellerId: uuid()
      .primaryKey()
      .references(() => traveller.id, { onDelete: 'cascade' }),
    operatorId: uuid()
      .notNull()
      .references(() => carpoolOperator.id),
    /** As their operator names them. */
    foreignId: text().notNull(),
  },
  (t) => [uniqueIndex('foreign_traveller_id').on(t.operatorId, t.foreignId)],
)

/** A booking of ours that another operator made for its passenger, and what it knows of it. */
export const foreignBooking = sqliteTable(
  'foreign_booking',
  {
    bookingId: uuid()
      .primaryKey()
      .references(() => booking.id, { onDelete: 'cascade' }),
    operatorId: uuid()
      .notNull()
      .references(() => carpoolOperator.id),
    /** The state that the operator knows: what differs from the booking's is still to be told. */
    told: text().$type<BookingStatus>().notNull(),
    /** The state last put in the queue for it. */
    queued: text().$type<BookingStatus>().notNull(),
  },
  (t) => [
    index('foreign_booking_open')
      .on(t.bookingId)
      .where(sql`queued not in ('CANCELLED', 'VALIDATED')`),
  ],
)

export const rideEnders = ['passenger', 'operator', 'refused'] as const
export type RideEnder = (typeof rideEnders)[number]

/** A seat that one of our passengers booked with another operator. */
export const rideElsewhere = sqliteTable(
  'ride_elsewhere',
  {
    /** Of the booking, the same at both operators. */
    id: uuid().primaryKey(),
    territorySiren: text().notNull(),
    operatorId: uuid()
      .notNull()
      .references(() => carpoolOperator.id),
    travellerId: uuid()
      .notNull()
      .references(() => traveller.id),
    journeyId: text().notNull(),
    driverId: text().notNull(),
    driverName: text().notNull(),
    pickUpName: text(),
    pickUpLat: real().notNull(),
    pickUpLng: real().notNull(),
    dropOffName: text(),
    dropOffLat: real().notNull(),
    dropOffLng: real().notNull(),
    pickUpAt: instant().notNull(),
    dropOffAt: instant().notNull(),
    metres: integer(),
    /** Null: the operator does not say. */
    priceCents: integer(),
    webUrl: text(),
    status: text().$type<BookingStatus>().notNull(),
    /** What the operator knows; null before it took the booking. */
    told: text().$type<BookingStatus>(),
    endedBy: text().$type<RideEnder>(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('ride_elsewhere_traveller').on(t.travellerId, t.pickUpAt, t.id),
    index('ride_elsewhere_over').on(t.dropOffAt),
  ],
)

/** What a passenger of ours and the driver elsewhere write to each other. */
export const rideElsewhereMessage = sqliteTable(
  'ride_elsewhere_message',
  {
    id: uuid().primaryKey(),
    rideId: uuid()
      .notNull()
      .references(() => rideElsewhere.id, { onDelete: 'cascade' }),
    mine: flag().notNull(),
    words: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [index('ride_elsewhere_message_order').on(t.rideId, t.createdAt, t.id)],
)
