import { and, asc, desc, eq, lt, ne, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { aire, booking, departure, territoryAire, trip } from '../../db/schema/index.ts'
import type { AireRef } from './rides.schemas.ts'

type Handle = Reader | Tx
export type TripRow = typeof trip.$inferSelect

export async function findTrip(handle: Handle, id: string): Promise<TripRow | null> {
  const [row] = await handle.select().from(trip).where(eq(trip.id, id))
  return row ?? null
}

/** The way back of a way there; index `trip_return`. */
export async function findBack(handle: Handle, id: string): Promise<TripRow | null> {
  const [row] = await handle.select().from(trip).where(eq(trip.returnOfId, id))
  return row ?? null
}

/** Trips of somebody, not cancelled, the latest offered first; index `trip_traveller`. */
export function findTripsOf(
  handle: Handle,
  { travellerId, after, limit }: { travellerId: string; after: string | undefined; limit: number },
): Promise<TripRow[]> {
  return handle
    .select()
    .from(trip)
    .where(
      and(
        eq(trip.travellerId, travellerId),
        ne(trip.status, 'cancelled'),
        after === undefined ? undefined : lt(trip.id, after),
      ),
    )
    .orderBy(desc(trip.id))
    .limit(limit)
}

/** Regular trips whose departures are to be written further; index `trip_to_expand`. */
export function findTripsToExpand(
  handle: Handle,
  { before, limit }: { before: string; limit: number },
): Promise<TripRow[]> {
  return handle
    .select()
    .from(trip)
    .where(and(lt(trip.expandedUntil, before), sql`${trip.status} = 'active'`, sql`weekdays > 0`))
    .orderBy(asc(trip.expandedUntil))
    .limit(limit)
}

export async function insertTrip(tx: Tx, row: typeof trip.$inferInsert): Promise<void> {
  await tx.insert(trip).values(row)
}

export async function updateTrip(
  tx: Tx,
  id: string,
  change: Partial<typeof trip.$inferInsert>,
): Promise<void> {
  await tx
    .update(trip)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(trip.id, id))
}

/** How far its departures are written: no change of the driver's, so no version. */
export async function setExpanded(tx: Tx, id: string, expandedUntil: string): Promise<void> {
  await tx.update(trip).set({ expandedUntil }).where(eq(trip.id, id))
}

/** Seats asked for and accepted on each departure of a trip to come. */
export async function countBookings(
  handle: Handle,
  { tripId, from }: { tripId: string; from: number },
): Promise<Map<string, { waiting: number; accepted: number }>> {
  const rows = await handle
    .select({
      id: departure.id,
      waiting: sql<number>`sum(${booking.status} = 'WAITING_CONFIRMATION')`,
      accepted: sql<number>`sum(${booking.status} = 'CONFIRMED')`,
    })
    .from(departure)
    .innerJoin(booking, eq(booking.departureId, departure.id))
    .where(and(eq(departure.tripId, tripId), sql`${departure.departAt} >= ${from}`))
    .groupBy(departure.id)
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

/**
 * Aires as rides show them, by id, those that are left no more included. One that the territory never had is named as
 * its source names it.
 */
export async function findAireRefs(
  handle: Handle,
  { territorySiren, ids }: { territorySiren: string; ids: readonly string[] },
): Promise<Map<string, AireRef>> {
  const asked = JSON.stringify([...new Set(ids)])
  const rows = await handle
    .select({
      id: territoryAire.aireId,
      name: territoryAire.name,
      commune: territoryAire.communeName,
      lat: territoryAire.lat,
      lon: territoryAire.lon,
      listed: territoryAire.listed,
    })
    .from(territoryAire)
    .where(
      and(
        eq(territoryAire.territorySiren, territorySiren),
        sql`${territoryAire.aireId} in (select value from json_each(${asked}))`,
      ),
    )
  const found = new Map<string, AireRef>(
    rows.map(({ listed, ...here }) => [here.id, { ...here, withdrawn: !listed }]),
  )
  const elsewhere = [...new Set(ids)].filter((id) => !found.has(id))
  if (elsewhere.length === 0) return found
  const others = await handle
    .select({ id: aire.id, name: aire.name, commune: aire.communeName, lat: aire.lat, lon: aire.lon })
    .from(aire)
    .where(sql`${aire.id} in (select value from json_each(${JSON.stringify(elsewhere)}))`)
  for (const other of others) found.set(other.id, { ...other, withdrawn: true })
  return found
}
