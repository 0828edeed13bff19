import { sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'
import type { EventStatus, Schedule } from '../../db/schema/index.ts'

type Handle = Reader | Tx

/** A date of an event, with what others need to know of both. */
export type DatedEvent = {
  id: string
  territorySiren: string
  title: string
  slug: string
  status: EventStatus
  publishedAt: number | null
  schedule: Schedule
  placeName: string | null
  lon: number | null
  lat: number | null
  approximate: number | null
  recurrence: string
  start: string
  end: string
  startAt: number
  endAt: number
  allDay: number
  cancelled: number
}

const columns = sql.raw(`e.id as id, e.territory_siren as territorySiren, e.title as title, e.slug as slug,
  e.status as status, e.published_at as publishedAt, e.schedule as schedule, p.name as placeName, p.lon as lon,
  p.lat as lat, p.position_approximate as approximate, o.recurrence as recurrence, o.start as start, o."end" as "end",
  o.start_at as startAt, o.end_at as endAt, o.all_day as allDay, o.cancelled as cancelled`)

type Raw = Omit<DatedEvent, 'schedule'> & { schedule: string }
const read = (row: Raw): DatedEvent => ({ ...row, schedule: JSON.parse(row.schedule) as Schedule })

/** Some dates by the event's id and the recurrence that names them (`occurrence_once`); unknown ones are left out. */
export async function findDates(
  handle: Handle,
  asked: readonly { eventId: string; recurrence: string }[],
): Promise<DatedEvent[]> {
  if (asked.length === 0) return []
  const pairs = JSON.stringify(asked.map(({ eventId, recurrence }) => [eventId, recurrence]))
  const rows = await handle.all<Raw>(sql`select ${columns} from json_each(${pairs}) a
    cross join event e on e.id = a.value ->> 0
    cross join occurrence o on o.event_seq = e.seq and o.recurrence = a.value ->> 1
    left join place p on p.id = e.place_id`)
  return rows.map(read)
}

/** The next date of an event that is not over at an instant and takes place; index `occurrence_event`. */
export async function findNextDate(
  handle: Handle,
  { eventId, at }: { eventId: string; at: number },
): Promise<DatedEvent | null> {
  const [row] = await handle.all<Raw>(sql`select ${columns} from event e
    join occurrence o on o.event_seq = e.seq and o.ord is not null and o.end_at > ${at} and o.cancelled = 0
    left join place p on p.id = e.place_id where e.id = ${eventId} order by o.ord limit 1`)
  return row ? read(row) : null
}

/** Places in every list (`ord`) of some dates that anyone may see; index `occurrence_once`. */
export async function findOrds(
  handle: Handle,
  asked: readonly { eventId: string; recurrence: string }[],
): Promise<number[]> {
  const pairs = JSON.stringify(asked.map(({ eventId, recurrence }) => [eventId, recurrence]))
  const rows = await handle.all<{ ord: number }>(sql`select o.ord as ord from json_each(${pairs}) a
    cross join event e on e.id = a.value ->> 0
    cross join occurrence o on o.event_seq = e.seq and o.recurrence = a.value ->> 1
    where o.ord is not null and o.cancelled = 0 and e.status = 'published'`)
  return rows.map(({ ord }) => ord)
}
