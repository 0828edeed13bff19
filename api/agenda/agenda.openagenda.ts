import type { AccessibilityCode, AttendanceMode } from '../../db/schema/agenda.ts'
import { accessibilityCodes } from '../../db/schema/agenda.ts'
import { plainWords } from './agenda.markdown.ts'
import type { ExportedDate, ExportedEvent } from './exported-event.ts'
import { wallOf } from '../platform/wall.rules.ts'

// OpenAgenda's reading API v2, `detailed=1`: https://developers.openagenda.com/evenements/structure

/** Field `attendanceMode`. */
export const attendanceCodes = { offline: 1, online: 2, mixed: 3 } as const satisfies Record<
  AttendanceMode,
  number
>
/** Field `status`: of the six, those an event of ours can be in. 3 moved online, 4 postponed and 5 full are not known here. */
export const statusCodes = { scheduled: 1, rescheduled: 2, cancelled: 6 } as const
/** Field `state`: published. */
const published = 2
/** OpenAgenda's limit of `description`. */
const shortLength = 200
const minuteMs = 60_000

/** `2026-12-05T19:00:00+01:00`: the wall time of the zone, with the offset it has then. */
export function withOffset(at: number, zone: string): string {
  const wall = wallOf(at, zone)
  const minutes = Math.round((wall - at) / minuteMs)
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return `${new Date(wall).toISOString().slice(0, 19)}${minutes < 0 ? '-' : '+'}${two(hours)}:${two(rest)}`
}

/** What lasts all day runs to the last minute of its last day: OpenAgenda knows hours only. */
function timingOf({ startAt, endAt, allDay }: ExportedDate, zone: string) {
  return { begin: withOffset(startAt, zone), end: withOffset(allDay ? endAt - minuteMs : endAt, zone) }
}

function statusOf({ cancelled, dates }: ExportedEvent): number {
  if (cancelled || (dates.length > 0 && dates.every((date) => date.cancelled))) return statusCodes.cancelled
  return dates.some((date) => date.moved) ? statusCodes.rescheduled : statusCodes.scheduled
}

const codesOf = (codes: readonly AccessibilityCode[]) =>
  Object.fromEntries(accessibilityCodes.map((code) => [code, codes.includes(code)])) as Record<
    AccessibilityCode,
    boolean
  >

function locationOf({ place, commune, schedule }: ExportedEvent) {
  if (!place) return null
  return {
    name: place.name,
    address: [place.address, place.commune.name].filter(Boolean).join(', '),
    city: place.commune.name,
    insee: place.commune.code,
    adminLevel4: (commune ?? place.commune).name,
    countryCode: 'FR',
    latitude: place.lat,
    longitude: place.lon,
    timezone: schedule.zone,
    extIds: [{ key: 'bocage', value: place.id }],
  }
}

/** An image is named by its address cut in two, as OpenAgenda's are. */
function imageOf({ image }: ExportedEvent) {
  if (!image) return null
  const at = image.url.lastIndexOf('/') + 1
  return {
    base: image.url.slice(0, at),
    filename: image.url.slice(at),
    size: { width: image.width, height: image.height },
    variants: [{ type: 'thumbnail', filename: image.thumbUrl.slice(at) }],
    alt: image.description,
  }
}

/** One event in OpenAgenda's words. Cancelled dates are not among `timings`, which has no way to say it. */
export function toOpenAgenda(event: ExportedEvent) {
  const { locale, schedule } = event
  const said = <T>(value: T) => ({ [locale]: value })
  const timings = event.dates
    .filter((date) => event.cancelled || !date.cancelled)
    .map((date) => timingOf(date, schedule.zone))
  return {
    uid: event.seq,
    slug: event.slug,
    extIds: [{ key: 'bocage', value: event.id }],
    title: said(event.title),
    description: said(plainWords(event.description, shortLength)),
    longDescription: said(event.description),
    conditions: event.price === null ? {} : said(event.price),
    keywords: said([...event.categories.map(({ name }) => name), ...event.keywords]),
    image: imageOf(event),
    imageCredits: event.image?.credit || null,
    registration: [
      ...(event.bookingUrl ? [{ type: 'link', value: event.bookingUrl }] : []),
      ...(event.bookingPhone ? [{ type: 'phone', value: event.bookingPhone }] : []),
      ...(event.bookingEmail ? [{ type: 'email', value: event.bookingEmail }] : []),
    ],
    accessibility: codesOf(event.accessibility),
    age: { min: event.ageMin, max: event.ageMax },
    attendanceMode: attendanceCodes[event.attendanceMode],
    onlineAccessLink: event.onlineUrl,
    location: locationOf(event),
    timezone: schedule.zone,
    timings,
    firstTiming: timings[0] ?? null,
    lastTiming: timings.at(-1) ?? null,
    status: statusOf(event),
    state: published,
    links: [{ link: event.url }],
    originAgenda: event.origin ? { title: event.origin.name, url: event.origin.url } : null,
    createdAt: new Date(event.createdAt).toISOString(),
    updatedAt: new Date(event.updatedAt).toISOString(),
  }
}

/** A page as OpenAgenda's API answers it; `after` goes on, null at the end. */
export function writeOpenAgenda(
  events: readonly ExportedEvent[],
  { total, after }: { total: number; after: string | null },
): string {
  return JSON.stringify({
    success: true,
    total,
    sort: 'timings.asc',
    after,
    events: events.map(toOpenAgenda),
  })
}
