import { and, asc, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import {
  booking,
  bookingMessage,
  departure,
  rideRequest,
  rideElsewhere,
  territory,
  traveller,
  trip,
} from '../../db/schema/index.ts'
import type { TravellerRow } from './travellers.repository.ts'

type Batch = { before: number; limit: number }

/** Words of rides that ended before an instant; index `booking_over`. */
export async function deleteOldMessages(tx: Tx, { before, limit }: Batch): Promise<number> {
  const rows = await tx
    .delete(bookingMessage)
    .where(
      sql`${bookingMessage.id} in (select m.id from ${booking} b join ${bookingMessage} m on m.booking_id = b.id
        where b.drop_off_at < ${before} order by b.drop_off_at limit ${limit})`,
    )
    .returning({ id: bookingMessage.id })
  return rows.length
}

/** Bookings of rides that ended before an instant; index `booking_over`. */
export async function deleteOldBookings(tx: Tx, { before, limit }: Batch): Promise<number> {
  const rows = await tx
    .delete(booking)
    .where(
      sql`${booking.id} in (select id from ${booking} where drop_off_at < ${before} order by drop_off_at limit ${limit})`,
    )
    .returning({ id: booking.id })
  return rows.length
}

/** Departures before an instant that no booking names; index `departure_time`. */
export async function deleteOldDepartures(tx: Tx, { before, limit }: Batch): Promise<number> {
  let count = 0
  for (const { siren } of await tx.select({ siren: territory.siren }).from(territory)) {
    const rows = await tx
      .delete(departure)
      .where(
        sql`${departure.id} in (select d.id from ${departure} d where d.territory_siren = ${siren} and d.depart_at < ${before}
          and not exists (select 1 from ${booking} b where b.departure_id = d.id) limit ${limit})`,
      )
      .returning({ id: departure.id })
    count += rows.length
  }
  return count
}

/** Trips that changed last before an instant and have no departure left; index `trip_updated`. */
export async function deleteOldTrips(tx: Tx, { before, limit }: Batch): Promise<number> {
  const rows = await tx
    .delete(trip)
    .where(
      sql`${trip.id} in (select t.id from ${trip} t where t.updated_at < ${before}
        and not exists (select 1 from ${departure} d where d.trip_id = t.id)
        and (t.weekdays = 0 or t.status = 'cancelled' or t.last_day is not null and t.last_day < t.expanded_until)
        limit ${limit})`,
    )
    .returning({ id: trip.id })
  return rows.length
}

/** Who shares rides no more, or never began to; index `traveller_active`. */
export function findIdleTravellers(
  tx: Tx,
  { agreedBefore, othersBefore, limit }: { agreedBefore: number; othersBefore: number; limit: number },
): Promise<TravellerRow[]> {
  return tx
    .select()
    .from(traveller)
    .where(
      and(
        lt(traveller.activeAt, othersBefore),
        or(isNotNull(traveller.userId), isNotNull(traveller.enteredByUserId)),
        or(isNull(traveller.agreedAt), lt(traveller.activeAt, agreedBefore)),
      ),
    )
    .orderBy(asc(traveller.activeAt))
    .limit(limit)
}

/** Rows without a name, once nothing names them; index `traveller_active`. */
export async function deleteForgotten(tx: Tx, { before, limit }: Batch): Promise<number> {
  const rows = await tx
    .select({ id: traveller.id })
    .from(traveller)
    .where(
      and(
        lt(traveller.activeAt, before),
        isNull(traveller.userId),
        isNull(traveller.enteredByUserId),
        // Of another operator's people, who is suspended or blocked stays so, without a ride of theirs.
        isNull(traveller.suspendedAt),
        sql`not exists (select 1 from traveller_block k where k.blocked_id = ${traveller.id})`,
        sql`not exists (select 1 from ${trip} t where t.traveller_id = ${traveller.id})`,
        sql`not exists (select 1 from ${booking} b where b.traveller_id = ${traveller.id})`,
        sql`not exists (select 1 from ${booking} b where b.driver_id = ${traveller.id})`,
        sql`not exists (select 1 from ${rideRequest} r where r.traveller_id = ${traveller.id})`,
        sql`not exists (select 1 from ${rideElsewhere} r where r.traveller_id = ${traveller.id})`,
      ),
    )
    .limit(limit)
  for (const { id } of rows) await tx.delete(traveller).where(eq(traveller.id, id))
  return rows.length
}
