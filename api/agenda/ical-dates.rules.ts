/**
 * A schedule in the words of iCalendar: a first date, then a rule or more dates, exceptions, and the dates that are not
 * as those say. Besides what people changed, a date is one of these when the clocks change during it: ours end at the
 * wall time that was announced, where RFC 5545 §3.8.5.3 would keep the exact length of the first.
 */
import * as Instant from 'temporal-polyfill/fns/Instant'
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime'
import { RRuleTemporal } from 'rrule-temporal'
import { lastWall, parseRule, type Rule, weekdays, writeRule } from './rrule.rules.ts'
import {
  expandSchedule,
  findOccurrence,
  type Occurrence,
  ownSpan,
  type Schedule,
  type ScheduleChange,
  type WallSpan,
} from './schedule.rules.ts'
import { dayMs, instantOf, wallMs, wallOf, writeWall } from '../platform/wall.rules.ts'

export type CalendarDates = {
  /** Null when exceptions leave no date at all. */
  first: WallSpan | null
  /** Length of a date in wall minutes: said instead of an end where the first date is not as long as the others. */
  nominalMinutes: number | null
  /**
   * RDATE: starts of dates of the same length. The first is among them: programs differ on whether it counts when no
   * rule gives it, and one said twice is there once (RFC 5545 §3.8.5.2).
   */
  more: string[]
  /** RRULE, with UNTIL as RFC 5545 wants it. */
  rule: string | null
  exceptions: string[]
  /** Dates to be written apart (RECURRENCE-ID). */
  changes: PlacedChange[]
}
/** A date as it takes place. `instants`: epoch milliseconds, when the clocks read its start or its end twice. */
export type PlacedChange = Omit<ScheduleChange, 'span'> & {
  span: WallSpan
  instants: { startAt: number; endAt: number } | null
}

const hourMs = 3_600_000
/** Clocks of the zones of the world change between midnight and four. */
const restless = '04:00'

/** `until`: epoch milliseconds up to which the nights when clocks change are looked at, for rules without end. */
export function calendarDates(schedule: Schedule, until: number): CalendarDates {
  if (schedule.rule === undefined) return fromList(schedule)
  const parsed = parseRule(schedule.rule)
  if ('fault' in parsed) throw new RangeError(`a rule that cannot be read: ${schedule.rule}`)
  return endsBeforeItsFirst(schedule, parsed.rule)
    ? fromList(schedule)
    : fromRule(schedule, parsed.rule, until)
}

/** True for a rule that gives nothing: its first date stands alone, and programs differ on whether it does. */
function endsBeforeItsFirst({ spans, zone, allDay }: Schedule, rule: Rule): boolean {
  const last = lastWall(rule, zone)
  return last !== null && last < wallMs(spans[0]?.start ?? '', allDay)
}

function fromList(schedule: Schedule): CalendarDates {
  const exceptions = new Set(schedule.exceptions)
  const spans = schedule.spans
    .filter(({ start }) => !exceptions.has(start))
    .toSorted((a, b) => (a.start < b.start ? -1 : 1))
  const [first] = spans
  const none = { nominalMinutes: null, more: [], rule: null, exceptions: [], changes: [] }
  if (!first) return { ...none, first: null }
  if (spans.length === 1 && !schedule.changes?.length && !meetsChangeOfClock(schedule, first))
    return { ...none, first }
  const length = lengthOf(schedule, first)
  const apart = spans.flatMap((span) => {
    const change = changeOf(schedule, span.start)
    const placed = place(schedule, span.start, change)
    const asTheFirst =
      !change &&
      !placed.instants &&
      sameSpan(placed.span, span) &&
      lengthOf(schedule, span) === length &&
      realLength(schedule, span) === length
    return asTheFirst ? [] : [placed]
  })
  return {
    ...none,
    first,
    nominalMinutes: spans.length > 1 && !isMeasuredByItsEnd(schedule, first) ? length / 60_000 : null,
    more: spans.length > 1 ? spans.map(({ start }) => start) : [],
    changes: apart,
  }
}

function fromRule(schedule: Schedule, rule: Rule, until: number): CalendarDates {
  const [first] = schedule.spans
  if (!first) throw new RangeError(`a rule without a first date: ${schedule.rule}`)
  const changed = (schedule.changes ?? []).map((change) => place(schedule, change.recurrence, change))
  const named = new Set(changed.map(({ recurrence }) => recurrence))
  const night = onNightsOfChange(schedule, first, until).filter((recurrence) => !named.has(recurrence))
  const regular = givesItsFirst(schedule, rule)
  return {
    first,
    nominalMinutes: isMeasuredByItsEnd(schedule, first) ? null : lengthOf(schedule, first) / 60_000,
    more: regular || schedule.exceptions?.includes(first.start) ? [] : [first.start],
    rule: writeRule(regular ? untilInUtc(schedule, rule) : untilLast(schedule, rule)),
    exceptions: schedule.exceptions ?? [],
    changes: [...changed, ...night.map((recurrence) => place(schedule, recurrence, undefined))],
  }
}

function changeOf(schedule: Schedule, recurrence: string): ScheduleChange | undefined {
  return schedule.changes?.find((change) => change.recurrence === recurrence)
}

function sameSpan(a: WallSpan | undefined, b: WallSpan): boolean {
  return a?.start === b.start && a.end === b.end
}

/** A date where it takes place: its own span, or the one it was moved to, on the clock of its zone. */
function place(schedule: Schedule, recurrence: string, change: ScheduleChange | undefined): PlacedChange {
  const span = change?.span ?? ownSpan(schedule, recurrence)
  if (!meetsChangeOfClock(schedule, span)) return { ...change, recurrence, span, instants: null }
  const date = findOccurrence(schedule, recurrence)
  if (!date) return { ...change, recurrence, span, instants: null }
  const { start, end, startAt, endAt } = date
  const instants = isReadTwice(schedule, date) ? { startAt, endAt } : null
  return { ...change, recurrence, span: { start, end }, instants }
}

/** True when the clocks read the start or the end of a date twice that night: programs differ on which they mean. */
function isReadTwice({ zone }: Schedule, { startAt, endAt }: Occurrence): boolean {
  return [startAt, endAt].some((at) =>
    [hourMs, -hourMs].some((away) => wallOf(at + away, zone) === wallOf(at, zone)),
  )
}

/** Wall milliseconds, the last day of an all-day date left out. */
function lengthOf({ allDay }: Schedule, { start, end }: WallSpan): number {
  return wallMs(end, allDay) - wallMs(start, allDay)
}

/** False when the others would be given a wrong length by the end of this one: clocks change in it, or jump over its end. */
function isMeasuredByItsEnd(schedule: Schedule, span: WallSpan): boolean {
  if (!meetsChangeOfClock(schedule, span)) return true
  const { zone, allDay } = schedule
  const isOnTheClock = wallOf(instantOf(wallMs(span.end, allDay), zone).at, zone) === wallMs(span.end, allDay)
  return isOnTheClock && realLength(schedule, span) === lengthOf(schedule, span)
}

/** Milliseconds that pass between start and end. */
function realLength(schedule: Schedule, span: WallSpan): number {
  const { zone, allDay } = schedule
  if (allDay || !meetsChangeOfClock(schedule, span)) return lengthOf(schedule, span)
  return instantOf(wallMs(span.end, false), zone).at - instantOf(wallMs(span.start, false), zone).at
}

/** False when a span keeps clear of the hours in which clocks may change: most do, and cost nothing more. */
function meetsChangeOfClock({ allDay }: Schedule, { start, end }: WallSpan): boolean {
  if (allDay) return false
  return start.slice(11) <= restless || start.slice(0, 10) !== end.slice(0, 10)
}

/** Dates of a rule that the clocks make shorter, longer, later or doubtful, from its first to `until`. */
function onNightsOfChange(schedule: Schedule, first: WallSpan, until: number): string[] {
  if (!meetsChangeOfClock(schedule, first)) return []
  const length = lengthOf(schedule, first)
  const found = new Set<string>()
  let moment = instantOf(wallMs(first.start, false), schedule.zone).at - dayMs
  for (;;) {
    const next = nextChangeOfClock(moment, schedule.zone)
    if (next === null || next > until) return [...found]
    const around = { from: next - length - dayMs, until: next + dayMs, limit: 100 }
    for (const date of expandSchedule(schedule, around).occurrences) {
      const regular =
        sameSpan(date, ownSpan(schedule, date.recurrence)) && date.endAt - date.startAt === length
      if (!regular || isReadTwice(schedule, date)) found.add(date.recurrence)
    }
    moment = next
  }
}

function nextChangeOfClock(at: number, zone: string): number | null {
  const now = Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(at), zone)
  return ZonedDateTime.getTimeZoneTransition(now, 'next')?.epochMilliseconds ?? null
}

/** True when the rule alone gives the first date too, as RFC 5545 wants it to. */
function givesItsFirst(schedule: Schedule, rule: Rule): boolean {
  return givesItPlainly(schedule, rule) || givesItByTheEngine(schedule, rule)
}

/** The rules that nearly all events have, judged without expanding them. */
function givesItPlainly({ spans, allDay }: Schedule, rule: Rule): boolean {
  const { byDay, byMonth, byMonthDay, byYearDay, byWeekNo, byHour, byMinute, bySetPos } = rule
  if (byMonth || byYearDay || byWeekNo || byHour || byMinute || bySetPos) return false
  if (!byDay && !byMonthDay) return true
  const first = new Date(wallMs(spans[0]?.start ?? '', allDay))
  if (byMonthDay && !byMonthDay.includes(first.getUTCDate())) return false
  const weekday = weekdays[(first.getUTCDay() + 6) % 7]
  return !byDay || byDay.some(({ day, nth }) => day === weekday && nth === 0)
}

function givesItByTheEngine({ spans, allDay }: Schedule, rule: Rule): boolean {
  const start = wallMs(spans[0]?.start ?? '', allDay)
  const written = writeWall(start, false).replace(/[-:]/g, '')
  const { until: _until, count: _count, ...endless } = rule
  const engine = new RRuleTemporal({
    rruleString: `DTSTART:${written}00Z\nRRULE:${writeRule(endless)}`,
    includeDtstart: false,
  })
  try {
    return engine.between(new Date(start), new Date(start + 1), true).length > 0
  } catch {
    // The library gives up on a rule that gives nothing for very long.
    return false
  }
}

/** RFC 5545 §3.3.10: UNTIL is a day where DTSTART is one, and an instant where DTSTART has a zone. */
function untilInUtc(schedule: Schedule, rule: Rule): Rule {
  const last = lastWall(rule, schedule.zone)
  return last === null ? rule : { ...rule, until: untilText(schedule, last) }
}

/** Where the first date is not of the rule, COUNT would be counted in two ways: the last date is named instead. */
function untilLast(schedule: Schedule, rule: Rule): Rule {
  if (rule.count === undefined) return untilInUtc(schedule, rule)
  const whole = { ...schedule, exceptions: [], changes: [] }
  const { occurrences } = expandSchedule(whole, { from: -Infinity, until: Infinity, limit: rule.count })
  const last = occurrences.at(-1)
  const { count: _count, ...endless } = rule
  return { ...endless, until: untilText(schedule, wallMs(last?.recurrence ?? '', schedule.allDay)) }
}

function untilText({ zone, allDay }: Schedule, wall: number): string {
  if (allDay) return writeWall(wall, true).replaceAll('-', '')
  return `${new Date(instantOf(wall, zone).at).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
}
