import { and, asc, eq, gt, or, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import { booking, departure, traveller, travellerBlock } from '../../db/schema/index.ts'

type Handle = Reader | Tx

export async function insertBlock(tx: Tx, row: typeof travellerBlock.$inferInsert): Promise<void> {
  await tx.insert(travellerBlock).values(row).onConflictDoNothing()
}

export async function deleteBlock(
  tx: Tx,
  { blockerId, blockedId }: { blockerId: string; blockedId: string },
): Promise<void> {
  await tx
    .delete(travellerBlock)
    .where(and(eq(travellerBlock.blockerId, blockerId), eq(travellerBlock.blockedId, blockedId)))
}

/** Of somebody who is forgotten, on either side; the primary key and `traveller_block_other`. */
export async function deleteBlocksOf(tx: Tx, id: string): Promise<void> {
  await tx.delete(travellerBlock).where(eq(travellerBlock.blockerId, id))
  await tx.delete(travellerBlock).where(eq(travellerBlock.blockedId, id))
}

/** Whom somebody blocked, in the order of the primary key. */
export function findBlocked(
  handle: Handle,
  { blockerId, after, limit }: { blockerId: string; after: string | undefined; limit: number },
) {
  return handle
    .select({ id: travellerBlock.blockedId, name: traveller.name, at: travellerBlock.createdAt })
    .from(travellerBlock)
    .innerJoin(traveller, eq(traveller.id, travellerBlock.blockedId))
    .where(
      and(
        eq(travellerBlock.blockerId, blockerId),
        after === undefined ? undefined : gt(travellerBlock.blockedId, after),
      ),
    )
    .orderBy(asc(travellerBlock.blockedId))
    .limit(limit)
}

const selectApart = prepared((db) => {
  const theirs = db
    .select({ id: travellerBlock.blockedId })
    .from(travellerBlock)
    .where(eq(travellerBlock.blockerId, sql.placeholder('id')))
  const others = db
    .select({ id: travellerBlock.blockerId })
    .from(travellerBlock)
    .where(eq(travellerBlock.blockedId, sql.placeholder('id')))
  return theirs.union(others).prepare()
})

/** Who rides no more with somebody, whichever of the two said so; the primary key and `traveller_block_other`. */
export async function findApart(handle: Handle, id: string): Promise<string[]> {
  return (await selectApart(handle, { id })).map((row) => row.id)
}

/** Of several people, each with one whom they ride with no more. */
export async function findPairsApart(
  handle: Handle,
  ids: readonly string[],
): Promise<{ id: string; other: string }[]> {
  const { blockerId, blockedId } = travellerBlock
  const theirs = await handle
    .select({ id: blockerId, other: blockedId })
    .from(travellerBlock)
    .where(sql`${blockerId} in ${among(ids)}`)
  const others = await handle
    .select({ id: blockedId, other: blockerId })
    .from(travellerBlock)
    .where(sql`${blockedId} in ${among(ids)}`)
  return [...theirs, ...others]
}

const among = (ids: readonly string[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`
const holding = or(eq(booking.status, 'WAITING_CONFIRMATION'), eq(booking.status, 'CONFIRMED'))

/** Departures to come that any of these people drive or have a seat in; `departure_traveller`, `booking_traveller`. */
export async function findDeparturesWith(
  handle: Handle,
  { people, from }: { people: readonly string[]; from: number },
): Promise<string[]> {
  const driven = await handle
    .select({ id: departure.id })
    .from(departure)
    .where(and(sql`${departure.travellerId} in ${among(people)}`, sql`${departure.departAt} >= ${from}`))
  const ridden = await handle
    .select({ id: booking.departureId })
    .from(booking)
    .where(and(sql`${booking.travellerId} in ${among(people)}`, sql`${booking.pickUpAt} >= ${from}`, holding))
  return [...driven, ...ridden].map(({ id }) => id)
}

/** Who has a seat in each of some departures; index `booking_departure`. */
export function findAboard(
  handle: Handle,
  departureIds: readonly string[],
): Promise<{ departureId: string; travellerId: string }[]> {
  return handle
    .select({ departureId: booking.departureId, travellerId: booking.travellerId })
    .from(booking)
    .where(and(sql`${booking.departureId} in ${among(departureIds)}`, holding))
}

/** True when any of these people has a seat in a departure; index `booking_departure`. */
export async function ridesWithAny(
  handle: Handle,
  { departureId, people }: { departureId: string; people: readonly string[] },
): Promise<boolean> {
  const [row] = await handle
    .select({ id: booking.id })
    .from(booking)
    .where(
      and(eq(booking.departureId, departureId), sql`${booking.travellerId} in ${among(people)}`, holding),
    )
    .limit(1)
  return row !== undefined
}

/** Bookings to come of one in the other's car, either way round; index `booking_driver`. */
export async function findBetween(
  handle: Handle,
  { one, other, from }: { one: string; other: string; from: number },
): Promise<string[]> {
  const drivenBy = (driverId: string, travellerId: string) =>
    handle
      .select({ id: booking.id })
      .from(booking)
      .where(
        and(
          eq(booking.driverId, driverId),
          gt(booking.pickUpAt, from),
          eq(booking.travellerId, travellerId),
          holding,
        ),
      )
  return [...(await drivenBy(one, other)), ...(await drivenBy(other, one))].map(({ id }) => id)
}
