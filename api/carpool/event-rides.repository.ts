import { sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/client.ts'

type Handle = Reader | Tx

export type RideThere = {
  id: string
  originId: string
  destinationId: string
  departAt: number
  tied: number
}

/** Of one date: more are not shown. */
const most = 500

/**
 * Open departures with a seat that end at (or, back, begin from) some aires within a stretch of time, and those tied to
 * a date of an event whenever they leave; indexes `departure_destination`, `departure_origin`, `trip_event`.
 */
export function findRidesAround(
  read: Handle,
  {
    territorySiren,
    aireIds,
    from,
    to,
    now,
    eventId,
    eventDate,
    back,
  }: {
    territorySiren: string
    aireIds: readonly string[]
    from: number
    to: number
    now: number
    eventId: string
    eventDate: string
    back: boolean
  },
): Promise<RideThere[]> {
  const end = sql.raw(back ? 'd.origin_id' : 'd.destination_id')
  const way = sql.raw(back ? 't.return_of_id is not null' : 't.return_of_id is null')
  return read.all<RideThere>(sql`
    select d.id as id, d.origin_id as originId, d.destination_id as destinationId, d.depart_at as departAt,
      max(base.tied) as tied
    from (
      select d.id as id, 0 as tied from json_each(${JSON.stringify(aireIds)}) a cross join departure d
        on ${end} = a.value and d.depart_at >= ${from} and d.depart_at < ${to}
      union all
      select d.id as id, 1 as tied from trip t cross join departure d on d.trip_id = t.id
        where t.event_id = ${eventId} and t.event_date = ${eventDate} and ${way}
    ) base
    cross join departure d on d.id = base.id
    cross join traveller v on v.id = d.traveller_id
    where d.territory_siren = ${territorySiren} and d.status = 'open' and d.seats_left > 0 and d.depart_at >= ${now}
      and v.suspended_at is null
    group by d.id order by d.depart_at, d.id limit ${most}`)
}

/** Standing requests for a day, tied to an event; index `ride_request_event`. */
export async function countRequests(
  read: Handle,
  { eventId, day }: { eventId: string; day: string },
): Promise<number> {
  const [row] = await read.all<{ n: number }>(sql`select count(*) as n from ride_request
    where event_id = ${eventId} and status = 'open' and first_day <= ${day} and last_day >= ${day}`)
  return row?.n ?? 0
}

/** Of one territory: far more dates than any agenda shows at once. */
const mostDates = 2000

/** Dates of events that a car with a seat goes to, from an instant on; index `trip_event_day`. */
export function findDatesWithSeats(
  read: Handle,
  { territorySirens, day, now }: { territorySirens: readonly string[]; day: string; now: number },
): Promise<{ eventId: string; recurrence: string }[]> {
  return read.all(sql`select distinct t.event_id as eventId, t.event_date as recurrence
    from json_each(${JSON.stringify(territorySirens)}) s
    cross join trip t indexed by trip_event_day
      on t.territory_siren = s.value and t.event_id is not null and t.first_day >= ${day}
    cross join departure d on d.trip_id = t.id and d.day = t.first_day
    where t.return_of_id is null and d.status = 'open' and d.seats_left > 0 and d.depart_at >= ${now}
    order by t.first_day limit ${mostDates}`)
}

/** Somebody with a ride tied to an event: who, which date, and the ride. */
export type TiedPerson = {
  travellerId: string
  userId: string | null
  locale: string
  role: 'driver' | 'passenger' | 'asking'
  eventDate: string | null
  fromId: string | null
  toId: string | null
  fromName: string | null
  toName: string | null
  at: number | null
  day: string
}

/** Drivers, passengers and those who ask, of an event, whose ride is still to come; indexes `trip_event`, `ride_request_event`. */
export function findTied(
  read: Handle,
  { eventId, from, day }: { eventId: string; from: number; day: string },
): Promise<TiedPerson[]> {
  return read.all<TiedPerson>(sql`
    select v.id as travellerId, v.user_id as userId, v.locale as locale, 'driver' as role, t.event_date as eventDate,
      d.origin_id as fromId, d.destination_id as toId, null as fromName, null as toName, d.depart_at as at, d.day as day
    from trip t cross join departure d on d.trip_id = t.id cross join traveller v on v.id = t.traveller_id
    where t.event_id = ${eventId} and d.status <> 'cancelled' and d.depart_at >= ${from}
    union all
    select v.id, v.user_id, v.locale, 'passenger', t.event_date, b.pick_up_id, b.drop_off_id, null, null, b.pick_up_at, d.day
    from trip t cross join departure d on d.trip_id = t.id cross join booking b on b.departure_id = d.id
      cross join traveller v on v.id = b.traveller_id
    where t.event_id = ${eventId} and b.status in ('WAITING_CONFIRMATION', 'CONFIRMED') and b.pick_up_at >= ${from}
    union all
    select v.id, v.user_id, v.locale, 'asking', null, null, null, r.from_name, r.to_name, null, r.first_day
    from ride_request r cross join traveller v on v.id = r.traveller_id
    where r.event_id = ${eventId} and r.status = 'open' and r.last_day >= ${day}
    order by 10, 1`)
}
