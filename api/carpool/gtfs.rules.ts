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
/** A trip at a stop; seconds as GTFS counts them. */
export type StopTime = {
  feedId: number
  timezone: string
  tripNo: number
  place: number
  service: Service
  arrives: number
  departs: number
  boards: boolean
  alights: boolean
  line: string
  headsign: string | null
  stop: string
  metres: number
}
export type Departure = StopTime & { serviceDay: string; at: number }
export type BusRide = { board: Departure; alight: StopTime & { at: number } }

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

/** The instant the times of a day of service count from: noon minus twelve hours, not always midnight. */
export function serviceStart(day: string, timezone: string): number {
  return instantOf(wallMs(`${day}T12:00`, false), timezone).at - halfDayMs
}

/** The day the clocks of a zone read at an instant. */
export function civilDayAt(at: number, timezone: string): string {
  return writeWall(wallOf(at, timezone), true)
}

/**
 * Days of service that reach into a civil day: those before it, past 24:00, and the one after, whose time 0:00 is
 * 23:00 of the eve when the clocks go forward.
 */
const reachingDays = (day: string) => [-3, -2, -1, 0, 1].map((shift) => addDays(day, shift))

const byTime = (a: Departure, b: Departure) =>
  a.at - b.at || a.feedId - b.feedId || a.tripNo - b.tripNo || (a.serviceDay < b.serviceDay ? -1 : 1)

/** What one can board on a civil day, in order of time; of the stops of one trip, the nearest, then the first. */
export function departuresOf(times: readonly StopTime[], day: string): Departure[] {
  const starts = new Map<string, number>()
  const startOf = (serviceDay: string, timezone: string) => {
    const key = `${serviceDay} ${timezone}`
    const start = starts.get(key) ?? serviceStart(serviceDay, timezone)
    starts.set(key, start)
    return start
  }
  const nearest = new Map<string, Departure>()
  for (const time of times) {
    if (!time.boards) continue
    for (const serviceDay of reachingDays(day)) {
      const at = startOf(serviceDay, time.timezone) + time.departs * 1000
      if (!runsOn(time.service, serviceDay) || civilDayAt(at, time.timezone) !== day) continue
      const key = `${time.feedId} ${time.tripNo} ${serviceDay}`
      const known = nearest.get(key)
      if (!known || time.metres < known.metres || (time.metres === known.metres && time.place < known.place))
        nearest.set(key, { ...time, serviceDay, at })
    }
  }
  return [...nearest.values()].sort(byTime)
}

/** Trips that one can board near one place and leave, later on the same trip, near another. */
export function ridesBetween(from: readonly StopTime[], to: readonly StopTime[], day: string): BusRide[] {
  const ends = new Map<string, StopTime[]>()
  for (const time of to) {
    if (!time.alights) continue
    const key = `${time.feedId} ${time.tripNo}`
    ends.set(key, [...(ends.get(key) ?? []), time])
  }
  const afterOf = (time: StopTime) =>
    (ends.get(`${time.feedId} ${time.tripNo}`) ?? []).filter(({ place }) => place > time.place)
  // A stop after which the bus no longer goes there is no place to board it, however near.
  const useful = from.filter((time) => afterOf(time).length > 0)
  return departuresOf(useful, day).map((board) => {
    const [alight] = afterOf(board).toSorted((a, b) => a.metres - b.metres || a.place - b.place)
    const at = serviceStart(board.serviceDay, board.timezone) + alight!.arrives * 1000
    return { board, alight: { ...alight!, at } }
  })
}
