import { accessibilityCodes, type AttendanceMode } from '../../db/schema/agenda.ts'
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
import { decodeText, readWords, withoutMark } from './import-text.ts'
import { homeZone } from './import-zones.rules.ts'
import type { Schedule, WallSpan } from './schedule.rules.ts'
import { dayMs, wallOf, writeWall } from '../platform/wall.rules.ts'

// OpenAgenda's JSON exports and reading API v2: https://developers.openagenda.com/evenements/structure

type Given = Record<string, unknown>
const isObject = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
const numberOf = (value: unknown): number | null => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** A text in several languages, in French when it is said in French, else in the first of them. */
function said(value: unknown): string {
  if (!isObject(value)) return textOf(value)
  return ['fr', 'en', ...Object.keys(value)].map((language) => textOf(value[language])).find(Boolean) ?? ''
}

function saidList(value: unknown): string[] {
  const list = isObject(value)
    ? (['fr', 'en', ...Object.keys(value)].map((language) => value[language]).find(Array.isArray) ?? [])
    : value
  if (Array.isArray(list)) return list.map(textOf).filter(Boolean)
  return textOf(list)
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
}

const modes: Record<string, AttendanceMode | undefined> = { 1: 'offline', 2: 'online', 3: 'mixed' }
/** Field `status`: 4 postponed (no date any more) and 6 cancelled do not take place. */
const notTakingPlace: Record<number, string | undefined> = { 4: 'Reporté', 6: '' }
/** Field `state`: 2 published; -1 refused, 0 to be checked, 1 ready. Exports of public agendas leave it out. */
const published = 2

/** Fields that we keep, or that say nothing to keep. */
const understood = new Set(
  (
    'uid slug title description longDescription html conditions keywords registration accessibility age attendanceMode ' +
    'onlineAccessLink location timezone timings firstTiming lastTiming nextTiming dateRange status state canonicalUrl links ' +
    'originAgenda extIds createdAt updatedAt featured private draft agendaUid ownerUid creatorUid sourceAgendas categories'
  ).split(' '),
)

/**
 * Reads an export of OpenAgenda (v2): an object with `events`, or a list of them. One event that is wrong harms no
 * other. `line` is the rank in the list. Pure. Answers why, when nothing is such an export.
 */
export function readOpenAgenda(file: Buffer, options: ReadOptions): ReadFile | { fault: FileFault } {
  const text = decodeText(withoutMark(file)).trim()
  if (text === '') return { fault: 'empty-file' }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { fault: 'not-json' }
  }
  const list = Array.isArray(json)
    ? json
    : isObject(json) && Array.isArray(json['events'])
      ? json['events']
      : null
  if (!list) return { fault: 'not-json' }
  const total = isObject(json) ? numberOf(json['total']) : null
  const report = createReport()
  const events = new Map<string, ImportedEvent>()
  for (const [index, item] of list.slice(0, importLimits.events).entries()) {
    const event = readEvent(item, index + 1, { report, ...options })
    if (!event) continue
    if (events.has(event.uid))
      complaintOf(report, { line: event.line, uid: event.uid, title: event.title })('uid-twice', true)
    else events.set(event.uid, event)
  }
  if (list.length > importLimits.events) report.drop('events', list.length - importLimits.events)
  return {
    format: 'openagenda',
    events: [...events.values()],
    faults: report.faults,
    dropped: report.dropped,
    // A page of a longer list does not say what the others are.
    whole: list.length <= importLimits.events && (total === null || total <= list.length),
  }
}

function readEvent(
  item: unknown,
  line: number,
  { report, now }: ReadOptions & { report: Report },
): ImportedEvent | null {
  const uid = isObject(item) ? textOf(item['uid']).slice(0, 300) : ''
  const title = isObject(item) ? said(item['title']) : ''
  const complain = complaintOf(report, { line, uid: uid || null, title: title || null })
  if (!isObject(item)) {
    complain('not-an-event', true)
    return null
  }
  const state = numberOf(item['state'])
  if (
    (state !== null && state !== published) ||
    item['private'] === true ||
    item['private'] === 1 ||
    item['draft'] === true
  ) {
    complain('not-published', true)
    return null
  }
  if (uid === '') {
    complain('uid-missing', true)
    return null
  }
  for (const name of Object.keys(item)) if (!understood.has(name) && !isBlank(item[name])) report.drop(name)
  const schedule = scheduleOf(
    item['timings'],
    (value) => complain('start-unreadable', false, value),
    (count) => complain('dates-cut', false, count),
    now,
  )
  if (!schedule) {
    complain('start-missing', true)
    return null
  }
  const status = numberOf(item['status']) ?? 1
  const stopped = notTakingPlace[status]
  const booking = registrationOf(item['registration'])
  const age = isObject(item['age']) ? item['age'] : {}
  return fitEvent(
    {
      uid,
      line,
      title,
      description: descriptionOf(item),
      schedule,
      cancelled: stopped !== undefined,
      cancelWords: stopped || null,
      attendanceMode: modes[textOf(item['attendanceMode'])] ?? (status === 3 ? 'online' : 'offline'),
      onlineUrl: textOf(item['onlineAccessLink']),
      place: placeOf(item['location']),
      organizerName: isObject(item['originAgenda']) ? textOf(item['originAgenda']['title']) : '',
      categories: [...saidList(item['categories']), ...saidList(item['keywords'])],
      free: /^(?:gratuit|entr[ée]e (?:libre|gratuite)|acc[èe]s libre|free)\b[^€\d]*$/i.test(
        said(item['conditions']),
      )
        ? true
        : null,
      price: said(item['conditions']),
      ageMin: numberOf(age['min']),
      ageMax: numberOf(age['max']),
      accessibility: accessOf(item['accessibility']),
      ...booking,
      sourceUrl: addressOf(item),
    },
    complain,
  )
}

function isBlank(value: unknown): boolean {
  return (
    value === null ||
    value === '' ||
    value === undefined ||
    (Array.isArray(value) && value.length === 0) ||
    (isObject(value) && Object.keys(value).length === 0)
  )
}

/** The long text begins, more often than not, with the short one. */
function descriptionOf(item: Given): string {
  const short = readWords(said(item['description']))
  const long = readWords(said(item['longDescription']) || said(item['html']))
  const plain = (text: string) =>
    text
      .replace(/[\s*_[\]#>-]+/g, ' ')
      .trim()
      .toLowerCase()
  const start = plain(short).replace(/…$/, '').slice(0, 150)
  if (long === '' || short === '') return long || short
  return plain(long).startsWith(start) ? long : `${short}\n\n${long}`
}

/** Timings in wall time of here: OpenAgenda has no rules, each date is written. From midnight to 23:59 is a day. */
function scheduleOf(
  timings: unknown,
  unreadable: (value: string) => void,
  cut: (count: string) => void,
  now: number,
): Schedule | null {
  const spans: WallSpan[] = []
  for (const timing of Array.isArray(timings) ? timings : []) {
    const { begin, start, end } = isObject(timing) ? timing : {}
    const from = instant(begin ?? start)
    const to = instant(end) ?? from
    if (from === null || to === null) unreadable(textOf(begin ?? start))
    else
      spans.push({
        start: writeWall(wallOf(from, homeZone), false),
        end: writeWall(wallOf(Math.max(from, to), homeZone), false),
      })
  }
  if (spans.length === 0) return null
  const allDay = spans.every(({ start, end }) => start.endsWith('T00:00') && end.endsWith('T23:59'))
  const days = allDay
    ? spans.map(({ start, end }) => ({ start: start.slice(0, 10), end: end.slice(0, 10) }))
    : spans
  const once = [...new Map(days.map((span) => [span.start, span])).values()].sort((a, b) =>
    a.start < b.start ? -1 : 1,
  )
  if (once.length > importLimits.spans) cut(String(once.length))
  const today = writeWall(now - dayMs, true)
  const coming = once.findIndex(({ end }) => end >= today)
  const kept =
    once.length <= importLimits.spans
      ? once
      : once.slice(Math.max(0, Math.min(coming < 0 ? Infinity : coming, once.length - importLimits.spans)))
  return { zone: homeZone, allDay, spans: kept.slice(0, importLimits.spans) }
}

/** Epoch milliseconds of an ISO 8601 instant with its offset. */
function instant(value: unknown): number | null {
  const text = textOf(value)
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return null
  const ms = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isNaN(ms) ? null : ms
}

function placeOf(location: unknown): ImportedPlace | null {
  if (!isObject(location)) return null
  const [lat, lon] = [numberOf(location['latitude']), numberOf(location['longitude'])]
  const position =
    lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0)
      ? { lat, lon }
      : null
  return {
    name: said(location['name']) || null,
    address: textOf(location['address']) || null,
    commune: textOf(location['city']) || textOf(location['adminLevel4']) || null,
    communeCode: textOf(location['insee']) || null,
    postcode: textOf(location['postalCode']) || null,
    position,
    whole: false,
  }
}

function accessOf(value: unknown): ImportedEvent['accessibility'] {
  if (Array.isArray(value)) return accessibilityCodes.filter((code) => value.includes(code))
  return isObject(value) ? accessibilityCodes.filter((code) => value[code] === true) : []
}

function registrationOf(value: unknown) {
  const found: Pick<ImportedEvent, 'bookingUrl' | 'bookingPhone' | 'bookingEmail'> = {
    bookingUrl: null,
    bookingPhone: null,
    bookingEmail: null,
  }
  for (const item of Array.isArray(value) ? value : []) {
    const text = isObject(item) ? textOf(item['value']) : textOf(item)
    if (/^https?:/i.test(text)) found.bookingUrl ??= text
    else if (text.includes('@')) found.bookingEmail ??= text.replace(/^mailto:/i, '')
    else if (/\d/.test(text)) found.bookingPhone ??= text.replace(/^tel:/i, '')
  }
  return found
}

/** The page of the event: as given, as linked by another Bocage, or at OpenAgenda. */
function addressOf(item: Given): string {
  const [link] = (Array.isArray(item['links']) ? item['links'] : []).filter(isObject)
  return (
    textOf(item['canonicalUrl']) ||
    textOf(link?.['link']) ||
    textOf(isObject(item['originAgenda']) ? item['originAgenda']['url'] : '')
  )
}
