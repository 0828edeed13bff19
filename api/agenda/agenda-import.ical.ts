import { createHash } from 'node:crypto'
import {
  createReport,
  importLimits,
  type FileFault,
  type ImportedEvent,
  type ImportedPlace,
  type ReadFile,
  type ReadOptions,
  type Report,
} from './import-draft.ts'
import { complaintOf, fitEvent } from './import-fit.ts'
import { readCalendarEvent, type CalendarEvent } from './import-ical-event.ts'
import { readCalendarParts, readContentLines, type CalendarPart } from './import-ical-lines.ts'
import { scheduleOf } from './import-ical-schedule.ts'
import { createZones, type Zones } from './import-ical-times.ts'
import { htmlToMarkdown, readWords, tidy } from './import-text.ts'

/** Properties of a VEVENT that we keep, or that say nothing to keep; all others are counted as dropped. */
const understood = new Set(
  (
    'uid dtstamp created last-modified sequence summary description x-alt-desc location geo url categories organizer ' +
    'conference x-google-conference dtstart dtend duration rrule rdate exdate recurrence-id status comment class transp ' +
    'x-microsoft-cdo-busystatus x-microsoft-cdo-alldayevent'
  ).split(' '),
)

/**
 * Reads an iCalendar file (RFC 5545, RFC 7986, and vCalendar 1.0's text) as calendars in use write it. One event that
 * is wrong harms no other. Pure. Answers why, when nothing is a calendar.
 */
export function readIcal(file: Buffer, options: ReadOptions): ReadFile | { fault: FileFault } {
  if (file.length === 0) return { fault: 'empty-file' }
  const calendar = readCalendarParts(readContentLines(file))
  if (!calendar) return { fault: 'not-a-calendar' }
  const { parts, method } = calendar
  const report = createReport()
  for (const { name, inner } of parts) {
    if (name !== 'VEVENT' && name !== 'VTIMEZONE') report.drop(name)
    if (name === 'VEVENT') for (const alarm of inner) report.drop(alarm)
  }
  const zones = createZones(parts)
  const all = parts.filter(({ name }) => name === 'VEVENT')
  const whole = all.slice(0, importLimits.events)
  if (all.length > whole.length) report.drop('VEVENT', all.length - whole.length)
  const series = gather(whole, { zones, method, report })
  const events = series.flatMap(({ master, overrides }) => {
    const event = toEvent(master, overrides, { report, ...options })
    return event ? [event] : []
  })
  return {
    format: 'ical',
    events,
    faults: report.faults,
    dropped: report.dropped,
    whole: all.length === whole.length && !parts.some(({ open }) => open),
  }
}

type Series = { master: CalendarEvent & { uid: string }; overrides: CalendarEvent[] }

/** Events by UID: the newest of those that say the same thing twice, with the dates of it that are changed. */
function gather(
  parts: CalendarPart[],
  { zones, method, report }: { zones: Zones; method: string | null; report: Report },
): Series[] {
  const masters = new Map<string, CalendarEvent & { uid: string }>()
  const overrides = new Map<string, Map<string, CalendarEvent>>()
  for (const part of parts) {
    const title =
      part.lines.find(({ text }) => /^SUMMARY[;:]/i.test(text))?.text.replace(/^[^:]*:/, '') ?? null
    const given =
      part.lines
        .find(({ text }) => /^UID[;:]/i.test(text))
        ?.text.replace(/^[^:]*:/, '')
        .trim() || null
    const complain = complaintOf(report, { line: part.at, uid: given, title })
    if (part.open) {
      complain('cut-short', true)
      continue
    }
    const event = readCalendarEvent(part, { zones, method, complain })
    const uid = (event.uid ?? madeUpUid(event)).slice(0, 300)
    if (!event.uid) complain('uid-missing', false)
    for (const [name, times] of countDropped(event)) report.drop(name, times)
    const key = event.recurrence && `${event.recurrence.wall}`
    const known = key === null ? masters.get(uid) : overrides.get(uid)?.get(key)
    if (known && key === null)
      complaintOf(report, { line: (isNewer(event, known) ? known : event).part.at, uid, title })(
        'uid-twice',
        true,
      )
    if (known && !isNewer(event, known)) continue
    if (key === null) masters.set(uid, { ...event, uid })
    else overrides.set(uid, (overrides.get(uid) ?? new Map<string, CalendarEvent>()).set(key, event))
  }
  const series: Series[] = [...masters].map(([uid, master]) => ({
    master,
    overrides: [...(overrides.get(uid)?.values() ?? [])],
  }))
  // A date of a series whose rule is not in the file stands alone.
  for (const [uid, dates] of overrides)
    if (!masters.has(uid))
      for (const [key, event] of dates)
        series.push({ master: { ...event, uid: `${uid}/${key}` }, overrides: [] })
  return series.sort((a, b) => a.master.part.at - b.master.part.at)
}

/** RFC 5546 §2.1.5: the greater SEQUENCE, then the later stamp; the last one written when both are the same. */
function isNewer(one: CalendarEvent, other: CalendarEvent): boolean {
  return one.sequence !== other.sequence ? one.sequence > other.sequence : one.stamp >= other.stamp
}

/** A calendar without UIDs gives the same events the same names, as long as title and first date stay. */
function madeUpUid({ title, start, part }: CalendarEvent): string {
  const said = `${title ?? part.at}|${start ? start.wall : part.at}`
  return `bocage:${createHash('sha256').update(said).digest('hex').slice(0, 32)}`
}

function countDropped({ part }: CalendarEvent): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { text } of part.lines) {
    const name = /^[\w-]+/.exec(text)?.[0].toUpperCase() ?? ''
    if (!understood.has(name.toLowerCase())) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

function toEvent(
  master: CalendarEvent & { uid: string },
  overrides: CalendarEvent[],
  { report, now }: ReadOptions & { report: Report },
): ImportedEvent | null {
  const { uid, part, text, all } = master
  const complain = complaintOf(report, { line: part.at, uid, title: master.title })
  if (/^(?:PRIVATE|CONFIDENTIAL)$/i.test(text('class')?.trim() ?? '')) {
    complain('private', true)
    return null
  }
  const schedule = scheduleOf(master, overrides, { complain, now })
  if (!schedule) return null
  const { place, onlineUrl } = whereOf(master)
  const organizer = all('organizer')[0]?.params['cn']
  return fitEvent(
    {
      uid,
      line: part.at,
      title: master.title ?? '',
      description: descriptionOf(master),
      schedule,
      cancelled: master.cancelled,
      cancelWords: master.cancelled ? text('comment') : null,
      onlineUrl,
      place,
      organizerName: organizer && !organizer.includes('@') ? organizer : null,
      categories: all('categories').flatMap(({ values }) =>
        values.filter((value) => typeof value === 'string'),
      ),
      sourceUrl: text('url'),
    },
    complain,
  )
}

/** Outlook writes its words twice: the HTML keeps lists and links, when there is one. */
function descriptionOf({ text, all }: CalendarEvent): string {
  const html = all('x-alt-desc').find(({ params }) => /html/i.test(params['fmttype'] ?? ''))?.values[0]
  const fromHtml =
    typeof html === 'string'
      ? tidy(htmlToMarkdown(html.replace(/\\n/gi, ' ').replace(/\\([,;\\])/g, '$1')))
      : ''
  return fromHtml || readWords(text('description') ?? '')
}

const address = /https?:\/\/[^\s<>"']+/i

/** Place and address of a meeting: LOCATION holds either, or both. */
function whereOf({ text, all }: CalendarEvent): { place: ImportedPlace | null; onlineUrl: string | null } {
  const location = tidy(text('location') ?? '')
  const inLocation = address.exec(location)?.[0] ?? null
  const name = (inLocation ? location.replace(inLocation, '') : location).replace(
    /^[\s,;–-]+|[\s,;–-]+$/g,
    '',
  )
  const conference = all('conference')
    .map(({ values }) => values[0])
    .find((value) => typeof value === 'string' && /^https?:/i.test(value))
  const onlineUrl = (conference as string | undefined) ?? inLocation ?? text('x-google-conference')
  const geo = all('geo')[0]?.values[0]
  const [lat, lon] = (Array.isArray(geo) ? geo : []) as unknown[]
  const position =
    typeof lat === 'number' &&
    typeof lon === 'number' &&
    Math.abs(lat) <= 90 &&
    Math.abs(lon) <= 180 &&
    (lat !== 0 || lon !== 0)
      ? { lat, lon }
      : null
  if (name === '' && !position) return { place: null, onlineUrl }
  return {
    onlineUrl,
    place: {
      name: name === '' ? null : name.replace(/\s*\n\s*/g, ', '),
      address: null,
      commune: null,
      communeCode: null,
      postcode: null,
      position,
      whole: true,
    },
  }
}
