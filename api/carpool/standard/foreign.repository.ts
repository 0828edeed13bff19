import { and, asc, eq, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../../db/client.ts'
import {
  booking,
  carpoolOperator,
  foreignBooking,
  foreignTraveller,
  type BookingStatus,
} from '../../../db/schema/index.ts'

type Handle = Reader | Tx
export type ForeignBooking = {
  foreign: typeof foreignTraveller.$inferSelect
  operator: typeof carpoolOperator.$inferSelect
}

/** Whose passenger a traveller is; null for our own people. */
export async function findForeign(handle: Handle, travellerId: string): Promise<ForeignBooking | null> {
  const [row] = await handle
    .select({ foreign: foreignTraveller, operator: carpoolOperator })
    .from(foreignTraveller)
    .innerJoin(carpoolOperator, eq(carpoolOperator.id, foreignTraveller.operatorId))
    .where(eq(foreignTraveller.travellerId, travellerId))
  return row ?? null
}

/** Our traveller for an operator's passenger; index `foreign_traveller_id`. */
export async function findForeignTraveller(
  handle: Handle,
  { operatorId, foreignId }: { operatorId: string; foreignId: string },
): Promise<string | null> {
  const [row] = await handle
    .select({ travellerId: foreignTraveller.travellerId })
    .from(foreignTraveller)
    .where(and(eq(foreignTraveller.operatorId, operatorId), eq(foreignTraveller.foreignId, foreignId)))
  return row?.travellerId ?? null
}

export async function insertForeignTraveller(
  tx: Tx,
  row: typeof foreignTraveller.$inferInsert,
): Promise<void> {
  await tx.insert(foreignTraveller).values(row)
}

/** What an operator knows of a booking of ours. */
export async function findTold(handle: Handle, bookingId: string): Promise<BookingStatus | null> {
  const [row] = await handle
    .select({ told: foreignBooking.told })
    .from(foreignBooking)
    .where(eq(foreignBooking.bookingId, bookingId))
  return row?.told ?? null
}

/** The operator knows of that state. */
export async function saveTold(
  tx: Tx,
  { bookingId, operatorId, told }: { bookingId: string; operatorId: string; told: BookingStatus },
): Promise<void> {
  await tx
    .insert(foreignBooking)
    .values({ bookingId, operatorId, told, queued: told })
    .onConflictDoUpdate({ target: foreignBooking.bookingId, set: { told, queued: told } })
}

/** Bookings whose state moved without anybody's word since it was last put in the queue; index `foreign_booking_open`. */
export function findMoved(
  handle: Handle,
  limit: number,
): Promise<{ id: string; territorySiren: string; status: BookingStatus }[]> {
  return handle
    .select({ id: booking.id, territorySiren: booking.territorySiren, status: booking.status })
    .from(foreignBooking)
    .innerJoin(booking, eq(booking.id, foreignBooking.bookingId))
    .where(
      and(sql`queued not in ('CANCELLED', 'VALIDATED')`, sql`${booking.status} <> ${foreignBooking.queued}`),
    )
    .orderBy(asc(foreignBooking.bookingId))
    .limit(limit)
}

export async function markQueued(tx: Tx, bookingId: string, queued: BookingStatus): Promise<void> {
  await tx.update(foreignBooking).set({ queued }).where(eq(foreignBooking.bookingId, bookingId))
}
