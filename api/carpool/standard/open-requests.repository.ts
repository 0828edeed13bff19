import { and, eq, gte, isNull, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../../db/client.ts'
import { rideRequest, traveller } from '../../../db/schema/index.ts'

export type OpenRequest = {
  request: typeof rideRequest.$inferSelect
  passenger: { id: string }
}

/** What passengers of a territory still look for from a day on; index `ride_request_open`. */
export function findOpenRequests(
  handle: Reader | Tx,
  { territorySiren, from, limit }: { territorySiren: string; from: string; limit: number },
): Promise<OpenRequest[]> {
  return handle
    .select({ request: rideRequest, passenger: { id: traveller.id } })
    .from(rideRequest)
    .innerJoin(traveller, eq(traveller.id, rideRequest.travellerId))
    .where(
      and(
        eq(rideRequest.territorySiren, territorySiren),
        sql`${rideRequest.status} = 'open'`,
        gte(rideRequest.lastDay, from),
        isNull(traveller.suspendedAt),
        eq(traveller.minor, false),
      ),
    )
    .limit(limit)
}
