import { isInFrenchFrame, looksSwapped } from '../platform/france.rules.ts'
import type { FeedFiles } from './gtfs-files.ts'
import { GtfsRefused, type GtfsReport } from './gtfs-report.ts'
import { openTable, type Watch } from './gtfs-table.ts'
import type { Point } from './travel.rules.ts'

/** Where one boards or alights, and not an entrance or a corridor of a station (GTFS, location_type). */
const boarding = new Set(['', '0'])
const station = '1'
/** All the bus stops of the country, twice. */
const mostStops = 500_000
export const nameAtMost = 120

export type FeedStop = Point & { no: number; name: string }
export type Stops = {
  /** Number of each stop within reach, -1 for one beyond it, by its name in the feed. */
  numbers: Map<string, number>
  names: Map<string, string>
  near: FeedStop[]
}
type Draft = { line: number; id: string; name: string; lat: string; lon: string; parent: string }

/** The stops of a feed, those within reach numbered. Throws GtfsRefused when none is. */
export async function readStops(
  files: FeedFiles,
  watch: Watch,
  isNear: (point: Point) => boolean,
): Promise<Stops> {
  const { report } = watch
  const { at, lines, file } = await openTable(
    files.get('stops.txt')!,
    ['stop_id', 'stop_lat', 'stop_lon'],
    watch,
  )
  const numbers = new Map<string, number>()
  const names = new Map<string, string>()
  const stations = new Map<string, Point>()
  const waiting: Draft[] = []
  const near: FeedStop[] = []
  const keep = ({ id, name }: Draft, point: Point) => {
    names.set(id, name)
    numbers.set(id, isNear(point) ? near.push({ no: near.length, name, ...point }) - 1 : -1)
  }
  const seen = new Set<string>()
  for await (const { line, cells } of lines()) {
    const cell = (column: string) => cells[at(column)] ?? ''
    const id = cell('stop_id')
    const kind = cell('location_type')
    if (!boarding.has(kind) && kind !== station) continue
    if (id === '') report.tell(file, line, 'no_id')
    else if (seen.has(id)) report.tell(file, line, 'id_repeated', id)
    else {
      seen.add(id)
      if (seen.size > mostStops) throw new GtfsRefused('too-many', { file, value: mostStops })
      const draft = {
        line,
        id,
        name: (cell('stop_name') || id).slice(0, nameAtMost),
        lat: cell('stop_lat'),
        lon: cell('stop_lon'),
        parent: cell('parent_station'),
      }
      if (kind === station) {
        const point = readPoint(draft, file, report)
        if (point) stations.set(id, point)
      } else waiting.push(draft)
    }
  }
  for (const draft of waiting) {
    const isBare = draft.lat === '' && draft.lon === ''
    const parent = stations.get(draft.parent)
    const point = isBare && parent ? parent : readPoint(draft, file, report)
    if (isBare && parent) report.tell(file, draft.line, 'coordinates_of_station', draft.name)
    if (point) keep(draft, point)
  }
  if (near.length === 0) throw new GtfsRefused('no-stop-here')
  return { numbers, names, near }
}

/** Where a line says it is: put right where the meaning is certain, else refused. */
function readPoint({ line, name, lat, lon }: Draft, file: string, report: GtfsReport): Point | null {
  const comma = /^\s*-?\d+,\d+\s*$/
  if (comma.test(lat) || comma.test(lon)) report.tell(file, line, 'decimal_comma', name)
  const [y, x] = [lat, lon].map((text) => (text.trim() === '' ? NaN : Number(text.replace(',', '.')))) as [
    number,
    number,
  ]
  // Zero and zero is what exports write for what they do not know.
  if (!Number.isFinite(y) || !Number.isFinite(x) || (x === 0 && y === 0)) {
    report.tell(file, line, 'no_coordinates', name)
    return null
  }
  if (isInFrenchFrame(x, y)) return { lon: x, lat: y }
  if (looksSwapped(y, x)) {
    report.tell(file, line, 'coordinates_swapped', name)
    return { lon: y, lat: x }
  }
  report.tell(file, line, 'outside_france', `${name} ${lat} ${lon}`)
  return null
}
