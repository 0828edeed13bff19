import { and, eq, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { booking, departureShare, territoryAire } from '../../db/schema/index.ts'

type Handle = Reader | Tx
type DriverShare = typeof departureShare.$inferSelect

/** The booking that a relative's link names; index `booking_share`. */
export async function findShared(read: Reader, shareHash: string) {
  const [row] = await read
    .select({
      rideId: booking.rideId,
      territorySiren: booking.territorySiren,
      sharedAt: booking.sharedAt,
      pickUpId: booking.pickUpId,
    })
    .from(booking)
    .where(eq(booking.shareHash, shareHash))
  return row ?? null
}

/** The departure that a driver's link names; index `departure_share_hash`. */
export async function findSharedDrive(read: Reader, shareHash: string): Promise<DriverShare | null> {
  const [row] = await read.select().from(departureShare).where(eq(departureShare.shareHash, shareHash))
  return row ?? null
}

export async function findDriverShare(handle: Handle, departureId: string): Promise<DriverShare | null> {
  const [row] = await handle.select().from(departureShare).where(eq(departureShare.departureId, departureId))
  return row ?? null
}

export async function saveDriverShare(tx: Tx, { departureId, ...share }: DriverShare): Promise<void> {
  await tx
    .insert(departureShare)
    .values({ departureId, ...share })
    .onConflictDoUpdate({ target: departureShare.departureId, set: share })
}

/** Of departures, those that their driver lets a relative look at. */
export async function findDrivesShared(handle: Handle, ids: readonly string[]): Promise<Set<string>> {
  const rows = await handle
    .select({ id: departureShare.departureId })
    .from(departureShare)
    .where(
      sql`${departureShare.departureId} in (select value from json_each(${JSON.stringify(ids)}))
        and shared_at is not null`,
    )
  return new Set(rows.map(({ id }) => id))
}

/** The commune of an aire, as the territory knows it. */
export async function findCommuneOf(
  read: Reader,
  { territorySiren, aireId }: { territorySiren: string; aireId: string },
): Promise<string | null> {
  const [row] = await read
    .select({ communeCode: territoryAire.communeCode })
    .from(territoryAire)
    .where(and(eq(territoryAire.territorySiren, territorySiren), eq(territoryAire.aireId, aireId)))
  return row?.communeCode ?? null
}
