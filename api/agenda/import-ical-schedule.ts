import type { Complaint } from './import-fit.ts'
import { importLimits, type ReadOptions } from './import-draft.ts'
import type { CalendarEvent } from './import-ical-event.ts'
import { instantOfMoment, wallIn, written, type Moment } from './import-ical-times.ts'
import { homeZone } from './import-zones.rules.ts'
import { parseRule, ruleLimits, writeRule } from './rrule.rules.ts'
import { datesOf } from './schedule-dates.rules.ts'
import {
  expandSchedule,
  ownSpan,
  type Schedule,
  type ScheduleChange,
  type WallSpan,
} from './schedule.rules.ts'
import { dayMs, readWall, writeWall } from '../platform/wall.rules.ts'

const horizonMs = 548 * dayMs

/**
 * The schedule of an event of a calendar, from its VEVENT and those of its dates that are not as the rule says. What
 * can't be kept is complained of; null when it has no date that can be read.
 */
export function scheduleOf(
  master: CalendarEvent,
  overrides: readonly CalendarEvent[],
  { complain, now }: ReadOptions & { complain: Complaint },
): Schedule | null {
  const { start } = master
  if (!start) return null
  for (const { unknownZone } of [start, master.end ?? start])
    if (unknownZone) {
      complain('zone-unknown', false, unknownZone)
      break
    }
  if (start.floating) complain('floating-time', false)
  const rule = readRule(master, complain)
  // A rule goes on in the wall time of its zone; dates one by one are told in ours.
  const zone = rule !== null && typeof start.zone === 'string' ? start.zone : homeZone
  const first = spanOf(start, master.end, zone, complain)
  const length = lengthOf(first, start.allDay)
  const others = master.more
    .filter(({ start: other }) => other.allDay === start.allDay)
    .map(({ start: other, end }) =>
      end ? spanOf(other, end, zone, complain) : spanAt(wallIn(other, zone), length, start.allDay),
    )
  const base: Schedule = { zone, allDay: start.allDay, spans: [first] }
  let schedule: Schedule = rule === null ? base : { ...base, rule }
  if (others.length > 0) schedule = withDates(schedule, others, { complain, now })
  schedule = withExceptions(schedule, master.exceptions, { complain, now })
  return withOverrides(schedule, overrides, complain)
}

/** The rule as we keep it, or null with the reason: the first date then stands alone. */
function readRule({ rule: text }: CalendarEvent, complain: Complaint): string | null {
  if (text === null) return null
  let parsed = parseRule(text)
  if ('fault' in parsed && parsed.fault === 'rule-count-too-large') {
    complain('rule-count-too-large', false, text)
    parsed = parseRule(text.replace(/COUNT=\d+/i, `COUNT=${ruleLimits.count}`))
  }
  if ('fault' in parsed) {
    complain(parsed.fault, false, text)
    return null
  }
  // A rule of one date is that date.
  return parsed.rule.count === 1 ? null : writeRule(parsed.rule)
}

/** Start and end on the clock of a zone. Without an end it has no length (RFC 5545 §3.6.1); a day is itself. */
function spanOf(start: Moment, end: Moment | null, zone: string, complain: Complaint): WallSpan {
  const from = written(start, zone)
  if (!end) return { start: from, end: from }
  if (end.allDay !== start.allDay) {
    complain('end-unlike-start', false)
    return { start: from, end: from }
  }
  const early = start.allDay ? end.wall < start.wall : instantOfMoment(end) < instantOfMoment(start)
  if (early) {
    complain('end-before-start', false)
    return { start: from, end: from }
  }
  if (!start.allDay) {
    const to = written(end, zone)
    // In the doubled hour the wall goes backwards, and time does not.
    return { start: from, end: to < from ? from : to }
  }
  // The day of DTEND is not one of the event's; some calendars write the same day twice.
  return { start: from, end: writeWall(Math.max(start.wall, end.wall - dayMs), true) }
}

function lengthOf({ start, end }: WallSpan, allDay: boolean): number {
  return (readWall(end, allDay) ?? 0) - (readWall(start, allDay) ?? 0)
}

function spanAt(wall: number, length: number, allDay: boolean): WallSpan {
  return { start: writeWall(wall, allDay), end: writeWall(wall + length, allDay) }
}

/**
 * Dates given beside the first (RDATE). With a rule they can't be kept together: all are then written one by one, when
 * the rule ends within what we keep; else the rule is kept and they are left out.
 */
function withDates(
  schedule: Schedule,
  others: WallSpan[],
  { complain, now }: ReadOptions & { complain: Complaint },
): Schedule {
  let spans = [...schedule.spans, ...others]
  if (schedule.rule !== undefined) {
    complain('rule-and-dates', false)
    const { occurrences, expandedUntil } = expandSchedule(schedule, {
      from: -Infinity,
      until: now + horizonMs,
      limit: importLimits.spans,
    })
    if (expandedUntil !== null || occurrences.length + others.length > importLimits.spans) return schedule
    spans = [...occurrences.map(({ recurrence }) => ownSpan(schedule, recurrence)), ...others]
  }
  const once = [...new Map(spans.map((span) => [span.start, span])).values()].sort((a, b) =>
    a.start < b.start ? -1 : 1,
  )
  const { rule: _, ...rest } = schedule
  return {
    ...rest,
    spans: keepComing(once, importLimits.spans, now, () => complain('dates-cut', false, String(once.length))),
  }
}

/** Of too many dates by start, those to come first. */
function keepComing(spans: WallSpan[], most: number, now: number, cut: () => void): WallSpan[] {
  if (spans.length <= most) return spans
  cut()
  const today = writeWall(now, true)
  const at = spans.findIndex(({ end }) => end >= today)
  return at < 0
    ? spans.slice(-most)
    : spans.slice(Math.min(at, spans.length - most), at + most).slice(0, most)
}

function withExceptions(
  schedule: Schedule,
  exceptions: readonly Moment[],
  { complain, now }: ReadOptions & { complain: Complaint },
): Schedule {
  if (exceptions.length === 0) return schedule
  const clock = (schedule.spans[0]?.start ?? '').slice(10)
  // A day alone (EXDATE;VALUE=DATE of a timed event) means its date of that day.
  const names = new Set(
    exceptions.map((moment) =>
      moment.allDay && !schedule.allDay
        ? `${writeWall(moment.wall, true)}${clock}`
        : written({ ...moment, allDay: schedule.allDay }, schedule.zone),
    ),
  )
  if (schedule.rule === undefined) {
    const spans = schedule.spans.filter(({ start }) => !names.has(start))
    return { ...schedule, spans: spans.length > 0 ? spans : schedule.spans }
  }
  const sorted = [...names].sort()
  if (sorted.length <= importLimits.exceptions) return { ...schedule, exceptions: sorted }
  complain('exceptions-cut', false, String(sorted.length))
  const from = writeWall(now - 366 * dayMs, true)
  return { ...schedule, exceptions: sorted.filter((name) => name >= from).slice(0, importLimits.exceptions) }
}

/** Dates that are not as the rule says (RECURRENCE-ID): moved, or cancelled. */
function withOverrides(
  schedule: Schedule,
  overrides: readonly CalendarEvent[],
  complain: Complaint,
): Schedule {
  if (overrides.length === 0) return schedule
  const dates = datesOf(schedule)
  const changes = new Map<string, ScheduleChange>()
  for (const override of overrides) {
    const { recurrence, start, end, cancelled, following } = override
    if (!recurrence) continue
    if (following) complain('following-changed', false)
    const name = nameOf(schedule, recurrence, dates)
    if (!name || !dates.has(name)) {
      complain('date-changed-unknown', false, writeWall(recurrence.wall, recurrence.allDay))
      continue
    }
    const reason = override.text('comment')?.slice(0, 300)
    const own = ownSpan(schedule, name)
    const span = start && start.allDay === schedule.allDay ? spanOf(start, end, schedule.zone, complain) : own
    const moved = span.start !== own.start || span.end !== own.end
    if (!moved && !cancelled) continue
    changes.set(name, {
      recurrence: name,
      ...(moved ? { span } : {}),
      ...(cancelled ? { cancelled } : {}),
      ...(reason && (cancelled || moved) ? { reason } : {}),
    })
  }
  if (changes.size === 0) return schedule
  if (changes.size > importLimits.changes) complain('too-many-changes', false, String(changes.size))
  return { ...schedule, changes: [...changes.values()].slice(-importLimits.changes) }
}

function nameOf(schedule: Schedule, moment: Moment, dates: ReturnType<typeof datesOf>): string | null {
  if (!moment.allDay || schedule.allDay) return written({ ...moment, allDay: schedule.allDay }, schedule.zone)
  const [wall] = dates.between(moment.wall, moment.wall + dayMs)
  return wall === undefined ? null : writeWall(wall, false)
}
