import { escape } from 'ical-generator'
import { tzlib_get_ical_block } from 'timezones-ical-library'
import type { Schedule, WallSpan } from '../../db/schema/agenda.ts'
import { type ExportedEvent, type FeedHead, placeWords, practicalLines } from './exported-event.ts'
import { calendarDates, type PlacedChange } from './ical-dates.rules.ts'

// ical-generator gives the escaping of texts and parameters. Its calendar is not used: it escapes addresses as if they
// were text, knows organizers by mail only, has no RDATE, and takes several times as long (tests/bench/agenda/feed.bench.ts).

const eol = '\r\n'
const lines = (...given: (string | null | false)[]) => given.filter((line) => typeof line === 'string')
// A name of a property's parameter or a text may hold anything a person typed, or a phone cut in two.
const unreadable = /(?![\t\n])\p{Cc}/gu
// oxlint-disable-next-line no-control-regex
const unclean = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]/
const clean = (words: string) =>
  unclean.test(words) ? words.toWellFormed().replace(/\r\n?/g, '\n').replace(unreadable, '') : words
// oxlint-disable-next-line no-control-regex
const awkward = /[\\;,\u0000-\u001f\u007f-\u009f\ud800-\udfff]/
const text = (words: string) => (awkward.test(words) ? escape(clean(words), false) : words)
const quoted = (words: string) => `"${escape(clean(words), true)}"`
/** An address is no text: nothing in it is escaped, and nothing in it ends a line (RFC 3986 has neither). */
const uri = (address: string) => address.replace(/[\p{Cc}\s]/gu, encodeURIComponent)
/** `2026-12-05T19:00` → `20261205T190000`, `2026-12-05` → `20261205`. */
const basic = (wall: string) => {
  const day = wall.slice(0, 4) + wall.slice(5, 7) + wall.slice(8, 10)
  return wall.length === 10
    ? day
    : `${day}T${wall.slice(11, 13)}${wall.slice(14, 16)}${wall.slice(17, 19) || '00'}`
}
const utc = (at: number) => `${basic(new Date(at).toISOString())}Z`

/** `;VALUE=DATE:20261205`, `;TZID=Europe/Paris:20261205T190000`: what follows the name of a property of dates. */
function atWall({ zone, allDay }: Schedule, walls: string[]): string {
  return `${allDay ? ';VALUE=DATE' : `;TZID=${zone}`}:${walls.map(basic).join(',')}`
}

/** The day after: DTEND of what lasts all day is exclusive (RFC 5545 §3.6.1). */
function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}

function startAndEnd(schedule: Schedule, { start, end }: WallSpan, nominalMinutes: number | null) {
  const last = schedule.allDay ? dayAfter(end) : end
  return lines(
    fold(`DTSTART${atWall(schedule, [start])}`),
    nominalMinutes !== null && `DURATION:PT${nominalMinutes}M`,
    // DTEND must be later than DTSTART (§3.8.2.2): what has no length has no end either.
    nominalMinutes === null && last > start && fold(`DTEND${atWall(schedule, [last])}`),
  )
}

/**
 * What is the same for every date of an event. Lines that are never long are written as one text: joining tens of
 * thousands of small ones is most of what a feed costs.
 */
function commonLines(event: ExportedEvent): string[] {
  const { organizer, contact, image, place } = event
  const where = placeWords(event)
  const description = [event.description, practicalLines(event).join('\n')].filter(Boolean).join('\n\n')
  // The address of a person only when they chose to show it; else the page of the organizer, or nobody's.
  const organizerUri = contact?.email ? `mailto:${contact.email}` : (organizer?.url ?? 'invalid:nomail')
  const updated = utc(event.updatedAt)
  return lines(
    `DTSTAMP:${updated}${eol}CREATED:${utc(event.createdAt)}${eol}LAST-MODIFIED:${updated}${eol}SEQUENCE:${event.sequence}`,
    fold(`SUMMARY:${text(event.title)}`),
    fold(`DESCRIPTION:${text(description)}`),
    where !== null && fold(`LOCATION:${text(where)}`),
    // A commune's centre would lead people to the wrong door.
    place !== null && !place.positionApproximate && `GEO:${place.lat};${place.lon}`,
    fold(`URL;VALUE=URI:${uri(event.url)}`),
    event.categories.length > 0 &&
      fold(`CATEGORIES:${event.categories.map(({ name }) => text(name)).join(',')}`),
    organizer !== null && fold(`ORGANIZER;CN=${quoted(organizer.name)}:${uri(organizerUri)}`),
    event.onlineUrl !== null && fold(`CONFERENCE;VALUE=URI;FEATURE=VIDEO:${uri(event.onlineUrl)}`),
    image !== null && fold(`ATTACH;FMTTYPE=image/jpeg:${uri(image.url)}`),
    image !== null && fold(`IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/jpeg:${uri(image.url)}`),
    // A public event makes nobody busy.
    `TRANSP:TRANSPARENT${eol}END:VEVENT`,
  )
}

function status(cancelled: boolean, reason: string | null | undefined): string[] {
  return lines(`STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`, !!reason && fold(`COMMENT:${text(reason)}`))
}

function startAndEndOf(schedule: Schedule, { span, instants }: PlacedChange): string[] {
  if (instants) return [`DTSTART:${utc(instants.startAt)}`, `DTEND:${utc(instants.endAt)}`]
  return startAndEnd(schedule, span, null)
}

/** The VEVENT of an event, and one more for each of its dates that is not as the first one and the rule say. */
function writeEvent(event: ExportedEvent, until: number): string[] {
  const { schedule, cancelled, statusWords } = event
  const { first, nominalMinutes, more, rule, exceptions, changes } = calendarDates(schedule, until)
  if (first === null) return []
  const common = commonLines(event)
  const component = (...parts: string[][]) => [
    // The id alone: RFC 7986 §5.3 advises against a host's name, which may change.
    `BEGIN:VEVENT${eol}UID:${event.id}`,
    ...parts.flat(),
    ...common,
  ]
  const alone = more.length === 0 && rule === null
  const only = alone ? changes[0] : undefined
  const master = component(
    only ? startAndEndOf(schedule, only) : startAndEnd(schedule, first, nominalMinutes),
    lines(
      rule !== null && fold(`RRULE:${rule}`),
      more.length > 0 && fold(`RDATE${atWall(schedule, more)}`),
      exceptions.length > 0 && fold(`EXDATE${atWall(schedule, exceptions)}`),
    ),
    status(cancelled || !!only?.cancelled, cancelled ? statusWords : only?.reason),
  )
  if (alone) return master
  const apart = changes.map((change) =>
    component(
      [fold(`RECURRENCE-ID${atWall(schedule, [change.recurrence])}`)],
      startAndEndOf(schedule, change),
      status(cancelled || !!change.cancelled, cancelled ? statusWords : change.reason),
    ),
  )
  return [...master, ...apart.flat()]
}

/** VTIMEZONE of a zone; none for UTC. The library answers the zone that an alias stands for: ours keeps its name. */
function zoneBlock(zone: string): string[] {
  const [block] = tzlib_get_ical_block(zone)
  if (typeof block !== 'string' || !block.startsWith('BEGIN:VTIMEZONE')) return []
  return block
    .split('\r\n')
    .filter((line) => !line.startsWith('X-LIC-LOCATION:'))
    .map((line) => fold(line.startsWith('TZID:') ? `TZID:${zone}` : line))
}

const refresh = 'PT1H'
/** How far ahead the nights when clocks change are looked at. */
const horizonMs = 2 * 366 * 86_400_000

/**
 * An iCalendar document (RFC 5545, with the names and refreshing of RFC 7986): for each event its rule, its exceptions
 * and, under RECURRENCE-ID, its moved and cancelled dates. Lines of at most 75 octets.
 */
export function writeIcal(head: FeedHead, events: readonly ExportedEvent[]): string {
  const zones = new Set(
    events.filter(({ schedule }) => !schedule.allDay).map(({ schedule }) => schedule.zone),
  )
  const calendar = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Bocage//Agenda//FR',
    'CALSCALE:GREGORIAN',
    fold(`NAME:${text(head.title)}`),
    fold(`X-WR-CALNAME:${text(head.title)}`),
    fold(`URL;VALUE=URI:${uri(head.pageUrl)}`),
    fold(`SOURCE;VALUE=URI:${uri(head.url)}`),
    `LAST-MODIFIED:${utc(head.updatedAt)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${refresh}`,
    `X-PUBLISHED-TTL:${refresh}`,
    ...[...zones].flatMap(zoneBlock),
  ]
  for (const event of events) calendar.push(...writeEvent(event, head.now + horizonMs))
  calendar.push('END:VCALENDAR', '')
  return calendar.join(eol)
}

const mostOctets = 75

/** A line in pieces of at most 75 octets, no character cut in two (RFC 5545 §3.1). */
function fold(line: string): string {
  // No character of a string is over three octets.
  if (line.length * 3 <= mostOctets) return line
  let folded = ''
  let from = 0
  let octets = 0
  for (let at = 0; at < line.length; at++) {
    const unit = line.charCodeAt(at)
    const isPair = unit >= 0xd800 && unit < 0xdc00
    const more = unit < 0x80 ? 1 : unit < 0x800 ? 2 : isPair ? 4 : 3
    if (octets + more > mostOctets) {
      folded += `${line.slice(from, at)}\r\n `
      from = at
      // The blank that begins a piece is one of its octets.
      octets = 1
    }
    octets += more
    if (isPair) at++
  }
  return from === 0 ? line : folded + line.slice(from)
}
