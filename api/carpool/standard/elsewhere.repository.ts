import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../../db/client.ts'
import { carpoolOperator, rideElsewhere, rideElsewhereMessage, traveller } from '../../../db/schema/index.ts'

type Handle = Reader | Tx
export type RideRow = typeof rideElsewhere.$inferSelect
export type RideElsewhere = {
  ride: RideRow
  operator: typeof carpoolOperator.$inferSelect
  passenger: typeof traveller.$inferSelect
}

const select = (handle: Handle) =>
  handle
    .select({ ride: rideElsewhere, operator: carpoolOperator, passenger: traveller })
    .from(rideElsewhere)
    .innerJoin(carpoolOperator, eq(carpoolOperator.id, rideElsewhere.operatorId))
    .innerJoin(traveller, eq(traveller.id, rideElsewhere.travellerId))

export async function findRideElsewhere(handle: Handle, id: string): Promise<RideElsewhere | null> {
  const [row] = await select(handle).where(eq(rideElsewhere.id, id))
  return row ?? null
}

/** One's rides with other operators, to come (the soonest first) or past; index `ride_elsewhere_traveller`. */
export function findRidesElsewhere(
  handle: Handle,
  {
    travellerId,
    when,
    now,
    after,
    limit,
  }: {
    travellerId: string
    when: 'coming' | 'past'
    now: number
    after: { pickUpAt: number; id: string } | undefined
    limit: number
  },
): Promise<RideElsewhere[]> {
  const place = after && sql`(${rideElsewhere.pickUpAt}, ${rideElsewhere.id})`
  const [direction, bound] =
    when === 'coming'
      ? [asc, sql`${rideElsewhere.pickUpAt} >= ${now}`]
      : [desc, sql`${rideElsewhere.pickUpAt} < ${now}`]
  return select(handle)
    .where(
      and(
        eq(rideElsewhere.travellerId, travellerId),
        bound,
        place &&
          (when === 'coming'
            ? sql`${place} > (${after.pickUpAt}, ${after.id})`
            : sql`${place} < (${after.pickUpAt}, ${after.id})`),
      ),
    )
    .orderBy(direction(rideElsewhere.pickUpAt), direction(rideElsewhere.id))
    .limit(limit)
}

export async function insertRideElsewhere(tx: Tx, row: typeof rideElsewhere.$inferInsert): Promise<void> {
  await tx.insert(rideElsewhere).values(row)
}

export async function updateRideElsewhere(
  tx: Tx,
  id: string,
  change: Partial<typeof rideElsewhere.$inferInsert>,
): Promise<void> {
  await tx
    .update(rideElsewhere)
    .set({ ...change, version: sql`version + 1` })
    .where(eq(rideElsewhere.id, id))
}

export async function insertElsewhereMessage(
  tx: Tx,
  row: typeof rideElsewhereMessage.$inferInsert,
): Promise<void> {
  await tx.insert(rideElsewhereMessage).values(row).onConflictDoNothing()
}

/** In order; index `ride_elsewhere_message_order`. */
export function findElsewhereMessages(handle: Handle, rideId: string, limit: number) {
  return handle
    .select()
    .from(rideElsewhereMessage)
    .where(eq(rideElsewhereMessage.rideId, rideId))
    .orderBy(asc(rideElsewhereMessage.createdAt), asc(rideElsewhereMessage.id))
    .limit(limit)
}

type Batch = { before: number; limit: number }

/** Words of rides that ended before an instant; index `ride_elsewhere_over`. */
export async function deleteOldElsewhereMessages(tx: Tx, { before, limit }: Batch): Promise<number> {
  const rows = await tx
    .delete(rideElsewhereMessage)
    .where(
      sql`${rideElsewhereMessage.id} in (select m.id from ${rideElsewhere} r join ${rideElsewhereMessage} m on m.ride_id = r.id
        where r.drop_off_at < ${before} order by r.drop_off_at limit ${limit})`,
    )
    .returning({ id: rideElsewhereMessage.id })
  return rows.length
}

/** Rides that ended before an instant; index `ride_elsewhere_over`. */
export async function deleteOldRidesElsewhere(tx: Tx, { before, limit }: Batch): Promise<number> {
  const rows = await tx
    .delete(rideElsewhere)
    .where(
      sql`${rideElsewhere.id} in (select id from ${rideElsewhere} where drop_off_at < ${before} order by drop_off_at limit ${limit})`,
    )
    .returning({ id: rideElsewhere.id })
  return rows.length
}
