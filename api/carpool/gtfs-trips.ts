import type { BusMode } from '../../db/schema/gtfs.ts'
import type { Calendar } from './gtfs-calendar.ts'
import type { FeedFiles } from './gtfs-files.ts'
import { GtfsRefused } from './gtfs-report.ts'
import { nameAtMost } from './gtfs-stops.ts'
import { openTable, type Watch } from './gtfs-table.ts'
import { readTime } from './gtfs.rules.ts'
import type { Frequency } from './gtfs-trip.rules.ts'

// Lines, their trips, and how often those come.

export const mostTrips = 1_000_000
/** Two runs in the same minute are one. */
const shortestEvery = 60

export type FeedRoute = { name: string; mode: BusMode }
export type FeedTrip = { route: number; service: number; headsign: string | null }

/** GTFS's route_type, and the wider list of Google that French feeds use (700: bus, 900: tram…). */
function modeOf(type: string): BusMode {
  const number = Number(type)
  if (number === 3 || number === 11 || (number >= 200 && number < 300) || (number >= 700 && number < 900))
    return 'bus'
  if (number === 0 || number === 1 || number === 5 || (number >= 400 && number < 700) || number === 900)
    return 'tram'
  if (number === 2 || number === 12 || (number >= 100 && number < 200)) return 'train'
  return number === 4 || number === 1000 || number === 1200 ? 'boat' : 'other'
}

/** The lines of a feed, and their numbers by their name in it. */
export async function readRoutes(files: FeedFiles, watch: Watch) {
  const { report } = watch
  const { at, lines, file } = await openTable(files.get('routes.txt')!, ['route_id', 'route_type'], watch)
  const numbers = new Map<string, number>()
  const routes: FeedRoute[] = []
  for await (const { line, cells } of lines()) {
    const id = cells[at('route_id')] ?? ''
    const name = cells[at('route_short_name')] || cells[at('route_long_name')] || id
    if (id === '') report.tell(file, line, 'no_id')
    else if (numbers.has(id)) report.tell(file, line, 'id_repeated', id)
    else
      numbers.set(
        id,
        routes.push({ name: name.slice(0, nameAtMost), mode: modeOf(cells[at('route_type')] ?? '') }) - 1,
      )
  }
  return { numbers, routes }
}

/** Trips that run on some day from now on, by their name in the feed; null for one that is over. */
export async function readTrips(
  files: FeedFiles,
  watch: Watch,
  { routes, calendar }: { routes: ReadonlyMap<string, number>; calendar: Calendar },
): Promise<Map<string, FeedTrip | null>> {
  const { report } = watch
  const needed = ['route_id', 'service_id', 'trip_id']
  const { at, lines, file } = await openTable(files.get('trips.txt')!, needed, watch)
  const trips = new Map<string, FeedTrip | null>()
  /** The same directions come back thousands of times. */
  const known = new Map<string, string>()
  for await (const { line, cells } of lines()) {
    const id = cells[at('trip_id')] ?? ''
    const route = routes.get(cells[at('route_id')] ?? '')
    const service = calendar.numbers.get(cells[at('service_id')] ?? '')
    if (id === '') report.tell(file, line, 'no_id')
    else if (trips.has(id)) report.tell(file, line, 'id_repeated', id)
    else if (route === undefined) report.tell(file, line, 'route_unknown', cells[at('route_id')])
    else if (service === undefined) report.tell(file, line, 'service_unknown', cells[at('service_id')])
    else if (service < 0) trips.set(id, null)
    else {
      const said = (cells[at('trip_headsign')] ?? '').slice(0, nameAtMost)
      const headsign = known.get(said) ?? said
      known.set(said, headsign)
      trips.set(id, { route, service, headsign: headsign || null })
    }
    if (trips.size > mostTrips) throw new GtfsRefused('too-many', { file, value: mostTrips })
  }
  return trips
}

/** How often some trips come, by their name in the feed; empty for a feed without frequencies.txt. */
export async function readFrequencies(
  files: FeedFiles,
  watch: Watch,
  trips: ReadonlyMap<string, FeedTrip | null>,
): Promise<Map<string, Frequency[]>> {
  const found = new Map<string, Frequency[]>()
  const table = files.get('frequencies.txt')
  if (!table) return found
  const { report } = watch
  const needed = ['trip_id', 'start_time', 'end_time', 'headway_secs']
  const { at, lines, file } = await openTable(table, needed, watch)
  for await (const { line, cells } of lines()) {
    const id = cells[at('trip_id')] ?? ''
    const from = readTime(cells[at('start_time')] ?? '')
    const to = readTime(cells[at('end_time')] ?? '')
    const every = Number(cells[at('headway_secs')])
    if (!trips.has(id)) report.tell(file, line, 'trip_unknown', id)
    else if (from === null || to === null || to <= from)
      report.tell(file, line, 'time_unreadable', cells.join(' '))
    else if (!Number.isInteger(every) || every < shortestEvery)
      report.tell(file, line, 'headway_unreadable', cells[at('headway_secs')])
    else
      found.set(id, [...(found.get(id) ?? []), { from, to, every, exact: cells[at('exact_times')] === '1' }])
  }
  return found
}
