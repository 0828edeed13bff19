import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Reader } from '../../db/client.ts'
import { gtfsFeed, type BusMode } from '../../db/schema/index.ts'
import type { ServiceWindow, StopTime } from './gtfs.rules.ts'
import { dayNumber } from './gtfs.rules.ts'
import type { Point } from './travel.rules.ts'

/** A feed of which something was read. */
export type ShownFeed = typeof gtfsFeed.$inferSelect & { edition: number }
export type NearStop = Point & { no: number; name: string; metres: number }
export type BusTime = StopTime & {
  stop: NearStop
  line: string
  mode: BusMode
  headsign: string | null
  about: boolean
  onRequest: boolean
}
/** West, south, east, north. */
export type Box = readonly [number, number, number, number]

/** The feeds that a territory shows, in the order in which they were added; index `gtfs_feed_territory`. */
export async function findShownFeeds(read: Reader, territorySiren: string): Promise<ShownFeed[]> {
  const rows = await read
    .select()
    .from(gtfsFeed)
    .where(and(eq(gtfsFeed.territorySiren, territorySiren), isNotNull(gtfsFeed.edition)))
    .orderBy(asc(gtfsFeed.createdAt), asc(gtfsFeed.id))
  return rows as ShownFeed[]
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

type Row = {
  stop: number
  day: number
  departs: number
  arrives: number
  tripNo: number
  place: number
  flags: number
  headsign: string | null
  about: number
  line: string
  mode: BusMode
}

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
  if (stops.length === 0 || windows.length === 0) return []
  const asked = windows.map(({ serviceDay, from, to }) => [dayNumber(serviceDay), from, to])
  const rows = await read.all<Row>(
    sql`select t.stop_no as stop, w.value ->> 0 as day, t.departs, t.arrives, t.trip_no as tripNo, t.place, t.flags,
        p.headsign, p.about, r.name as line, r.mode
      from json_each(${JSON.stringify(stops.map(({ no }) => no))}) s
      cross join json_each(${JSON.stringify(asked)}) w
      cross join gtfs_stop_time t on t.edition = ${edition} and t.stop_no = s.value
        and t.departs >= (w.value ->> 1) and t.departs < (w.value ->> 2)
        ${trips ? sql`and t.trip_no in (select value from json_each(${JSON.stringify(trips)}))` : sql``}
      cross join gtfs_service v on v.edition = ${edition} and v.no = t.service_no
        and (w.value ->> 0) >= v.first_day and substr(v.days, (w.value ->> 0) - v.first_day + 1, 1) = '1'
      cross join gtfs_trip p on p.edition = ${edition} and p.no = t.trip_no
      cross join gtfs_route r on r.edition = ${edition} and r.no = p.route_no`,
  )
  const stopOf = new Map(stops.map((stop) => [stop.no, stop]))
  const windowOf = new Map(windows.map((window) => [dayNumber(window.serviceDay), window]))
  return rows.map((row) => {
    const stop = stopOf.get(row.stop)!
    const { serviceDay, start } = windowOf.get(row.day)!
    return {
      edition,
      tripNo: row.tripNo,
      serviceDay,
      start,
      place: row.place,
      arrives: row.arrives,
      departs: row.departs,
      boards: (row.flags & 1) !== 0,
      alights: (row.flags & 2) !== 0,
      onRequest: (row.flags & 4) !== 0,
      metres: stop.metres,
      stop,
      line: row.line,
      mode: row.mode,
      headsign: row.headsign,
      about: row.about === 1,
    }
  })
}
