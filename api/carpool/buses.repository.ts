import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { Reader } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import { gtfsFeed, type BusMode } from '../../db/schema/index.ts'
import type { ServiceWindow, StopTime } from './gtfs.rules.ts'
import { dayNumber } from './gtfs.rules.ts'
import type { Point } from './travel.rules.ts'

/** A feed of which something was read. */
export type ShownFeed = typeof gtfsFeed.$inferSelect & { edition: number }
export type NearStop = Point & { no: number; name: string; metres: number }
export type BusTime = StopTime & { stop: NearStop; onRequest: boolean }
/** What a bus that comes by shows on its front. */
export type BusTrip = { no: number; line: string; mode: BusMode; headsign: string | null; about: boolean }
/** West, south, east, north. */
export type Box = readonly [number, number, number, number]

const selectShown = prepared((db) =>
  db
    .select()
    .from(gtfsFeed)
    .where(and(eq(gtfsFeed.territorySiren, sql.placeholder('territorySiren')), isNotNull(gtfsFeed.edition)))
    .orderBy(asc(gtfsFeed.createdAt), asc(gtfsFeed.id))
    .prepare(),
)

/** The feeds that a territory shows, in the order in which they were added; index `gtfs_feed_territory`. */
export async function findShownFeeds(read: Reader, territorySiren: string): Promise<ShownFeed[]> {
  return (await selectShown(read, { territorySiren })) as ShownFeed[]
}

/** Stops of an edition within some boxes, each once; index `gtfs_stop_place`. */
export async function findStopsIn(
  read: Reader,
  edition: number,
  boxes: readonly Box[],
): Promise<(Point & { no: number; name: string })[]> {
  return read.all(
    sql`select distinct s.no, s.name, s.lat, s.lon from json_each(${JSON.stringify(boxes)}) b
      cross join gtfs_stop s on s.edition = ${edition} and s.lat between (b.value ->> 1) and (b.value ->> 3)
        and s.lon between (b.value ->> 0) and (b.value ->> 2)`,
  )
}

/** Of each reader the services that run on a day: an edition, once written, changes no more. */
const runningOf = new WeakMap<Reader, LRUCache<string, readonly number[]>>()

/** The services of an edition that run on a day of service; the primary key of `gtfs_service`. */
async function findRunning(read: Reader, edition: number, serviceDay: string): Promise<readonly number[]> {
  let known = runningOf.get(read)
  if (!known) runningOf.set(read, (known = new LRUCache({ max: 100 })))
  const key = `${edition} ${serviceDay}`
  const kept = known.get(key)
  if (kept) return kept
  const day = dayNumber(serviceDay)
  const rows = await read.all<{ no: number }>(
    sql`select no from gtfs_service where edition = ${edition} and first_day <= ${day}
      and substr(days, ${day} - first_day + 1, 1) = '1'`,
  )
  const running = rows.map(({ no }) => no)
  known.set(key, running)
  return running
}

type Row = Pick<StopTime, 'departs' | 'arrives' | 'tripNo' | 'place'> & { stop: number; flags: number }

/**
 * What stops at some stops within some windows and runs on their days: by the key of `gtfs_stop_time`, a range for each
 * stop and day of service.
 */
export async function findTimes(
  read: Reader,
  {
    edition,
    stops,
    windows,
    trips,
  }: {
    edition: number
    stops: readonly NearStop[]
    windows: readonly ServiceWindow[]
    /** Of these alone: those one has boarded. */
    trips?: readonly number[]
  },
): Promise<BusTime[]> {
  if (stops.length === 0) return []
  const stopOf = new Map(stops.map((stop) => [stop.no, stop]))
  const found: BusTime[] = []
  for (const { serviceDay, start, from, to } of windows) {
    const services = await findRunning(read, edition, serviceDay)
    if (services.length === 0) continue
    const rows = await read.all<Row>(
      sql`select t.stop_no as stop, t.departs, t.arrives, t.trip_no as tripNo, t.place, t.flags
        from json_each(${JSON.stringify(stops.map(({ no }) => no))}) s
        cross join gtfs_stop_time t on t.edition = ${edition} and t.stop_no = s.value
          and t.departs >= ${from} and t.departs < ${to}
        where t.service_no in (select value from json_each(${JSON.stringify(services)}))
          ${trips ? sql`and t.trip_no in (select value from json_each(${JSON.stringify(trips)}))` : sql``}`,
    )
    for (const { stop: no, flags, ...row } of rows) {
      const stop = stopOf.get(no)!
      found.push({
        ...row,
        edition,
        serviceDay,
        start,
        boards: (flags & 1) !== 0,
        alights: (flags & 2) !== 0,
        onRequest: (flags & 4) !== 0,
        metres: stop.metres,
        stop,
      })
    }
  }
  return found
}

/** Trips of an edition by their number; primary keys of `gtfs_trip` and `gtfs_route`. */
export async function findBusTrips(
  read: Reader,
  edition: number,
  numbers: readonly number[],
): Promise<Map<number, BusTrip>> {
  const rows = await read.all<Omit<BusTrip, 'about'> & { about: number }>(
    sql`select p.no, r.name as line, r.mode, p.headsign, p.about
      from json_each(${JSON.stringify([...new Set(numbers)])}) n
      cross join gtfs_trip p on p.edition = ${edition} and p.no = n.value
      cross join gtfs_route r on r.edition = ${edition} and r.no = p.route_no`,
  )
  return new Map(rows.map((row) => [row.no, { ...row, about: row.about === 1 }]))
}
