import { sql } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'

export type RegularRow = {
  originId: string
  destinationId: string
  wallTime: string
  weekdays: number
  holidaysOff: number
  costCents: number
  lastDay: string | null
}

/**
 * Trips driven on some days of the week that leave one of some aires, or end there, and have a departure with a seat
 * between two instants; indexes `departure_origin` and `departure_destination`. Nothing of who drives.
 */
export function findRegularTrips(
  read: Reader,
  {
    territorySiren,
    aireIds,
    hiddenWish,
    from,
    to,
    limit,
  }: {
    territorySiren: string
    aireIds: readonly string[]
    /** Trips with this wish are not for everyone. */
    hiddenWish: number
    from: number
    to: number
    limit: number
  },
): Promise<RegularRow[]> {
  const aires = JSON.stringify(aireIds)
  return read.all(sql`select t.origin_id as originId, t.destination_id as destinationId, t.wall_time as wallTime,
      t.weekdays as weekdays, t.holidays_off as holidaysOff, t.cost_cents as costCents, t.last_day as lastDay
    from trip t
    where t.id in (
        select d.trip_id from json_each(${aires}) a cross join departure d
          on d.origin_id = a.value and d.depart_at >= ${from} and d.depart_at < ${to}
          where d.status = 'open' and d.seats_left > 0
        union
        select d.trip_id from json_each(${aires}) a cross join departure d
          on d.destination_id = a.value and d.depart_at >= ${from} and d.depart_at < ${to}
          where d.status = 'open' and d.seats_left > 0)
      and t.territory_siren = ${territorySiren} and t.weekdays > 0 and t.status = 'active'
      and t.wishes & ${hiddenWish} = 0
    order by t.wall_time, t.id limit ${limit}`)
}
