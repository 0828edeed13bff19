import { and, asc, eq, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import { travelTime } from '../../db/schema/index.ts'
import type { TravelSource } from '../../db/schema/index.ts'

type Handle = Reader | Tx
/** One way between two aires; `seconds` null where there is no road. */
export type TravelRow = {
  originId: string
  destinationId: string
  seconds: number | null
  metres: number | null
  source: TravelSource
}

/** Rows written by one statement: its text stays a few hundred kilobytes. */
const blockSize = 2000

/** Every travel time of a territory. */
export function findTravelTimes(handle: Handle, territorySiren: string): Promise<TravelRow[]> {
  return handle
    .select({
      originId: travelTime.originId,
      destinationId: travelTime.destinationId,
      seconds: travelTime.seconds,
      metres: travelTime.metres,
      source: travelTime.source,
    })
    .from(travelTime)
    .where(eq(travelTime.territorySiren, territorySiren))
}

const asRows = (rows: readonly TravelRow[]) =>
  JSON.stringify(
    rows.map(({ originId, destinationId, seconds, metres, source }) => [
      originId,
      destinationId,
      seconds,
      metres,
      source,
    ]),
  )

/** Adds travel times, in place of those known for the same pairs. */
export async function saveTravelTimes(
  tx: Tx,
  territorySiren: string,
  rows: readonly TravelRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += blockSize)
    await tx.run(
      sql`insert into travel_time (territory_siren, origin_id, destination_id, seconds, metres, source)
        select ${territorySiren}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
        from json_each(${asRows(rows.slice(start, start + blockSize))}) where true
        on conflict do update set seconds = excluded.seconds, metres = excluded.metres, source = excluded.source`,
    )
}

/** Forgets the ways from and to these aires. */
export async function deleteTravelTimesOf(
  tx: Tx,
  territorySiren: string,
  aireIds: readonly string[],
): Promise<void> {
  if (aireIds.length === 0) return
  const these = sql`(select value from json_each(${JSON.stringify(aireIds)}))`
  await tx.run(
    sql`delete from travel_time where territory_siren = ${territorySiren}
      and (origin_id in ${these} or destination_id in ${these})`,
  )
}

/** Aires from which some way is only estimated, at most `limit`; served by `travel_time_source`. */
export async function findEstimatedOrigins(
  handle: Handle,
  territorySiren: string,
  limit: number,
): Promise<string[]> {
  const rows = await handle
    .selectDistinct({ id: travelTime.originId })
    .from(travelTime)
    .where(and(eq(travelTime.territorySiren, territorySiren), eq(travelTime.source, 'estimate')))
    .orderBy(asc(travelTime.originId))
    .limit(limit)
  return rows.map(({ id }) => id)
}
