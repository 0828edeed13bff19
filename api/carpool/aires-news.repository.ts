import { and, asc, eq, gte, ne, sql, type AnyColumn } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Reader, Tx } from '../../db/client.ts'
import { booking, departure, traveller, trip } from '../../db/schema/index.ts'

type Handle = Reader | Tx
const driver = alias(traveller, 'driver')

/** Of one territory, from an instant on. */
type AtAires = { territorySiren: string; aireIds: readonly string[]; from: number }
const among = (column: AnyColumn, ids: readonly string[]) =>
  sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`

/** Trips still to be driven from or to some aires, with their driver, the first to leave first; index `departure_time`. */
export function findTripsAt(handle: Handle, { territorySiren, aireIds, from }: AtAires) {
  return handle
    .select({
      tripId: trip.id,
      originId: trip.originId,
      destinationId: trip.destinationId,
      person: traveller,
    })
    .from(departure)
    .innerJoin(trip, eq(trip.id, departure.tripId))
    .innerJoin(traveller, eq(traveller.id, departure.travellerId))
    .where(
      and(
        eq(departure.territorySiren, territorySiren),
        gte(departure.departAt, from),
        ne(departure.status, 'cancelled'),
        sql`(${among(departure.originId, aireIds)} or ${among(departure.destinationId, aireIds)})`,
      ),
    )
    .groupBy(trip.id)
    .orderBy(asc(sql`min(${departure.departAt})`), asc(trip.id))
}

/** Bookings to come that begin or end at some aires, with both people, the soonest first; index `departure_time`. */
export function findBookingsAt(handle: Handle, { territorySiren, aireIds, from }: AtAires) {
  return handle
    .select({ booking, person: traveller, driver })
    .from(departure)
    .innerJoin(booking, eq(booking.departureId, departure.id))
    .innerJoin(traveller, eq(traveller.id, booking.travellerId))
    .innerJoin(driver, eq(driver.id, booking.driverId))
    .where(
      and(
        eq(departure.territorySiren, territorySiren),
        gte(departure.departAt, from),
        sql`(${booking.status} = 'WAITING_CONFIRMATION' or ${booking.status} = 'CONFIRMED')`,
        sql`(${among(booking.pickUpId, aireIds)} or ${among(booking.dropOffId, aireIds)})`,
      ),
    )
    .orderBy(asc(booking.pickUpAt), asc(booking.id))
}
