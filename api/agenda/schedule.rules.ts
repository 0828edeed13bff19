/**
 * When an event takes place: its schedule, and the dates that the schedule gives. Pure; the phone previews with it.
 *
 * Rules are expanded in wall time, and each date is then put on the clock of its zone: a 19:00 event stays at 19:00
 * through both changes of hour. What is ours to define:
 * - A start in the lost hour (02:30 on the last Sunday of March) is at 03:30, one in the doubled hour (October) at
 *   the first of the two: RFC 5545 §3.3.5. §3.3.10 would drop the first from a rule: a date that people were told
 *   of does not vanish here.
 * - Ends are wall times too: a ball from 22:00 to 05:00 ends at 05:00 on every night of the year. When the lost hour
 *   would put an end at or before its start, the date keeps its length.
 * - The first span always takes place and counts in COUNT, also when its rule would not give it (§3.8.5.3).
 * - UNTIL bounds the wall starts that the rule gives, wherever a date is moved to. See `lastWall`.
 */
import { datesOf, type ScheduleDates } from './schedule-dates.rules.ts'
import { dayMs, instantOf, wallMs, wallOf, writeWall } from '../platform/wall.rules.ts'

/** As stored: the comments are with the shapes, in db/schema/agenda.ts. */
export type WallSpan = { start: string; end: string }
export type ScheduleChange = { recurrence: string; span?: WallSpan; cancelled?: boolean; reason?: string }
export type Schedule = {
  zone: string
  allDay: boolean
  spans: WallSpan[]
  rule?: string
  exceptions?: string[]
  changes?: ScheduleChange[]
}

export type Occurrence = {
  /** Wall start that the schedule gave it: names it whatever it became. */
  recurrence: string
  /** What the clocks read at its start and end; of an all-day one the days, the last included. */
  start: string
  end: string
  /** Epoch milliseconds; of an all-day one, midnight to midnight in its zone. */
  startAt: number
  endAt: number
  allDay: boolean
  cancelled: boolean
  /** It has a start or an end of its own. */
  moved: boolean
  reason: string | null
}

export type Expansion = {
  /** By start, then by name. */
  occurrences: Occurrence[]
  /** Every date that starts before this instant is given; null when there is none at or after it. */
  expandedUntil: number | null
}

/** Beyond it no date is looked for: rules without end are expanded over a horizon of a year or two. */
const endOfTime = Date.UTC(2200, 0, 1)
/** A rule is asked for a month first, and for more and more: half-hourly ones have a thousand dates in one. */
const firstStride = 31 * dayMs

/**
 * The dates that start at or after `from` and before `until` (epoch milliseconds, -Infinity and Infinity allowed),
 * cancelled ones included, each placed by where it was moved to. At most `limit`, and then `expandedUntil` is where
 * to go on: expanding in two windows gives what one gives. Dates that start at the same instant are never parted,
 * so there may be a few more than `limit` of them.
 * Expects a schedule in which `checkSchedule` finds no fault, and throws a RangeError on one it cannot read.
 */
export function expandSchedule(
  schedule: Schedule,
  { from, until, limit }: { from: number; until: number; limit: number },
): Expansion {
  const dates = datesOf(schedule)
  const end = Math.min(until, endOfTime)
  const inWindow = ({ startAt }: Occurrence) => startAt >= from && startAt < end
  const moved = movedDates(schedule, dates)
  const found = moved.filter(inWindow)

  // Two days around: more than any zone is away from UTC.
  const lastAsked = end + 2 * dayMs
  let asked = noonBefore(Math.max(from - 2 * dayMs, dates.first))
  let stride = firstStride
  for (let given = 0; asked < lastAsked && given <= limit;) {
    const next = Math.min(asked + stride, lastAsked)
    const walls = dates.between(asked, next)
    const occurrences = walls.map((wall) => ruledOccurrence(schedule, wall)).filter(inWindow)
    found.push(...occurrences)
    given += occurrences.length
    const later = walls.length === 0 ? dates.next(next) : next
    if (later === null) break
    asked = Math.max(next, noonBefore(later))
    stride = Math.min(stride * 2, 400 * dayMs)
  }

  found.sort(inOrder)
  const over = found[limit]
  if (over) {
    const kept = found.filter(({ startAt }) => startAt < over.startAt)
    if (kept.length > 0) return { occurrences: kept, expandedUntil: over.startAt }
    const together = found.filter(({ startAt }) => startAt === over.startAt)
    return { occurrences: together, expandedUntil: over.startAt + 1 }
  }
  const more = moved.some(({ startAt }) => startAt >= end) || ruleGoesOn(schedule, dates, end)
  return { occurrences: found, expandedUntil: more ? end : null }
}

/** The date named by `recurrence` as it takes place, or null when the schedule gives no such date. */
export function findOccurrence(schedule: Schedule, recurrence: string): Occurrence | null {
  return occurrenceIn(schedule, datesOf(schedule), recurrence)
}

/** As `findOccurrence`, for who asks for many. */
export function occurrenceIn(
  schedule: Schedule,
  dates: ScheduleDates,
  recurrence: string,
): Occurrence | null {
  if (!dates.has(recurrence)) return null
  const change = schedule.changes?.find((change) => change.recurrence === recurrence)
  if (change?.span) return placed(schedule, recurrence, change.span, change)
  return ruledOccurrence(schedule, wallMs(recurrence, schedule.allDay))
}

/** Start and end that the schedule itself gives to a date, before any change. */
export function ownSpan(schedule: Schedule, recurrence: string): WallSpan {
  const listed = schedule.spans.find((span) => span.start === recurrence)
  if (listed) return listed
  const [first] = schedule.spans
  if (!first) throw new RangeError('a schedule has at least one date')
  const { allDay } = schedule
  const length = wallMs(first.end, allDay) - wallMs(first.start, allDay)
  return { start: recurrence, end: writeWall(wallMs(recurrence, allDay) + length, allDay) }
}

function inOrder(a: Occurrence, b: Occurrence): number {
  return a.startAt - b.startAt || (a.recurrence < b.recurrence ? -1 : 1)
}

/** No zone changes its hour at noon: what lies on either side of it keeps its order on the clock. */
function noonBefore(ms: number): number {
  return Math.floor(ms / dayMs) * dayMs - dayMs / 2
}

/** Dates that have a span of their own, of those that the schedule gives. */
function movedDates(schedule: Schedule, dates: ScheduleDates): Occurrence[] {
  return (schedule.changes ?? []).flatMap((change) =>
    change.span && dates.has(change.recurrence)
      ? [placed(schedule, change.recurrence, change.span, change)]
      : [],
  )
}

/** True when some date that stays where the schedule put it starts at or after `instant`. */
function ruleGoesOn(schedule: Schedule, dates: ScheduleDates, instant: number): boolean {
  const wall = wallOf(instant, schedule.zone)
  const near = dates.between(wall - dayMs, wall + dayMs)
  if (near.some((ms) => instantOf(ms, schedule.zone).at >= instant)) return true
  return dates.next(wall + dayMs) !== null
}

function ruledOccurrence(schedule: Schedule, wall: number): Occurrence {
  const recurrence = writeWall(wall, schedule.allDay)
  const change = schedule.changes?.find((change) => change.recurrence === recurrence)
  return placed(schedule, recurrence, ownSpan(schedule, recurrence), change)
}

/** A span put on the clock of its zone. */
function placed(
  schedule: Schedule,
  recurrence: string,
  span: WallSpan,
  change: ScheduleChange | undefined,
): Occurrence {
  const { zone, allDay } = schedule
  const startWall = wallMs(span.start, allDay)
  const endWall = wallMs(span.end, allDay)
  const start = instantOf(startWall, zone)
  const end = instantOf(allDay ? endWall + dayMs : endWall, zone)
  const endAt = end.at > start.at ? end.at : start.at + endWall - startWall
  const own = ownSpan(schedule, recurrence)
  return {
    recurrence,
    start: allDay ? span.start : writeWall(start.wall, false),
    end: allDay ? span.end : writeWall(endAt === end.at ? end.wall : wallOf(endAt, zone), false),
    startAt: start.at,
    endAt,
    allDay,
    cancelled: change?.cancelled ?? false,
    moved: span.start !== own.start || span.end !== own.end,
    reason: change?.reason ?? null,
  }
}
