import ICAL from 'ical.js'
import type { CalendarPart } from './import-ical-lines.ts'
import { homeZone, knownZone, readsLikeHome } from './import-zones.rules.ts'
import { dayMs, instantOf, isZone, readWall, wallOf, writeWall } from '../platform/wall.rules.ts'

/** A zone of the tz database, or one that only the file describes. */
export type CalendarZone = string | ICAL.Timezone
/** A date or a time of a calendar, in wall milliseconds; of all-day ones, midnight. */
export type Moment = {
  wall: number
  allDay: boolean
  zone: CalendarZone
  floating: boolean
  /** Its zone is named by nobody: it is read as ours. */
  unknownZone: string | null
}

export type Zones = { find: (tzid: string) => { zone: CalendarZone; unknown: boolean } }

/** The zones of a file: by their names, else as its VTIMEZONEs describe them, else ours. */
export function createZones(parts: readonly CalendarPart[]): Zones {
  const given = new Map<string, CalendarPart>()
  for (const part of parts) {
    const tzid = part.name === 'VTIMEZONE' && part.lines.find(({ text }) => /^TZID[;:]/i.test(text))
    if (tzid) given.set(tzid.text.replace(/^TZID[^:]*:/i, '').trim(), part)
  }
  const found = new Map<string, { zone: CalendarZone; unknown: boolean }>()
  const look = (tzid: string) => {
    const known = knownZone(tzid)
    if (known) return { zone: readsLikeHome(known) ? homeZone : known, unknown: false }
    const described = given.get(tzid)
    return described ? describedZone(described) : { zone: homeZone, unknown: true }
  }
  return {
    find: (tzid) => {
      const zone = found.get(tzid) ?? look(tzid)
      found.set(tzid, zone)
      return zone
    },
  }
}

function describedZone({ lines }: CalendarPart): { zone: CalendarZone; unknown: boolean } {
  const located = lines
    .find(({ text }) => /^X-LIC-LOCATION:/i.test(text))
    ?.text.split(':')[1]
    ?.trim()
  if (located && isZone(located)) return { zone: readsLikeHome(located) ? homeZone : located, unknown: false }
  try {
    const text = ['BEGIN:VTIMEZONE', ...lines.map(({ text }) => text), 'END:VTIMEZONE'].join('\r\n')
    const zone = new ICAL.Timezone(ICAL.Component.fromString(text))
    const home = [0, 6].every((month) => {
      const wall = Date.UTC(2026, month, 15, 12)
      return wall - offsetOf(zone, wall) === instantOf(wall, homeZone).at
    })
    return { zone: home ? homeZone : zone, unknown: false }
  } catch {
    return { zone: homeZone, unknown: true }
  }
}

/** Milliseconds that a zone described by its file is ahead of UTC at a wall time. */
function offsetOf(zone: ICAL.Timezone, wall: number): number {
  const date = new Date(wall)
  const time = ICAL.Time.fromData({
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: 0,
  })
  return zone.utcOffset(time) * 1000
}

// A day that is not marked as one (`DTSTART:20261205`) comes out of ical.js as `2026-12-05T::`.
const form = /^(\d{4})-?(\d{2})-?(\d{2})(?:T::|T(\d{2}):?(\d{2})(?::?\d{2}(?:[.,]\d+)?)?(Z?))?$/i

/** A value of DTSTART and its like, basic or extended, with its zone; null when it is no date of the calendar. */
export function readMoment(value: string, tzid: string | undefined, zones: Zones): Moment | null {
  const [, year, month, day, hour, minute, utc] = form.exec(value.trim()) ?? []
  if (!year) return null
  const allDay = hour === undefined
  // Midnight at the end of a day is the next one's.
  const late = hour === '24' && minute === '00'
  const wall = readWall(
    allDay ? `${year}-${month}-${day}` : `${year}-${month}-${day}T${late ? '00' : hour}:${minute}`,
    allDay,
  )
  if (wall === null) return null
  const { zone, unknown } = utc
    ? { zone: 'UTC', unknown: false }
    : tzid && !allDay
      ? zones.find(tzid)
      : { zone: homeZone, unknown: false }
  return {
    wall: late ? wall + dayMs : wall,
    allDay,
    zone,
    floating: !allDay && !utc && !tzid,
    unknownZone: unknown ? (tzid ?? null) : null,
  }
}

/** The instant of a moment (epoch milliseconds). */
export function instantOfMoment({ wall, zone }: Moment): number {
  return typeof zone === 'string' ? instantOf(wall, zone).at : wall - offsetOf(zone, wall)
}

/** What clocks of `zone` read at a moment, in wall milliseconds; a day and a floating time are the same everywhere. */
export function wallIn(moment: Moment, zone: string): number {
  if (moment.allDay || moment.floating || moment.zone === zone) return moment.wall
  return wallOf(instantOfMoment(moment), zone)
}

/** The end of what begins at a moment and lasts so long (RFC 5545 §3.3.6): days are of the calendar, hours exact. */
export function endAfter(start: Moment, duration: string): Moment | null {
  let length: ICAL.Duration
  try {
    length = ICAL.Duration.fromString(duration.trim())
  } catch {
    return null
  }
  const sign = length.isNegative ? -1 : 1
  const days = (length.weeks * 7 + length.days) * dayMs * sign
  const rest = (length.hours * 3600 + length.minutes * 60 + length.seconds) * 1000 * sign
  const wall = start.wall + days
  if (rest === 0 || start.allDay || typeof start.zone !== 'string') return { ...start, wall: wall + rest }
  return { ...start, wall: wallOf(instantOf(wall, start.zone).at + rest, start.zone) }
}

/** `2026-12-05T19:00`, or the day. */
export function written(moment: Moment, zone: string): string {
  return writeWall(wallIn(moment, zone), moment.allDay)
}
