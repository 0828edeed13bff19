import { addDays, weekdayOf } from '../platform/days.rules.ts'
import { dayMs, instantOf, readWall, wallMs, wallOf, writeWall } from '../platform/wall.rules.ts'

// What buses do on a day, from timetables as GTFS writes them. Pure.

export type Service = {
  /** Monday first. */
  weekdays: readonly boolean[]
  startsOn: string | null
  endsOn: string | null
  added: readonly string[]
  removed: readonly string[]
}
/** A trip at a stop on a day of service; seconds as GTFS counts them. */
export type StopTime = {
  /** Of the feed: its trips' numbers are its own. */
  edition: number
  tripNo: number
  serviceDay: string
  /** Instant from which its seconds count. */
  start: number
  place: number
  arrives: number
  departs: number
  boards: boolean
  alights: boolean
  /** From where one is, as the crow flies. */
  metres: number
}
export type Departure<T extends StopTime = StopTime> = T & { at: number }
export type BusRide<T extends StopTime = StopTime> = { board: Departure<T>; alight: Departure<T> }
/** Between which seconds of a day of service a span of time lies: from the first included to the last excluded. */
export type ServiceWindow = { serviceDay: string; start: number; from: number; to: number }

/** How far one walks to a bus, as the crow flies: some ten minutes by the streets. */
export const BUS_WALK_METRES = 600
/** A time of day later than this is a slip of the keyboard: night trains end on the third day. */
export const LATEST_SECONDS = 72 * 3600
const halfDayMs = dayMs / 2

/** `7:05:00`, `25:10:00`, in seconds; null when it is no time. */
export function readTime(text: string): number | null {
  const [, h, m, s] = /^\s*(\d{1,2}):([0-5]\d):([0-5]\d)\s*$/.exec(text) ?? []
  if (h === undefined) return null
  const seconds = Number(h) * 3600 + Number(m) * 60 + Number(s)
  return seconds < LATEST_SECONDS ? seconds : null
}

/** `20261126` as `2026-11-26`; null for what is in no calendar. */
export function readDay(text: string): string | null {
  const [, y, m, d] = /^\s*(\d{4})(\d{2})(\d{2})\s*$/.exec(text) ?? []
  if (y === undefined) return null
  const day = `${y}-${m}-${d}`
  return readWall(day, true) === null ? null : day
}

export function runsOn(service: Service, day: string): boolean {
  if (service.removed.includes(day)) return false
  if (service.added.includes(day)) return true
  const { startsOn, endsOn } = service
  if (startsOn === null || endsOn === null || day < startsOn || day > endsOn) return false
  return service.weekdays[weekdayOf(day) - 1] === true
}

/** Days since 1970: how the days of a service are numbered. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / dayMs

/** The instant the times of a day of service count from: noon minus twelve hours, not always midnight. */
export function serviceStart(day: string, timezone: string): number {
  return instantOf(wallMs(`${day}T12:00`, false), timezone).at - halfDayMs
}

/** The day the clocks of a zone read at an instant. */
export function civilDayAt(at: number, timezone: string): string {
  return writeWall(wallOf(at, timezone), true)
}

/** The instants between which clocks read a day, the last excluded: 23 to 25 hours. */
export function civilDaySpan(day: string, timezone: string): { from: number; to: number } {
  const midnight = (of: string) => instantOf(wallMs(`${of}T00:00`, false), timezone).at
  return { from: midnight(day), to: midnight(addDays(day, 1)) }
}

/**
 * The days of service that reach into a span of time, and where it lies in their seconds: those before it, past 24:00,
 * and the one after, whose time 0:00 is 23:00 of the eve when the clocks go forward.
 */
export function windowsOf(span: { from: number; to: number }, timezone: string): ServiceWindow[] {
  const windows: ServiceWindow[] = []
  const last = addDays(civilDayAt(span.to, timezone), 1)
  for (let day = addDays(civilDayAt(span.from, timezone), -3); day <= last; day = addDays(day, 1)) {
    const start = serviceStart(day, timezone)
    const from = Math.max(0, Math.ceil((span.from - start) / 1000))
    const to = Math.min(LATEST_SECONDS, Math.ceil((span.to - start) / 1000))
    if (from < to) windows.push({ serviceDay: day, start, from, to })
  }
  return windows
}

const tripOf = (time: StopTime) => `${time.edition} ${time.tripNo} ${time.serviceDay}`
const byTime = (a: Departure, b: Departure) =>
  a.at - b.at || a.edition - b.edition || a.tripNo - b.tripNo || (a.serviceDay < b.serviceDay ? -1 : 1)

/** What one can board, in order of time; of the stops of one trip, the nearest, then the first. */
export function departuresOf<T extends StopTime>(times: readonly T[]): Departure<T>[] {
  const nearest = new Map<string, T>()
  for (const time of times) {
    if (!time.boards) continue
    const key = tripOf(time)
    const known = nearest.get(key)
    if (!known || time.metres < known.metres || (time.metres === known.metres && time.place < known.place))
      nearest.set(key, time)
  }
  return [...nearest.values()].map((time) => ({ ...time, at: time.start + time.departs * 1000 })).sort(byTime)
}

/** Trips that one can board near one place and leave, later on the same trip, near another. */
export function ridesBetween<T extends StopTime>(from: readonly T[], to: readonly T[]): BusRide<T>[] {
  const ends = new Map<string, T[]>()
  for (const time of to) {
    if (!time.alights) continue
    const key = tripOf(time)
    const known = ends.get(key)
    if (known) known.push(time)
    else ends.set(key, [time])
  }
  const afterOf = (time: T) => (ends.get(tripOf(time)) ?? []).filter(({ place }) => place > time.place)
  // A stop after which the bus no longer goes there is no place to board it, however near.
  const useful = from.filter((time) => afterOf(time).length > 0)
  return departuresOf(useful).map((board) => {
    const [alight] = afterOf(board).toSorted((a, b) => a.metres - b.metres || a.place - b.place)
    return { board, alight: { ...alight!, at: alight!.start + alight!.arrives * 1000 } }
  })
}
