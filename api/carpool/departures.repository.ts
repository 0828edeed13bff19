import { and, asc, eq, gt, gte, lt, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { addCounts } from './ride-counts.repository.ts'
import { prepared, preparedInsert } from '../../db/prepared.ts'
import { carpoolSequence, departure, traveller, trip } from '../../db/schema/index.ts'

type Handle = Reader | Tx
export type DepartureRow = typeof departure.$inferSelect

const countSequence = prepared((db) =>
  db
    .insert(carpoolSequence)
    .values({ territorySiren: sql`${sql.placeholder('territorySiren')}`, value: 1 })
    .onConflictDoUpdate({ target: carpoolSequence.territorySiren, set: { value: sql`value + 1` } })
    .returning({ value: carpoolSequence.value })
    .prepare(),
)

/** The number of this write among those that changed departures of a territory. */
export async function nextSequence(tx: Tx, territorySiren: string): Promise<number> {
  const [row] = await countSequence(tx, { territorySiren })
  return row!.value
}

const selectSequence = prepared((db) =>
  db
    .select({ value: carpoolSequence.value })
    .from(carpoolSequence)
    .where(eq(carpoolSequence.territorySiren, sql.placeholder('territorySiren')))
    .prepare(),
)

export async function readSequence(handle: Handle, territorySiren: string): Promise<number> {
  const [row] = await selectSequence(handle, { territorySiren })
  return row?.value ?? 0
}

/** What the index in memory holds of a departure. */
const indexed = {
  id: departure.id,
  originId: departure.originId,
  destinationId: departure.destinationId,
  departAt: departure.departAt,
  seatsLeft: departure.seatsLeft,
  detourLimit: departure.detourLimit,
  detourUsed: departure.detourUsed,
  wishes: departure.wishes,
  status: departure.status,
  sequence: departure.sequence,
}
export type IndexedDeparture = Pick<DepartureRow, keyof typeof indexed>

/** Departures from an instant on, of every state; index `departure_time`. */
export function findDeparturesFrom(
  handle: Handle,
  territorySiren: string,
  from: number,
): Promise<IndexedDeparture[]> {
  return handle
    .select(indexed)
    .from(departure)
    .where(and(eq(departure.territorySiren, territorySiren), gte(departure.departAt, from)))
}

/** Departures that changed after a write; index `departure_sequence`. */
export function findDeparturesSince(
  handle: Handle,
  territorySiren: string,
  sequence: number,
): Promise<IndexedDeparture[]> {
  return handle
    .select(indexed)
    .from(departure)
    .where(and(eq(departure.territorySiren, territorySiren), gt(departure.sequence, sequence)))
}

const insertRow = preparedInsert(departure)
export async function insertDepartures(
  tx: Tx,
  rows: readonly (typeof departure.$inferInsert)[],
): Promise<void> {
  for (const row of rows) await insertRow(tx, row)
  await addCounts(
    tx,
    rows.map(({ departAt, ...row }) => ({ ...row, kind: 'offered' as const, at: departAt, count: 1 })),
  )
}

const withTrip = { departure, trip, driver: traveller }
export type OpenDeparture = {
  departure: DepartureRow
  trip: typeof trip.$inferSelect
  driver: typeof traveller.$inferSelect
}

const selectOpen = prepared((db) =>
  db
    .select(withTrip)
    .from(departure)
    .innerJoin(trip, eq(trip.id, departure.tripId))
    .innerJoin(traveller, eq(traveller.id, departure.travellerId))
    .where(sql`${departure.id} in (select value from json_each(${sql.placeholder('ids')}))`)
    .prepare(),
)

/** Departures with their trip and driver, by id. */
export function findDepartures(handle: Handle, ids: readonly string[]): Promise<OpenDeparture[]> {
  return selectOpen(handle, { ids: JSON.stringify(ids) })
}

/** What leaves an aire within a stretch of time, the soonest first; index `departure_origin`. */
export function findLeaving(
  handle: Handle,
  { aireId, from, to, limit }: { aireId: string; from: number; to: number; limit: number },
): Promise<OpenDeparture[]> {
  return handle
    .select(withTrip)
    .from(departure)
    .innerJoin(trip, eq(trip.id, departure.tripId))
    .innerJoin(traveller, eq(traveller.id, departure.travellerId))
    .where(
      and(
        eq(departure.originId, aireId),
        gte(departure.departAt, from),
        lt(departure.departAt, to),
        eq(departure.status, 'open'),
      ),
    )
    .orderBy(asc(departure.departAt), asc(departure.id))
    .limit(limit)
}

export type NextDeparture = {
  originId: string
  destinationId: string
  departAt: number
  seatsLeft: number
}

/** Of each destination from some aires, the next departure that has a seat, the soonest first; index `departure_origin`. */
export function findNextByDestination(
  read: Reader,
  {
    territorySiren,
    originIds,
    near,
    hidden,
    from,
    to,
    limit,
  }: {
    territorySiren: string
    originIds: readonly string[]
    /** Aires one walks to from there: nobody is taken to them. */
    near: readonly string[]
    /** Departures that are not shown to who asks. */
    hidden: readonly string[]
    from: number
    to: number
    limit: number
  },
): Promise<NextDeparture[]> {
  // The bare columns of SQLite: those of the row that has the least `depart_at`.
  return read.all(sql`select d.origin_id as originId, d.destination_id as destinationId,
      min(d.depart_at) as departAt, d.seats_left as seatsLeft
    from json_each(${JSON.stringify(originIds)}) o
    cross join departure d on d.origin_id = o.value and d.depart_at >= ${from} and d.depart_at < ${to}
    where d.territory_siren = ${territorySiren} and d.status = 'open' and d.seats_left > 0
      and d.destination_id not in (select value from json_each(${JSON.stringify(near)}))
      and d.id not in (select value from json_each(${JSON.stringify(hidden)}))
    group by d.destination_id order by departAt, destinationId limit ${limit}`)
}

/** Departures of a trip are written four weeks ahead, and those of a change planned for later up to a year. */
export const MOST_DEPARTURES = 500

/** Departures of a trip from an instant on, in order. */
export function findDeparturesOfTrip(
  handle: Handle,
  { tripId, from, limit }: { tripId: string; from: number; limit: number },
): Promise<DepartureRow[]> {
  return handle
    .select()
    .from(departure)
    .where(and(eq(departure.tripId, tripId), gte(departure.departAt, from)))
    .orderBy(asc(departure.day))
    .limit(limit)
}

const updateTaken = prepared((db) =>
  db
    .update(departure)
    .set({
      seatsLeft: sql`seats_left - ${sql.placeholder('seats')}`,
      detourUsed: sql`detour_used + ${sql.placeholder('detourSeconds')}`,
      sequence: sql`${sql.placeholder('sequence')}`,
    })
    .where(
      and(
        eq(departure.id, sql.placeholder('id')),
        eq(departure.status, 'open'),
        gte(departure.seatsLeft, sql.placeholder('seats')),
        sql`detour_used + ${sql.placeholder('detourSeconds')} <= detour_limit`,
      ),
    )
    .returning({ id: departure.id })
    .prepare(),
)

/** Takes seats and detour if they are still there: the database alone decides who comes first. */
export async function takeSeats(
  tx: Tx,
  {
    id,
    seats,
    detourSeconds,
    sequence,
  }: { id: string; seats: number; detourSeconds: number; sequence: number },
): Promise<boolean> {
  const taken = await updateTaken(tx, { id, seats, detourSeconds, sequence })
  return taken.length === 1
}

/** Gives them back. */
export async function giveSeats(
  tx: Tx,
  {
    id,
    seats,
    detourSeconds,
    sequence,
  }: { id: string; seats: number; detourSeconds: number; sequence: number },
): Promise<void> {
  await tx
    .update(departure)
    .set({
      seatsLeft: sql`seats_left + ${seats}`,
      detourUsed: sql`detour_used - ${detourSeconds}`,
      sequence,
    })
    .where(eq(departure.id, id))
}

/** The departure of a trip on a day, whatever became of it. */
export async function findDepartureOn(
  handle: Handle,
  { tripId, day }: { tripId: string; day: string },
): Promise<DepartureRow | null> {
  const [row] = await handle
    .select()
    .from(departure)
    .where(and(eq(departure.tripId, tripId), eq(departure.day, day)))
  return row ?? null
}

/** Each as it becomes; the index follows by the number of the write. */
export async function changeDepartures(
  tx: Tx,
  changes: readonly (Pick<DepartureRow, 'id'> & Partial<DepartureRow>)[],
  sequence: number,
): Promise<void> {
  for (const { id, ...change } of changes)
    await tx
      .update(departure)
      .set({ ...change, sequence })
      .where(eq(departure.id, id))
}

/** No longer driven. */
export async function cancelDepartures(tx: Tx, ids: readonly string[], sequence: number): Promise<void> {
  await tx
    .update(departure)
    .set({ status: 'cancelled', sequence })
    .where(sql`${departure.id} in (select value from json_each(${JSON.stringify(ids)}))`)
}
