import { and, eq } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { booking, territoryAire } from '../../db/schema/index.ts'

/** The booking that a relative's link names, and the commune one is picked up in; index `booking_share`. */
export async function findShared(read: Reader, shareHash: string) {
  const [row] = await read
    .select({
      rideId: booking.rideId,
      territorySiren: booking.territorySiren,
      sharedAt: booking.sharedAt,
      communeCode: territoryAire.communeCode,
    })
    .from(booking)
    .leftJoin(
      territoryAire,
      and(
        eq(territoryAire.territorySiren, booking.territorySiren),
        eq(territoryAire.aireId, booking.pickUpId),
      ),
    )
    .where(eq(booking.shareHash, shareHash))
  return row ?? null
}
