import { isZone } from '../platform/wall.rules.ts'
import { readCalendar, type Calendar } from './gtfs-calendar.ts'
import { openFeed, type FeedFiles } from './gtfs-files.ts'
import { createGtfsReport, GtfsRefused, type GtfsTold } from './gtfs-report.ts'
import { readStops, type FeedStop, type Stops } from './gtfs-stops.ts'
import { openTable, type Watch } from './gtfs-table.ts'
import { readTrip, runsOf, type Frequency, type TripLine } from './gtfs-trip.rules.ts'
import {
  mostTrips,
  readFrequencies,
  readRoutes,
  readTrips,
  type FeedRoute,
  type FeedTrip,
} from './gtfs-trips.ts'
import { LATEST_SECONDS, readTime } from './gtfs.rules.ts'
import type { Point } from './travel.rules.ts'

/** Rows of one feed: a region's day of buses around a territory is a tenth of it. */
const mostStopTimes = 3_000_000
/** Lines of one trip: more is a file that is not what it says. */
const mostOfOneTrip = 2000
const batchRows = 4000
const usualZone = 'Europe/Paris'

export type StopTimeRow = {
  stopNo: number
  departs: number
  tripNo: number
  place: number
  arrives: number
  serviceNo: number
  flags: number
}
export type KeptTrip = { no: number; routeNo: number; headsign: string | null; about: boolean }
export type ReadFeed = GtfsTold & {
  timezone: string
  publisher: string | null
  publisherUrl: string | null
  feedVersion: string | null
  calendar: Calendar
  stops: FeedStop[]
  routes: FeedRoute[]
  trips: KeptTrip[]
  stopTimes: number
}
/** The lines of a trip, which follow each other in the file. */
type Group = {
  id: string
  trip: FeedTrip
  lines: TripLine[]
  end: string
  endsAt: number
  headsign: string
}
type Given = {
  bytes: Buffer
  /** The day in France: what is over is left out. */
  today: string
  isNear: (point: Point) => boolean
  isLate: () => boolean
  /** Is given the stop times in pieces, and waited for: they are never held all at once. */
  write: (rows: StopTimeRow[]) => Promise<void>
}

/**
 * Reads a feed: its stops within reach, and the trips that serve them from today on. What a line says is put right where
 * its meaning is certain and left out where it is not, each time told by file and line. Throws GtfsRefused.
 */
export async function readFeed({ bytes, today, isNear, isLate, write }: Given): Promise<ReadFeed> {
  const report = createGtfsReport()
  const watch: Watch = { report, isLate }
  const files = openFeed(bytes, report)
  const timezone = await readZone(files, watch)
  const info = await readInfo(files, watch)
  const stops = await readStops(files, watch, isNear)
  const calendar = await readCalendar(files, watch, today)
  const { numbers, routes } = await readRoutes(files, watch)
  const trips = await readTrips(files, watch, { routes: numbers, calendar })
  const frequencies = await readFrequencies(files, watch, trips)
  const kept = await readStopTimes(files, watch, { stops, trips, frequencies, write })
  if (kept.stopTimes === 0) throw new GtfsRefused('no-stop-here')
  return {
    ...report.read(),
    timezone,
    ...info,
    calendar,
    stops: stops.near,
    routes,
    trips: kept.trips,
    stopTimes: kept.stopTimes,
  }
}

/** The zone of the agencies: one for the whole feed (GTFS). */
async function readZone(files: FeedFiles, watch: Watch): Promise<string> {
  const agency = files.get('agency.txt')
  if (!agency) return usualZone
  const { at, lines, file } = await openTable(agency, [], watch)
  let zone: string | null = null
  for await (const { line, cells } of lines()) {
    const said = cells[at('agency_timezone')] ?? ''
    if (!isZone(said)) watch.report.tell(file, line, 'zone_unknown', said)
    else if (zone !== null && zone !== said) watch.report.tell(file, line, 'zones_differ', said)
    else zone = said
  }
  return zone ?? usualZone
}

async function readInfo(files: FeedFiles, watch: Watch) {
  const nothing = { publisher: null, publisherUrl: null, feedVersion: null }
  const table = files.get('feed_info.txt')
  if (!table) return nothing
  const { at, lines } = await openTable(table, [], watch)
  for await (const { cells } of lines()) {
    const said = (column: string) => cells[at(column)]?.slice(0, 200) || null
    const url = said('feed_publisher_url')
    return {
      publisher: said('feed_publisher_name'),
      publisherUrl: url && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null,
      feedVersion: said('feed_version'),
    }
  }
  return nothing
}

/** Numbers the trips that serve a stop within reach, and hands their stop times over. */
async function readStopTimes(
  files: FeedFiles,
  watch: Watch,
  {
    stops,
    trips,
    frequencies,
    write,
  }: {
    stops: Stops
    trips: ReadonlyMap<string, FeedTrip | null>
    frequencies: ReadonlyMap<string, Frequency[]>
    write: Given['write']
  },
) {
  const { report } = watch
  const needed = ['trip_id', 'stop_id', 'stop_sequence']
  const { at, lines, file } = await openTable(files.get('stop_times.txt')!, needed, watch)
  const column = Object.fromEntries(
    [
      'trip_id',
      'stop_id',
      'stop_sequence',
      'arrival_time',
      'departure_time',
      'pickup_type',
      'drop_off_type',
      'stop_headsign',
    ].map((name) => [name, at(name)]),
  ) as Record<string, number>
  if (column['arrival_time']! < 0 && column['departure_time']! < 0)
    throw new GtfsRefused('column-missing', { file, column: 'departure_time' })
  const kept: KeptTrip[] = []
  const done = new Set<string>()
  let rows: StopTimeRow[] = []
  let stopTimes = 0
  let group = null as Group | null

  function add(
    trip: FeedTrip,
    tripNo: number,
    stop: ReturnType<typeof readTrip>['stops'][number],
    shift: number,
  ) {
    const departs = stop.departs + shift
    if (stop.stop === null || departs < 0 || departs >= LATEST_SECONDS) return
    const flags = (stop.boards ? 1 : 0) + (stop.alights ? 2 : 0) + (stop.onRequest ? 4 : 0)
    const { place } = stop
    rows.push({
      stopNo: stop.stop,
      departs,
      tripNo,
      place,
      arrives: stop.arrives + shift,
      serviceNo: trip.service,
      flags,
    })
    stopTimes++
  }

  async function settle() {
    const now = group
    group = null
    if (!now) return
    done.add(now.id)
    const { stops: served, spread, faults } = readTrip(now.lines)
    for (const fault of faults) report.tell(file, fault.line, fault.what, now.id)
    if (spread > 0) report.tell(file, now.lines[0]!.line, 'times_spread', now.id)
    const [first] = served
    if (!first || !served.some(({ stop }) => stop !== null)) return
    // Of a trip that says nothing of its direction, the last stop is one.
    const headsign = now.trip.headsign ?? (now.headsign || now.end || null)
    const often = frequencies.get(now.id)
    const runs = often
      ? often.flatMap((one) => runsOf(first.departs, one).map((shift) => ({ shift, about: !one.exact })))
      : [{ shift: 0, about: false }]
    for (const { shift, about } of runs) {
      const no = kept.push({ no: kept.length, routeNo: now.trip.route, headsign, about }) - 1
      for (const stop of served) add(now.trip, no, stop, shift)
      if (stopTimes > mostStopTimes || kept.length > mostTrips)
        throw new GtfsRefused('too-many', { file, value: mostStopTimes })
      if (rows.length >= batchRows) {
        await write(rows)
        rows = []
      }
    }
  }

  for await (const { line, cells } of lines()) {
    const cell = (name: string) => cells[column[name]!] ?? ''
    const id = cell('trip_id')
    if (group?.id !== id) {
      await settle()
      const trip = trips.get(id)
      if (trip === undefined) report.tell(file, line, 'trip_unknown', id)
      if (!trip) continue
      if (done.has(id)) {
        report.tell(file, line, 'trip_in_pieces', id)
        continue
      }
      group = { id, trip, lines: [], end: '', endsAt: -1, headsign: '' }
    }
    const stop = stops.numbers.get(cell('stop_id'))
    const sequence = Number(cell('stop_sequence'))
    const [arrives, departs] = [cell('arrival_time'), cell('departure_time')].map((text) =>
      text === '' ? null : (readTime(text) ?? undefined),
    ) as [number | null | undefined, number | null | undefined]
    if (stop === undefined) report.tell(file, line, 'stop_unknown', cell('stop_id'))
    else if (!Number.isInteger(sequence) || sequence < 0 || cell('stop_sequence') === '')
      report.tell(file, line, 'sequence_unreadable', cell('stop_sequence'))
    else if (arrives === undefined || departs === undefined)
      report.tell(file, line, 'time_unreadable', `${cell('arrival_time')} ${cell('departure_time')}`)
    else if (group.lines.length >= mostOfOneTrip) throw new GtfsRefused('mostly-wrong', { file, line })
    else {
      const [pickUp, dropOff] = [cell('pickup_type'), cell('drop_off_type')]
      if (sequence > group.endsAt) {
        group.end = stops.names.get(cell('stop_id')) ?? ''
        group.endsAt = sequence
      }
      group.headsign ||= cell('stop_headsign')
      group.lines.push({
        line,
        sequence,
        stop: stop < 0 ? null : stop,
        arrives,
        departs,
        boards: pickUp !== '1',
        alights: dropOff !== '1',
        onRequest: pickUp === '2' || pickUp === '3',
      })
    }
  }
  await settle()
  if (rows.length > 0) await write(rows)
  return { trips: kept, stopTimes }
}
