import {
  array,
  boolean,
  constant,
  constantFrom,
  integer,
  option,
  oneof,
  record,
  string,
  uniqueArray,
  uuid,
  type Arbitrary,
} from 'fast-check'
import ICAL from 'ical.js'
import type { ExportedEvent, FeedHead } from '../../api/agenda/exported-event.ts'
import { writeRule } from '../../api/agenda/rrule.rules.ts'
import { expandSchedule, type Schedule, type WallSpan } from '../../api/agenda/schedule.rules.ts'
import { dayMs, wallMs, writeWall } from '../../api/platform/wall.rules.ts'
import { accessibilityCodes, attendanceModes, settings } from '../../db/schema/agenda.ts'
import { aRule, aSchedule, aStart } from './schedules.ts'

export const made = Date.parse('2026-11-24T08:00:00Z')

export const aHead = (over: Partial<FeedHead> = {}): FeedHead => ({
  title: 'Agenda du Pays de Mormal',
  url: 'https://bocage.test/api/events.ics',
  pageUrl: 'https://bocage.test/agenda',
  updatedAt: made,
  now: made,
  ...over,
})

/** The Christmas market of Bavay, unless told otherwise. */
export function anExportedEvent(over: Partial<ExportedEvent> = {}): ExportedEvent {
  const schedule = over.schedule ?? aSchedule()
  const bavay = { code: '59053', name: 'Bavay' }
  return {
    seq: 12,
    id: '0193f3a0-0000-7000-8000-00000000000c',
    url: 'https://bocage.test/agenda/2026-12-05-marche-de-noel-bavay',
    slug: 'marche-de-noel-bavay',
    cancelled: false,
    locale: 'fr',
    title: 'Marché de Noël',
    description: 'Trente artisans, **vin chaud** et soupe.',
    schedule,
    sequence: 2,
    createdAt: Date.parse('2026-10-01T09:00:00Z'),
    updatedAt: Date.parse('2026-11-20T17:30:00Z'),
    attendanceMode: 'offline',
    onlineUrl: null,
    place: {
      id: '0193f3a0-0000-7000-8000-0000000000aa',
      name: 'Salle des fêtes',
      address: '1 rue de Gommegnies',
      commune: bavay,
      lon: 3.793,
      lat: 50.298,
      positionApproximate: false,
      accessibility: ['mi'],
    },
    commune: bavay,
    organizer: { name: 'Comité des fêtes de Bavay', url: null },
    contact: null,
    categories: [
      { id: '0193f3a0-0000-7000-8000-0000000000bb', slug: 'marche', name: 'Marchés', icon: 'store' },
    ],
    setting: 'both',
    free: true,
    price: 'Entrée libre',
    ageMin: null,
    ageMax: null,
    accessibility: ['mi', 'hi'],
    keywords: ['noël', 'artisanat'],
    bookingUrl: null,
    bookingPhone: null,
    bookingEmail: null,
    image: null,
    statusWords: null,
    replacedBy: null,
    origin: null,
    dates: datesOf(schedule, over.id),
    ...over,
  }
}

/** Dates of a schedule from the day feeds of `made` begin, at most two hundred. */
export function datesOf(
  schedule: Schedule,
  id = '0193f3a0-0000-7000-8000-00000000000c',
): ExportedEvent['dates'] {
  const window = { from: -Infinity, until: made + 400 * dayMs, limit: 200 }
  return expandSchedule(schedule, window).occurrences.map((date) => ({
    key: `${id}/${date.recurrence}`,
    ...date,
  }))
}

const people = [
  'Loto de l’école',
  'Fête foraine; manèges, barbe à papa',
  'مهرجان الربيع',
  'שוק חג',
  '🎄🎅🏽 Noël 👨‍👩‍👧‍👦',
  'C:\\dossier\\n',
  '"guillemets" ^accents^',
  '=SOMME(A1)',
  'ligne une\nligne deux',
  'tab\tici',
  '日本の祭り',
  'a'.repeat(130),
]
/** Words as people type or paste them, awkward ones first. */
const words = (max: number) =>
  oneof(constantFrom(...people), string({ unit: 'grapheme', minLength: 1, maxLength: max }))
    // What `text()` of the API lets in.
    .map(
      (value) => value.replace(/(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '').trim() || 'Événement',
    )
const address = constantFrom(
  'https://exemple.fr/réserver?a=1,2;b=3&c="x"'.replaceAll('"', '%22'),
  'https://xn--exemple.fr/%20/#a:b',
)
const maybe = <T>(arbitrary: Arbitrary<T>) => option(arbitrary, { nil: null })

const span = (start: string, minutes: number, allDay: boolean): WallSpan =>
  allDay
    ? {
        start: start.slice(0, 10),
        end: writeWall(wallMs(start.slice(0, 10), true) + (minutes % 5) * dayMs, true),
      }
    : { start, end: writeWall(wallMs(start, false) + minutes * 60_000, false) }

/** Starts in and around the nights when clocks change, as well as at any time. */
const starts = oneof(
  { weight: 2, arbitrary: aStart },
  constantFrom(
    '2026-03-28T22:00',
    '2026-03-29T02:30',
    '2026-10-24T20:00',
    '2026-10-25T02:30',
    '2027-03-28T01:45',
  ),
)
const zones = oneof(
  { weight: 4, arbitrary: constant('Europe/Paris') },
  constantFrom('Europe/London', 'America/Guadeloupe'),
)

const onDates: Arbitrary<Schedule> = record({
  zone: zones,
  allDay: boolean(),
  starts: uniqueArray(starts, { minLength: 1, maxLength: 6, selector: (start) => start.slice(0, 10) }),
  minutes: array(integer({ min: 1, max: 1800 }), { minLength: 6, maxLength: 6 }),
}).map(({ zone, allDay, starts, minutes }) => ({
  zone,
  allDay,
  spans: starts.map((start, i) => span(start, minutes[i] ?? 60, allDay)),
}))

/** Rules as organizers choose them; the others are compared with ical.js, and its faults named, by recurrence's tests. */
const plainRule = aRule.filter(
  ({ byWeekNo, byYearDay, bySetPos, byDay, byMonth, byMonthDay, freq }) =>
    !byWeekNo &&
    !byYearDay &&
    !bySetPos &&
    !(byDay && byMonthDay) &&
    !(freq === 'YEARLY' && byMonth && !byMonthDay) &&
    !(freq === 'YEARLY' && (byDay || byMonthDay?.some((day) => day < 0))) &&
    !(freq !== 'YEARLY' && byMonth),
)

const onRule: Arbitrary<Schedule> = record({
  zone: zones,
  allDay: boolean(),
  start: starts,
  minutes: oneof(integer({ min: 1, max: 1400 }), constantFrom(90, 120, 420)),
  rule: plainRule,
  count: integer({ min: 1, max: 40 }),
  until: constantFrom('20280101', '20270328T020000Z', '20271231T235900', undefined),
}).map(({ zone, allDay, start, minutes, rule, count, until }) => ({
  zone,
  allDay,
  spans: [span(start, minutes, allDay)],
  rule: writeRule(until && until > start.replace(/\D/g, '') ? { ...rule, until } : { ...rule, count }),
}))

/** Dates one by one or by a rule, some left out, moved or cancelled. */
export const randomSchedule: Arbitrary<Schedule> = record({
  base: oneof(onDates, onRule),
  picks: array(
    record({ at: integer({ min: 0, max: 12 }), what: constantFrom('none', 'except', 'move', 'cancel') }),
    {
      maxLength: 4,
    },
  ),
}).map(({ base, picks }) => {
  const given = expandSchedule(base, { from: -Infinity, until: Infinity, limit: 15 }).occurrences
  const schedule: Schedule = { ...base, exceptions: [], changes: [] }
  const used = new Set<string>()
  for (const { at, what } of picks) {
    const date = given[at]
    if (!date || used.has(date.recurrence)) continue
    used.add(date.recurrence)
    if (what === 'except' && used.size < given.length) schedule.exceptions?.push(date.recurrence)
    if (what === 'cancel')
      schedule.changes?.push({
        recurrence: date.recurrence,
        cancelled: true,
        reason: 'Trop de vent; désolés, vraiment',
      })
    if (what === 'move') {
      const day = writeWall(wallMs(date.recurrence.slice(0, 10), true) + dayMs, true)
      schedule.changes?.push({ recurrence: date.recurrence, span: span(`${day}T18:15`, 75, base.allDay) })
    }
  }
  return schedule
})

/** Events of every kind that can be published. */
export const randomEvent: Arbitrary<ExportedEvent> = record({
  id: uuid({ version: 7 }),
  title: words(60).map((title) => title.replaceAll('\n', ' ')),
  description: words(400),
  schedule: randomSchedule,
  cancelled: boolean(),
  statusWords: maybe(words(60)),
  sequence: integer({ min: 0, max: 900 }),
  seq: integer({ min: 1, max: 9_000_000 }),
  price: maybe(words(40)),
  free: maybe(boolean()),
  onlineUrl: maybe(address),
  bookingUrl: maybe(address),
  bookingPhone: maybe(constant('03 27 39 81 65')),
  bookingEmail: maybe(constant('billets@exemple.fr')),
  attendanceMode: constantFrom(...attendanceModes),
  setting: maybe(constantFrom(...settings)),
  ageMin: maybe(integer({ min: 0, max: 20 })),
  ageMax: maybe(integer({ min: 20, max: 120 })),
  accessibility: uniqueArray(constantFrom(...accessibilityCodes)),
  keywords: array(words(20), { maxLength: 4 }),
  // Ical.js takes a backslash in a parameter for an escape, which RFC 6868 says it is not.
  organizer: maybe(
    record({
      name: words(50).map((name) => name.replaceAll('\\', '/')),
      url: maybe(constant('https://bocage.test/agenda/organisateurs/a')),
    }),
  ),
  image: maybe(
    record({
      url: constant('https://bocage.test/api/media/0193f3a0-0000-7000-8000-0000000000cc'),
      thumbUrl: constant('https://bocage.test/api/media/0193f3a0-0000-7000-8000-0000000000cc?size=thumb'),
      width: constant(1600),
      height: constant(900),
      description: words(60),
      credit: words(40),
    }),
  ),
}).map((event) => anExportedEvent({ ...event, dates: datesOf(event.schedule, event.id) }))

/** A day has no instant until a reader is somewhere: it is taken as UTC's. */
const instantOf = (time: ICAL.Time) => (time.isDate ? Date.parse(time.toString()) : time.toJSDate().getTime())

/** What ical.js, a parser that owes us nothing, reads in a calendar. */
export function readIcal(document: string) {
  const calendar = new ICAL.Component(ICAL.parse(document) as unknown[])
  const components = calendar.getAllSubcomponents('vevent')
  const uids = [...new Set(components.map((vevent) => String(vevent.getFirstPropertyValue('uid'))))]
  return { calendar, events: uids.map((uid) => readEvent(components, uid)) }
}

function readEvent(components: ICAL.Component[], uid: string) {
  const own = components.filter((vevent) => vevent.getFirstPropertyValue('uid') === uid)
  const master = own.find((vevent) => !vevent.hasProperty('recurrence-id'))
  if (!master) throw new Error(`no first component of ${uid}`)
  const exceptions = own.filter((vevent) => vevent !== master)
  const event = new ICAL.Event(master, { exceptions })
  const status = (vevent: ICAL.Component) => vevent.getFirstPropertyValue('status')
  const read = (item: ICAL.Event, start: ICAL.Time, end: ICAL.Time) => ({
    start: start.toString().slice(0, start.isDate ? 10 : 16),
    startAt: instantOf(start),
    endAt: instantOf(end),
    cancelled: status(item.component) === 'CANCELLED',
    reason: item.component.getFirstPropertyValue('comment'),
  })
  /** Dates in the order of their starts, until the instant. */
  const dates = (until: number) => {
    if (!event.isRecurring())
      return [read(event, event.startDate, event.endDate)].filter(({ startAt }) => startAt < until)
    const found = new Map<string, ReturnType<typeof read>>()
    const iterator = event.iterator()
    // Ical.js gives dates in the order of the rule: one moved earlier comes when the rule would have. "Duplicate
    // instances are ignored" (RFC 5545 §3.8.5.2) is left to whoever asks.
    for (
      let next = iterator.next();
      next && next.toJSDate().getTime() < until + 3 * dayMs;
      next = iterator.next()
    ) {
      const { item, startDate, endDate } = event.getOccurrenceDetails(next)
      found.set(next.toString(), read(item, startDate, endDate))
    }
    return [...found.values()]
      .filter(({ startAt }) => startAt < until)
      .toSorted((a, b) => a.startAt - b.startAt || a.endAt - b.endAt)
  }
  return {
    uid,
    event,
    master,
    exceptions,
    dates,
    value: (name: string) => master.getFirstPropertyValue(name),
  }
}
