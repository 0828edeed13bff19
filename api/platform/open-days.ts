import Holidays from 'date-holidays'
import { parisZone } from './wall.rules.ts'

export { parisZone }
const dayMs = 86_400_000

const holidaysByYear = new Map<number, Set<string>>()

/**
 * Public holidays of a year as `YYYY-MM-DD`: the eleven of Code du travail L3133-1 (Alsace-Moselle and overseas
 * days, L3134-13 and L3422-2, are not counted).
 */
function holidaysOf(year: number): Set<string> {
  let days = holidaysByYear.get(year)
  if (!days) {
    const found = new Holidays('FR').getHolidays(year).filter((holiday) => holiday.type === 'public')
    days = new Set(found.map((holiday) => holiday.date.slice(0, 10)))
    holidaysByYear.set(year, days)
  }
  return days
}

const formats = new Map<string, Intl.DateTimeFormat>()

function partsOf(ms: number, zone: string): Record<string, number> {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  return Object.fromEntries(format.formatToParts(ms).map((part) => [part.type, Number(part.value)]))
}

// Asking Intl costs more than accepting a report, and nearly all ask for today and for a few days to come.
const latestDays = new Map<string, { day: number; begins: number; ends: number }>()
const beginnings = new Map<string, number>()
const beginningsKept = 1000

/** Midnight UTC of the wall date at `ms`: a number that days can be added to without daylight saving. */
function wallDay(ms: number, zone: string): number {
  const latest = latestDays.get(zone)
  if (latest && ms >= latest.begins && ms < latest.ends) return latest.day
  const { year = 0, month = 1, day: date = 1 } = partsOf(ms, zone)
  const day = Date.UTC(year, month - 1, date)
  latestDays.set(zone, { day, begins: startOf(day, zone), ends: startOf(day + dayMs, zone) })
  return day
}

/** The instant at which the wall date `day` (midnight UTC) begins in `zone`. */
function startOf(day: number, zone: string): number {
  const key = `${zone} ${day}`
  const known = beginnings.get(key)
  if (known !== undefined) return known
  let instant = day
  // The offset at the guess may be another day's: a second pass settles it on either side of a clock change.
  for (let pass = 0; pass < 2; pass++) {
    const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = partsOf(instant, zone)
    instant += day - Date.UTC(year, month - 1, date, hour, minute, second)
  }
  if (beginnings.size >= beginningsKept) beginnings.clear()
  beginnings.set(key, instant)
  return instant
}

/** The instant at which a day (`2026-11-24`) begins in `zone`. */
export function startOfDay(day: string, zone: string = parisZone): number {
  return startOf(Date.parse(day), zone)
}

/** The instant at which a day (`2026-11-24`) is over in `zone`: the next one begins. */
export function endOfDay(day: string, zone: string = parisZone): number {
  return startOf(Date.parse(day) + dayMs, zone)
}

/** The day (`2026-11-24`) at `ms` in `zone`. */
export function dayOf(ms: number, zone: string = parisZone): string {
  return new Date(wallDay(ms, zone)).toISOString().slice(0, 10)
}

/** True for a public holiday, `2026-12-25`: the eleven of Code du travail L3133-1. */
export function isHoliday(day: string): boolean {
  return holidaysOf(Number(day.slice(0, 4))).has(day)
}

function isOpenWallDay(day: number): boolean {
  const date = new Date(day)
  const weekday = date.getUTCDay()
  if (weekday === 0 || weekday === 6) return false
  return !holidaysOf(date.getUTCFullYear()).has(date.toISOString().slice(0, 10))
}

/** True when the day at `ms` (epoch milliseconds), in `zone`, is Monday to Friday and no public holiday. */
export function isOpenDay(ms: number, zone: string = parisZone): boolean {
  return isOpenWallDay(wallDay(ms, zone))
}

/**
 * The last millisecond of the `days`-th open day after the day of `fromMs`. The first day does not count
 * (Code de procédure civile art. 641); 0 is the end of that day itself.
 */
export function addOpenDays(fromMs: number, days: number, zone: string = parisZone): number {
  let day = wallDay(fromMs, zone)
  for (let left = days; left > 0;) {
    day += dayMs
    if (isOpenWallDay(day)) left--
  }
  return startOf(day + dayMs, zone) - 1
}
