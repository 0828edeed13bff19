import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { instant, json, uuid } from './columns.ts'
import { rideRequest } from './rides.ts'

/** A ride found for a request: enough to write of it and to open it. Instants are epoch milliseconds. */
export type KeptRide = {
  leaveAt: number
  arriveAt: number
  legs: {
    departureId: string
    pickUpId: string
    dropOffId: string
    pickUpAt: number
    dropOffAt: number
    detourSeconds: number
  }[]
}

/** What was found for a request: a departure is told once, since its key is here once. */
export const rideRequestMatch = sqliteTable(
  'ride_request_match',
  {
    requestId: uuid()
      .notNull()
      .references(() => rideRequest.id, { onDelete: 'cascade' }),
    departureId: uuid().notNull(),
    tripId: uuid().notNull(),
    /** The ride it is in; null for the second new car of a ride that the row of the first one holds. */
    ride: json<KeptRide>(),
    foundAt: instant().notNull(),
    /** Null: not told yet. */
    toldAt: instant(),
    /** The outbox row that tells of it: one message gathers what is new. */
    tellId: text(),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.departureId] }),
    index('ride_request_match_waiting')
      .on(t.requestId)
      .where(sql`told_at is null`),
  ],
)

/** How far a territory's departures were looked at for its requests. */
export const rideRequestWatch = sqliteTable('ride_request_watch', {
  territorySiren: text().primaryKey(),
  /** Grows with each write of a request: tells a process that its copy is behind. */
  edition: integer().notNull().default(0),
  /** Departures written up to this number were matched. */
  sequence: integer().notNull().default(0),
})
