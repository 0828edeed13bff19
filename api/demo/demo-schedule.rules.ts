import { dayOf, isOpenDay } from '../platform/open-days.ts'

/** When the invented acts of the demo took place. Pure. */

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Between two acts on a same report, at least. */
const apartMs = hourMs / 3

/** A number in [0, 1) that depends only on its arguments (mulberry32's mixing). */
export function shareOf(seed: number, salt: number): number {
  let t = Math.imul(seed ^ (salt * 0x9e3779b1), 0x85ebca6b)
  t = Math.imul(t ^ (t >>> 13), 0xc2b2ae35)
  return ((t ^ (t >>> 16)) >>> 0) / 2 ** 32
}

/** A report of `days` days ago: by day, between 7 and 20 h; one of today at its very hour. */
export function reportedAt(days: number, rank: number, now: number): number {
  if (days < 2) return Math.round(now - days * dayMs)
  const midnight = Math.floor(now / dayMs - days) * dayMs
  return midnight + Math.round((6 + shareOf(rank, 1) * 12.5) * hourMs)
}

/**
 * What staff did `after` days: at once when it cannot wait (under half a day), else on the next open day, in office
 * hours. Never before the act it follows.
 */
export function workedAt(from: number, after: number, previous: number, rank: number): number {
  const earliest = previous + apartMs
  if (after < 0.5) return Math.max(Math.round(from + after * dayMs), earliest)
  let day = Math.floor(Math.max(from + after * dayMs, earliest) / dayMs) * dayMs
  const hour = Math.round((8 + shareOf(rank, after * 10) * 7) * hourMs)
  while (!isOpenDay(day + hour) || day + hour < earliest) day += dayMs
  return day + hour
}

/** The open day on which work is promised, `inDays` days later. */
export function promisedAt(at: number, inDays: number): number {
  let day = at + inDays * dayMs
  while (!isOpenDay(day)) day += dayMs
  return day
}

/** Metres east and north of the commune's centre: near enough to stay in it. */
export function offsetOf(rank: number): { east: number; north: number } {
  const angle = shareOf(rank, 2) * 2 * Math.PI
  const metres = 60 + shareOf(rank, 3) * 260
  return { east: Math.cos(angle) * metres, north: Math.sin(angle) * metres }
}

/** A wall time so many days and hours after midnight of a day: `2026-12-05T19:00`, or the day alone. */
function wallAt(dayMs0: number, days: number, minutes: number | null): string {
  const text = new Date(dayMs0 + days * dayMs + (minutes ?? 0) * 60_000).toISOString()
  return minutes === null ? text.slice(0, 10) : text.slice(0, 16)
}

/**
 * When an event of the demo takes place: weeks from the week of `opened`, weekday (1 Monday … 7 Sunday), start and hours;
 * all day without a start, and then a number of days.
 */
export function spanOf(
  [week, weekday, start, length]: readonly [number, number, string | null, number],
  opened: number,
): { start: string; end: string } {
  const today = Date.parse(dayOf(opened))
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * dayMs
  const days = week * 7 + weekday - 1
  if (start === null)
    return { start: wallAt(monday, days, null), end: wallAt(monday, days + length - 1, null) }
  const [hours = 0, minutes = 0] = start.split(':').map(Number)
  const from = hours * 60 + minutes
  return { start: wallAt(monday, days, from), end: wallAt(monday, days, from + length * 60) }
}

/** The same hours, seven days later. */
export function weekLater({ start, end }: { start: string; end: string }): { start: string; end: string } {
  const later = (wall: string) =>
    new Date(Date.parse(`${wall.slice(0, 10)}T00:00Z`) + 7 * dayMs).toISOString().slice(0, 10) +
    wall.slice(10)
  return { start: later(start), end: later(end) }
}
