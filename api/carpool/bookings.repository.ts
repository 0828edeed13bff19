import { aliasedTable, and, asc, desc, eq, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { addCounts, countBookingMove } from './ride-counts.repository.ts'
import { prepared, preparedInsert } from '../../db/prepared.ts'
import { booking, bookingMessage, departure, traveller, trip } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type BookingRow = typeof booking.$inferSelect
export type MessageRow = typeof bookingMessage.$inferSelect

const driver = aliasedTable(traveller, 'driver')
const passenger = aliasedTable(traveller, 'passenger')
/** One of the two rides with the other no more: two look-ups in the primary key of `traveller_block`. */
const apart =
  sql`(exists (select 1 from traveller_block k where k.blocker_id = ${booking.driverId} and k.blocked_id = ${booking.travellerId})
  or exists (select 1 from traveller_block k where k.blocker_id = ${booking.travellerId} and k.blocked_id = ${booking.driverId}))`.mapWith(
    Boolean,
  )
const whole = { booking, departure, trip, driver, passenger, apart }
export type WholeBooking = {
  booking: BookingRow
  departure: typeof departure.$inferSelect
  trip: typeof trip.$inferSelect
  driver: typeof traveller.$inferSelect
  passenger: typeof traveller.$inferSelect
  apart: boolean
}

const selectWhole = (handle: Handle) =>
  handle
    .select(whole)
    .from(booking)
    .innerJoin(departure, eq(departure.id, booking.departureId))
    .innerJoin(trip, eq(trip.id, departure.tripId))
    .innerJoin(driver, eq(driver.id, booking.driverId))
    .innerJoin(passenger, eq(passenger.id, booking.travellerId))

const selectOne = prepared((db) =>
  selectWhole(db)
    .where(eq(booking.id, sql.placeholder('id')))
    .prepare(),
)
export async function findBooking(handle: Handle, id: string): Promise<WholeBooking | null> {
  const [row] = await selectOne(handle, { id })
  return row ?? null
}

/** Bookings by id, the soonest first. */
export function findBookings(handle: Handle, ids: readonly string[]): Promise<WholeBooking[]> {
  return selectWhole(handle)
    .where(sql`${booking.id} in (select value from json_each(${JSON.stringify(ids)}))`)
    .orderBy(asc(booking.pickUpAt))
}

/** The days of a trip asked for in one go, the soonest first; index `booking_series`. */
export function findSeries(handle: Handle, seriesId: string): Promise<WholeBooking[]> {
  return selectWhole(handle)
    .where(and(eq(booking.seriesId, seriesId), sql`series_id is not null`))
    .orderBy(asc(booking.pickUpAt))
}

const selectRide = prepared((db) =>
  selectWhole(db)
    .where(eq(booking.rideId, sql.placeholder('rideId')))
    .orderBy(asc(booking.leg))
    .prepare(),
)

/** The bookings of one ride, the first car's first; index `booking_ride`. */
export function findRide(handle: Handle, rideId: string): Promise<WholeBooking[]> {
  return selectRide(handle, { rideId })
}

/** Those that hold seats on a departure; index `booking_departure`. */
export function findHolding(handle: Handle, departureId: string): Promise<WholeBooking[]> {
  return selectWhole(handle).where(
    and(
      eq(booking.departureId, departureId),
      or(eq(booking.status, 'WAITING_CONFIRMATION'), eq(booking.status, 'CONFIRMED')),
    ),
  )
}

/** One's bookings, to come (the soonest first) or past (the latest first); indexes `booking_driver`, `booking_traveller`. */
export function findBookingsOf(
  handle: Handle,
  {
    travellerId,
    as,
    when,
    now,
    after,
    limit,
  }: {
    travellerId: string
    as: 'driver' | 'passenger'
    when: 'coming' | 'past'
    now: number
    after: { pickUpAt: number; id: string } | undefined
    limit: number
  },
): Promise<WholeBooking[]> {
  const whose = as === 'driver' ? booking.driverId : booking.travellerId
  const coming = when === 'coming'
  const place = after && sql`(${booking.pickUpAt}, ${booking.id})`
  return selectWhole(handle)
    .where(
      and(
        eq(whose, travellerId),
        coming ? sql`${booking.pickUpAt} >= ${now}` : sql`${booking.pickUpAt} < ${now}`,
        place &&
          (coming
            ? sql`${place} > (${after.pickUpAt}, ${after.id})`
            : sql`${place} < (${after.pickUpAt}, ${after.id})`),
      ),
    )
    .orderBy(
      ...(coming ? [asc(booking.pickUpAt), asc(booking.id)] : [desc(booking.pickUpAt), desc(booking.id)]),
    )
    .limit(limit)
}

const selectHeld = prepared((db) =>
  db
    .select({ id: booking.id })
    .from(booking)
    .where(
      and(
        eq(booking.departureId, sql.placeholder('departureId')),
        eq(booking.travellerId, sql.placeholder('travellerId')),
        ne(booking.status, 'CANCELLED'),
      ),
    )
    .prepare(),
)

/** True when somebody has a booking on a departure that is not off; index `booking_once`. */
export async function hasBooking(
  handle: Handle,
  { departureId, travellerId }: { departureId: string; travellerId: string },
): Promise<boolean> {
  const [row] = await selectHeld(handle, { departureId, travellerId })
  return row !== undefined
}

const selectLegs = prepared((db) =>
  db
    .select({ rideId: booking.rideId, legs: sql<number>`count(*)` })
    .from(booking)
    .where(sql`${booking.rideId} in (select value from json_each(${sql.placeholder('rideIds')}))`)
    .groupBy(booking.rideId)
    .prepare(),
)

/** How many cars a ride has; index `booking_ride`. */
export async function countLegs(handle: Handle, rideIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await selectLegs(handle, { rideIds: JSON.stringify(rideIds) })
  return new Map(rows.map(({ rideId, legs }) => [rideId, legs]))
}

const insertRow = preparedInsert(booking)
export async function insertBooking(tx: Tx, row: typeof booking.$inferInsert): Promise<void> {
  await insertRow(tx, row)
  const { territorySiren, pickUpAt, pickUpId, dropOffId } = row
  await addCounts(tx, [
    { territorySiren, kind: 'asked', at: pickUpAt, originId: pickUpId, destinationId: dropOffId },
  ])
}

export async function updateBooking(
  tx: Tx,
  id: string,
  change: Partial<typeof booking.$inferInsert>,
): Promise<void> {
  const { status } = change
  if (status === 'CONFIRMED') await countBookingMove(tx, { id, status, kind: 'booked' })
  if (status === 'VALIDATED') await countBookingMove(tx, { id, status, kind: 'shared' })
  await tx
    .update(booking)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(booking.id, id))
}

/** Nobody answered in time; index `booking_waiting`. */
export function findUnanswered(handle: Handle, { before, limit }: { before: number; limit: number }) {
  return selectWhole(handle)
    .where(and(sql`${booking.status} = 'WAITING_CONFIRMATION'`, lt(booking.deadlineAt, before)))
    .orderBy(asc(booking.deadlineAt))
    .limit(limit)
}

type ToRemind = { now: number; before: number; told: number; limit: number }
const reminded = { id: booking.id, territorySiren: booking.territorySiren, seriesId: booking.seriesId }

/** Unanswered, more than half of the time to answer gone; index `booking_waiting`. */
export function findToRemindOfAnswer(handle: Handle, { now, before, limit }: ToRemind) {
  return handle
    .select(reminded)
    .from(booking)
    .where(
      and(
        sql`${booking.status} = 'WAITING_CONFIRMATION'`,
        sql`${booking.deadlineAt} >= ${now}`,
        lt(booking.deadlineAt, before),
        isNull(booking.acceptedAt),
        isNull(booking.deadlineRemindedAt),
        sql`(${booking.deadlineAt} - ${now}) * 2 <= ${booking.deadlineAt} - ${booking.createdAt}`,
      ),
    )
    .orderBy(asc(booking.deadlineAt))
    .limit(limit)
}

/** Confirmed some time ago, and near; index `booking_coming`. */
export function findToRemindOfDay(handle: Handle, { now, before, told, limit }: ToRemind) {
  return handle
    .select(reminded)
    .from(booking)
    .where(
      and(
        sql`${booking.status} = 'CONFIRMED'`,
        sql`${booking.pickUpAt} >= ${now}`,
        lt(booking.pickUpAt, before),
        lt(booking.acceptedAt, told),
        isNull(booking.dayRemindedAt),
      ),
    )
    .orderBy(asc(booking.pickUpAt))
    .limit(limit)
}

/** Confirmed and driven: their pick-up is past; index `booking_coming`. The arrival is looked at by the caller. */
export function findArrived(handle: Handle, { before, limit }: { before: number; limit: number }) {
  return handle
    .select({ id: booking.id })
    .from(booking)
    .where(
      and(sql`${booking.status} = 'CONFIRMED'`, lt(booking.pickUpAt, before), lt(booking.dropOffAt, before)),
    )
    .orderBy(asc(booking.pickUpAt))
    .limit(limit)
}

/** Driven long ago, and nobody said otherwise; index `booking_over`. */
export function findToValidate(handle: Handle, { before, limit }: { before: number; limit: number }) {
  return handle
    .select({ id: booking.id })
    .from(booking)
    .where(and(lt(booking.dropOffAt, before), eq(booking.status, 'COMPLETED_PENDING_VALIDATION')))
    .orderBy(asc(booking.dropOffAt))
    .limit(limit)
}

export async function insertMessage(tx: Tx, row: typeof bookingMessage.$inferInsert): Promise<void> {
  await tx.insert(bookingMessage).values(row)
}

export async function findMessage(handle: Handle, id: string): Promise<MessageRow | null> {
  const [row] = await handle.select().from(bookingMessage).where(eq(bookingMessage.id, id))
  return row ?? null
}

/** Words of a booking, in order; index `booking_message_order`. */
export function findMessages(
  handle: Handle,
  {
    bookingId,
    after,
    limit,
  }: {
    bookingId: string
    after: { createdAt: number; id: string } | undefined
    limit: number
  },
): Promise<MessageRow[]> {
  return handle
    .select()
    .from(bookingMessage)
    .where(
      and(
        eq(bookingMessage.bookingId, bookingId),
        after && sql`(${bookingMessage.createdAt}, ${bookingMessage.id}) > (${after.createdAt}, ${after.id})`,
      ),
    )
    .orderBy(asc(bookingMessage.createdAt), asc(bookingMessage.id))
    .limit(limit)
}

/** What was written last between the two; index `booking_message_order`. */
export async function findLastMessage(handle: Handle, bookingId: string): Promise<MessageRow | null> {
  const [row] = await handle
    .select()
    .from(bookingMessage)
    .where(eq(bookingMessage.bookingId, bookingId))
    .orderBy(desc(bookingMessage.createdAt), desc(bookingMessage.id))
    .limit(1)
  return row ?? null
}
