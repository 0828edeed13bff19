import { and, eq, isNotNull, sql, type Column } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import { alertCommune, alertFollow, alertSubscription } from '../../db/schema/index.ts'
import type { AlertRow } from './alert.repository.ts'

/** A follow for one of the kinds, of a commune that the alert concerns: of the whole territory, or named by it. */
const concerned = (follow: { communeCode: Column; territorySiren: Column; kinds: Column }) =>
  sql`(${follow.kinds} & ${sql.placeholder('mask')}) <> 0 and (
    (${sql.placeholder('whole')} and ${follow.territorySiren} = ${sql.placeholder('siren')})
    or exists (select 1 from ${alertCommune}
      where ${alertCommune.alertId} = ${sql.placeholder('alertId')} and ${alertCommune.communeCode} = ${follow.communeCode})
  )`

// Built once: a danger told to thousands asks it for each of them, once the first half minute is over.
const selectFollow = prepared((db) =>
  db
    .select({ id: alertFollow.id })
    .from(alertFollow)
    .where(
      and(
        eq(alertFollow.followerId, sql.placeholder('id')),
        isNotNull(alertFollow.confirmedAt),
        concerned(alertFollow),
      ),
    )
    .limit(1)
    .prepare(),
)

const selectSubscription = prepared((db) =>
  db
    .select({ id: alertSubscription.id })
    .from(alertSubscription)
    .where(and(eq(alertSubscription.deviceId, sql.placeholder('id')), concerned(alertSubscription)))
    .limit(1)
    .prepare(),
)

type Asked = { row: Pick<AlertRow, 'id' | 'whole' | 'territorySiren'>; mask: number; id: string }
const valuesOf = ({ row, mask, id }: Asked) => ({
  id,
  mask,
  whole: row.whole ? 1 : 0,
  siren: row.territorySiren,
  alertId: row.id,
})

/** True when somebody told by mail or text message (`id`) follows one of an alert's communes, for a kind. */
export async function isFollowedBy(read: Reader, asked: Asked): Promise<boolean> {
  return (await selectFollow(read, valuesOf(asked))).length > 0
}

/** The same of a phone. */
export async function isFollowedOn(read: Reader, asked: Asked): Promise<boolean> {
  return (await selectSubscription(read, valuesOf(asked))).length > 0
}
