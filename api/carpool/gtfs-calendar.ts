import { addDays } from '../platform/days.rules.ts'
import { dayNumber, readDay, runsOn, type Service } from './gtfs.rules.ts'
import { GtfsRefused } from './gtfs-report.ts'
import { openTable, type Watch } from './gtfs-table.ts'
import type { FeedFiles } from './gtfs-files.ts'

/** A night bus of three days ago may still be on its way. */
const daysBefore = 3
/** Nobody publishes timetables for longer, save calendars that end in 2099. */
const daysAhead = 400

export type Calendar = {
  /** Numbers of services that run on some day from now on, by their name in the feed; -1: known, and over. */
  numbers: Map<string, number>
  /** By number: a character a day from `firstDay`. */
  days: string[]
  firstDay: number
  startsOn: string
  endsOn: string
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const nobody: Service = { weekdays: [], startsOn: null, endsOn: null, added: [], removed: [] }
type Draft = Omit<Service, 'added' | 'removed'> & { added: string[]; removed: string[] }

/**
 * On which days each service runs, from calendar.txt, calendar_dates.txt or both. Throws GtfsRefused when neither is
 * there, when no service ever runs, or when all have run for the last time before `today`.
 */
export async function readCalendar(files: FeedFiles, watch: Watch, today: string): Promise<Calendar> {
  const services = new Map<string, Draft>()
  const draftOf = (id: string) => {
    const known = services.get(id) ?? { ...nobody, added: [], removed: [] }
    services.set(id, known)
    return known
  }
  const usual = files.get('calendar.txt')
  const exceptions = files.get('calendar_dates.txt')
  if (!usual && !exceptions) throw new GtfsRefused('file-missing', { file: 'calendar.txt' })
  if (usual) {
    const needed = ['service_id', ...weekdays, 'start_date', 'end_date']
    const { at, lines, file } = await openTable(usual, needed, watch)
    for await (const { line, cells } of lines()) {
      const id = cells[at('service_id')] ?? ''
      const startsOn = readDay(cells[at('start_date')] ?? '')
      const endsOn = readDay(cells[at('end_date')] ?? '')
      if (id === '') watch.report.tell(file, line, 'no_id')
      else if (services.has(id)) watch.report.tell(file, line, 'id_repeated', id)
      else if (startsOn === null || endsOn === null)
        watch.report.tell(
          file,
          line,
          'date_unreadable',
          `${cells[at('start_date')]} ${cells[at('end_date')]}`,
        )
      else
        Object.assign(draftOf(id), {
          startsOn,
          endsOn,
          weekdays: weekdays.map((name) => cells[at(name)] === '1'),
        })
    }
  }
  if (exceptions) {
    const { at, lines, file } = await openTable(exceptions, ['service_id', 'date', 'exception_type'], watch)
    for await (const { line, cells } of lines()) {
      const id = cells[at('service_id')] ?? ''
      const day = readDay(cells[at('date')] ?? '')
      const kind = cells[at('exception_type')]
      if (id === '') watch.report.tell(file, line, 'no_id')
      else if (day === null) watch.report.tell(file, line, 'date_unreadable', cells[at('date')])
      else if (kind === '1') draftOf(id).added.push(day)
      else if (kind === '2') draftOf(id).removed.push(day)
      else watch.report.tell(file, line, 'exception_unreadable', kind)
    }
  }
  return expand(services, today)
}

/** Writes out each day from a little before today. Exceptions are looked up, not searched for: some feeds have only those. */
function expand(services: ReadonlyMap<string, Draft>, today: string): Calendar {
  const first = addDays(today, -daysBefore)
  const span = Array.from({ length: daysBefore + daysAhead }, (_, n) => addDays(first, n))
  const numbers = new Map<string, number>()
  const days: string[] = []
  let startsOn = ''
  let endsOn = ''
  for (const [id, draft] of services) {
    const removed = new Set(draft.removed)
    const added = new Set(draft.added.filter((day) => !removed.has(day)))
    const usual = { ...draft, added: [], removed: [] }
    const runs = (day: string) => !removed.has(day) && (added.has(day) || runsOn(usual, day))
    const written = span.map((day) => (runs(day) ? '1' : '0')).join('')
    const [earliest, latest] = bounds(draft, added, runs)
    if (earliest && (startsOn === '' || earliest < startsOn)) startsOn = earliest
    if (latest && latest > endsOn) endsOn = latest
    numbers.set(id, written.includes('1') ? days.push(written) - 1 : -1)
  }
  if (endsOn === '') throw new GtfsRefused('no-service')
  if (endsOn < today) throw new GtfsRefused('over', { value: endsOn })
  return { numbers, days, firstDay: dayNumber(first), startsOn, endsOn }
}

/** The first and the last day of a service; of a calendar that begins or ends on a day off, the nearest that is not. */
function bounds(
  { startsOn, endsOn }: Draft,
  added: ReadonlySet<string>,
  runs: (day: string) => boolean,
): [string | null, string | null] {
  const found = [...added]
  // A usual week is told within a week of its ends, unless exceptions took those away: then the ends are near enough.
  if (startsOn && endsOn) {
    const week = (from: string, step: number) =>
      Array.from({ length: 15 }, (_, n) => addDays(from, n * step)).find(
        (day) => day >= startsOn && day <= endsOn && runs(day),
      )
    for (const day of [week(startsOn, 1), week(endsOn, -1)]) if (day) found.push(day)
  }
  found.sort()
  return [found[0] ?? null, found.at(-1) ?? null]
}
