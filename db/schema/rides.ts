import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { user } from './accounts.ts'
import { flag, instant, json, uuid } from './columns.ts'
import { territory } from './territory.ts'

export const tripStatuses = ['active', 'paused', 'cancelled'] as const
export type TripStatus = (typeof tripStatuses)[number]
/** `paused`: driven with who booked, and found by nobody else. */
export const departureStatuses = ['open', 'paused', 'cancelled'] as const
export type DepartureStatus = (typeof departureStatuses)[number]
/** The states of the Standard Covoiturage, by its own names. */
export const bookingStatuses = [
  'WAITING_CONFIRMATION',
  'CONFIRMED',
  'CANCELLED',
  'COMPLETED_PENDING_VALIDATION',
  'VALIDATED',
] as const
export type BookingStatus = (typeof bookingStatuses)[number]
/** `deadline`: nobody answered in time. `other-leg`: the other car of the same ride is off. `desk`: the town hall. */
export const cancellers = ['driver', 'passenger', 'deadline', 'other-leg', 'guardian', 'desk'] as const
export type Canceller = (typeof cancellers)[number]
export const requestStatuses = ['open', 'closed', 'over'] as const
export type RequestStatus = (typeof requestStatuses)[number]

/** An aire one can walk to, and in how long: all that is kept of where a person set out from. */
export type KeptReach = { aireId: string; walkSeconds: number }

/** A person who drives or rides, in one territory. */
export const traveller = sqliteTable(
  'traveller',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    /** Null for who has no account: a clerk acts for them. */
    userId: text().references(() => user.id),
    /** What others read: a first name, and an initial at most. */
    name: text().notNull(),
    phone: text(),
    /** They agree that the other one sees their phone once a ride is accepted. */
    phoneShared: flag().notNull().default(false),
    /** Self-declared, for trips among women. Null: not said. */
    woman: flag(),
    minor: flag().notNull().default(false),
    /** Of a minor: who must agree, and when they did. */
    guardianEmail: text(),
    guardianHash: text(),
    guardianAgreedAt: instant(),
    /** When they were last asked, and which of their links it was: another parent has another. */
    guardianAskedAt: instant(),
    guardianTurn: integer().notNull().default(0),
    /** The terms of sharing rides were accepted. */
    agreedAt: instant(),
    locale: text().notNull(),
    enteredByUserId: text(),
    suspendedAt: instant(),
    suspendedReason: text(),
    createdAt: instant().notNull(),
    /** Last day they offered, asked or rode: forgotten a year after. */
    activeAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    uniqueIndex('traveller_user').on(t.userId, t.territorySiren),
    uniqueIndex('traveller_guardian').on(t.guardianHash),
    index('traveller_active').on(t.activeAt),
    index('traveller_suspended')
      .on(t.territorySiren, t.suspendedAt, t.id)
      .where(sql`suspended_at is not null`),
    // A parent's agreement holds a year; who does not answer is forgotten.
    index('traveller_guardian_agreed')
      .on(t.guardianAgreedAt)
      .where(sql`guardian_agreed_at is not null`),
    index('traveller_guardian_asked')
      .on(t.guardianAskedAt)
      .where(sql`guardian_asked_at is not null and guardian_agreed_at is null`),
  ],
)

/** A driver's offer between two aires: once, or on some days of the week, in wall time of Europe/Paris. */
export const trip = sqliteTable(
  'trip',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    travellerId: uuid()
      .notNull()
      .references(() => traveller.id),
    originId: uuid().notNull(),
    destinationId: uuid().notNull(),
    /** What the clock on the wall reads at the origin: `07:30`. */
    wallTime: text().notNull(),
    /** First day (`2026-11-27`); the only one when `weekdays` is 0. */
    firstDay: text().notNull(),
    /** Last day of a regular trip; null when it has none yet. */
    lastDay: text(),
    /** Days of the week, bit 0 for Monday; 0 for a trip made once. */
    weekdays: integer().notNull().default(0),
    /** No departure on public holidays. */
    holidaysOff: flag().notNull().default(true),
    /** Days it does not take place. */
    exceptions: json<string[]>().notNull().default([]),
    seats: integer().notNull(),
    /** Seconds of driving accepted beyond the way itself. */
    detourLimit: integer().notNull(),
    /** Shared costs for one passenger. */
    costCents: integer().notNull().default(0),
    /** Bits, in the order of `wishes` in carpool.rules.ts. */
    wishes: integer().notNull().default(0),
    note: text(),
    status: text().$type<TripStatus>().notNull().default('active'),
    /** The way there that this one is the way back of. */
    returnOfId: uuid(),
    /** The event of the agenda that it leads to, or back from, and which of its dates (`2026-12-05T19:00`). */
    eventId: uuid(),
    eventDate: text(),
    enteredByUserId: text(),
    /** Departures are written up to this day, included. */
    expandedUntil: text().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('trip_traveller').on(t.travellerId, t.status, t.id),
    index('trip_to_expand')
      .on(t.expandedUntil)
      .where(sql`status = 'active' and weekdays > 0`),
    index('trip_return')
      .on(t.returnOfId)
      .where(sql`return_of_id is not null`),
    index('trip_event')
      .on(t.eventId, t.eventDate)
      .where(sql`event_id is not null`),
    index('trip_event_day')
      .on(t.territorySiren, t.firstDay)
      .where(sql`event_id is not null`),
    // What is over, to be forgotten.
    index('trip_updated').on(t.updatedAt),
  ],
)

/** One dated departure of a trip: what a search finds and a passenger books. */
export const departure = sqliteTable(
  'departure',
  {
    /** The id that the index in memory knows it by. */
    id: uuid().primaryKey(),
    tripId: uuid()
      .notNull()
      .references(() => trip.id, { onDelete: 'cascade' }),
    territorySiren: text().notNull(),
    travellerId: uuid().notNull(),
    /** Wall day of Europe/Paris. */
    day: text().notNull(),
    originId: uuid().notNull(),
    destinationId: uuid().notNull(),
    departAt: instant().notNull(),
    seats: integer().notNull(),
    seatsLeft: integer().notNull(),
    detourLimit: integer().notNull(),
    /** Seconds of detour promised to passengers, together. */
    detourUsed: integer().notNull().default(0),
    wishes: integer().notNull().default(0),
    status: text().$type<DepartureStatus>().notNull().default('open'),
    /** The territory's write number (`carpool_sequence`) that last changed it. */
    sequence: integer().notNull(),
  },
  (t) => [
    uniqueIndex('departure_day').on(t.tripId, t.day),
    index('departure_sequence').on(t.territorySiren, t.sequence),
    index('departure_time').on(t.territorySiren, t.departAt),
    index('departure_traveller').on(t.travellerId, t.departAt),
    index('departure_origin').on(t.originId, t.departAt),
    index('departure_destination').on(t.destinationId, t.departAt),
  ],
)

/** How many writes changed departures, by territory: tells a process that its copy is behind. */
export const carpoolSequence = sqliteTable('carpool_sequence', {
  territorySiren: text().primaryKey(),
  value: integer().notNull(),
})

/** A passenger's seats on a departure. */
export const booking = sqliteTable(
  'booking',
  {
    id: uuid().primaryKey(),
    territorySiren: text().notNull(),
    departureId: uuid()
      .notNull()
      .references(() => departure.id),
    driverId: uuid()
      .notNull()
      .references(() => traveller.id),
    travellerId: uuid()
      .notNull()
      .references(() => traveller.id),
    /** Two bookings of one ride with a change of car have the same. Alone, it is the booking's own id. */
    rideId: uuid().notNull(),
    /** Shared by the days of a regular trip that were asked for in one go. */
    seriesId: uuid(),
    /** 1, or 2 for the second car of a ride. */
    leg: integer().notNull().default(1),
    seats: integer().notNull(),
    pickUpId: uuid().notNull(),
    dropOffId: uuid().notNull(),
    pickUpAt: instant().notNull(),
    dropOffAt: instant().notNull(),
    metres: integer().notNull(),
    detourSeconds: integer().notNull(),
    priceCents: integer().notNull(),
    status: text().$type<BookingStatus>().notNull(),
    /** Until when the driver may answer. */
    deadlineAt: instant().notNull(),
    /** The driver said yes: the booking is confirmed once each driver of the ride did. */
    acceptedAt: instant(),
    cancelledAt: instant(),
    cancelledBy: text().$type<Canceller>(),
    /** One of the reasons of bookings.rules.ts. */
    cancelReason: text(),
    cancelWords: text(),
    /** Another moment proposed by the driver, until the passenger answers. */
    proposedPickUpAt: instant(),
    /** Minutes that each said to be late by. */
    driverLateMinutes: integer(),
    passengerLateMinutes: integer(),
    driverConfirmedAt: instant(),
    passengerConfirmedAt: instant(),
    driverThanks: flag().notNull().default(false),
    passengerThanks: flag().notNull().default(false),
    /** The clerk reminds by voice those who have no phone of their own. */
    enteredByUserId: text(),
    /** SHA-256 of the links that let the driver answer, and a relative look on. */
    answerHash: text().notNull(),
    shareHash: text().notNull(),
    /** Shown to who holds the relative's link since then; each one stopped gives way to the next. */
    sharedAt: instant(),
    shareTurn: integer().notNull().default(0),
    /** The reminder of its deadline was sent, and that of its day. */
    deadlineRemindedAt: instant(),
    dayRemindedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    // Nobody has two bookings on one departure.
    uniqueIndex('booking_once')
      .on(t.departureId, t.travellerId)
      .where(sql`status <> 'CANCELLED'`),
    uniqueIndex('booking_answer').on(t.answerHash),
    uniqueIndex('booking_share').on(t.shareHash),
    index('booking_departure').on(t.departureId, t.status),
    index('booking_driver').on(t.driverId, t.pickUpAt, t.id),
    index('booking_traveller').on(t.travellerId, t.pickUpAt, t.id),
    index('booking_ride').on(t.rideId),
    index('booking_series')
      .on(t.seriesId)
      .where(sql`series_id is not null`),
    index('booking_waiting')
      .on(t.deadlineAt)
      .where(sql`status = 'WAITING_CONFIRMATION'`),
    index('booking_coming')
      .on(t.pickUpAt)
      .where(sql`status = 'CONFIRMED'`),
    index('booking_over').on(t.dropOffAt),
  ],
)

export const bookingAuthors = ['driver', 'passenger', 'system'] as const
export type BookingAuthor = (typeof bookingAuthors)[number]

/** What two people of one ride write to each other. */
export const bookingMessage = sqliteTable(
  'booking_message',
  {
    id: uuid().primaryKey(),
    bookingId: uuid()
      .notNull()
      .references(() => booking.id, { onDelete: 'cascade' }),
    authorKind: text().$type<BookingAuthor>().notNull(),
    words: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [index('booking_message_order').on(t.bookingId, t.createdAt, t.id)],
)

/** A passenger's standing wish: told when a new departure matches. */
export const rideRequest = sqliteTable(
  'ride_request',
  {
    id: uuid().primaryKey(),
    territorySiren: text()
      .notNull()
      .references(() => territory.siren),
    travellerId: uuid()
      .notNull()
      .references(() => traveller.id),
    fromName: text().notNull(),
    toName: text().notNull(),
    fromReaches: json<KeptReach[]>().notNull(),
    toReaches: json<KeptReach[]>().notNull(),
    by: text().$type<'departure' | 'arrival'>().notNull(),
    /** Wall time wished for, and the minutes one may be early or late. */
    wallTime: text().notNull(),
    flexMinutes: integer().notNull(),
    firstDay: text().notNull(),
    lastDay: text().notNull(),
    /** Bit 0 for Monday; 0 for the first day alone. */
    weekdays: integer().notNull().default(0),
    seats: integer().notNull(),
    needs: integer().notNull().default(0),
    transfers: flag().notNull().default(true),
    note: text(),
    eventId: uuid(),
    status: text().$type<RequestStatus>().notNull().default('open'),
    enteredByUserId: text(),
    /** 0: no departure was looked at yet. Else the territory's write number when it was first looked at. */
    checkedSequence: integer().notNull().default(0),
    toldAt: instant(),
    /** Wall day of the last message, and how many there were on that day. */
    toldDay: text(),
    toldCount: integer().notNull().default(0),
    createdAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('ride_request_traveller').on(t.travellerId, t.status, t.id),
    index('ride_request_open')
      .on(t.territorySiren, t.checkedSequence)
      .where(sql`status = 'open'`),
    index('ride_request_over').on(t.lastDay),
    index('ride_request_event')
      .on(t.eventId)
      .where(sql`event_id is not null`),
  ],
)

/** Counts that stay when rides are forgotten: of nobody. Shown only from five on. */
export const carpoolCount = sqliteTable(
  'carpool_count',
  {
    territorySiren: text().notNull(),
    /** Wall day of Europe/Paris on which it took place or was asked for. */
    day: text().notNull(),
    hour: integer().notNull(),
    /** `offered`, `booked`, `shared`, `asked`, `unmet`. */
    kind: text().notNull(),
    originId: text().notNull().default(''),
    destinationId: text().notNull().default(''),
    count: integer().notNull(),
    metres: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.territorySiren, t.day, t.kind, t.hour, t.originId, t.destinationId] })],
)
