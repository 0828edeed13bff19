import { and, eq, isNotNull, sql, type Column } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { alertCommune, alertFollow, alertSubscription } from '../../db/schema/index.ts'
import type { AlertRow } from './alert.repository.ts'

/** A follow is of a commune that the alert concerns. */
const concerns = ({ id, whole, territorySiren }: AlertRow, follow: { commune: Column; territory: Column }) =>
  whole
    ? eq(follow.territory, territorySiren)
    : sql`exists (select 1 from ${alertCommune} where ${alertCommune.alertId} = ${id} and ${alertCommune.communeCode} = ${follow.commune})`

/** True when somebody told by mail or text message follows one of an alert's communes, for a kind. */
export async function isFollowedBy(
  read: Reader,
  { row, mask, followerId }: { row: AlertRow; mask: number; followerId: string },
): Promise<boolean> {
  const { communeCode: commune, territorySiren: territory, kinds } = alertFollow
  const found = await read
    .select({ id: alertFollow.id })
    .from(alertFollow)
    .where(
      and(
        eq(alertFollow.followerId, followerId),
        isNotNull(alertFollow.confirmedAt),
        sql`(${kinds} & ${mask}) <> 0`,
        concerns(row, { commune, territory }),
      ),
    )
    .limit(1)
  return found.length > 0
}

/** The same of a phone. */
export async function isFollowedOn(
  read: Reader,
  { row, mask, deviceId }: { row: AlertRow; mask: number; deviceId: string },
): Promise<boolean> {
  const { communeCode: commune, territorySiren: territory, kinds } = alertSubscription
  const found = await read
    .select({ id: alertSubscription.id })
    .from(alertSubscription)
    .where(
      and(
        eq(alertSubscription.deviceId, deviceId),
        sql`(${kinds} & ${mask}) <> 0`,
        concerns(row, { commune, territory }),
      ),
    )
    .limit(1)
  return found.length > 0
}
