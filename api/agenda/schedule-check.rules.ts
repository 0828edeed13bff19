/** What is wrong with a schedule that someone wrote, sent or imported: for 422 errors and reports line by line. */
import { lastWall, parseRule, writeRule, type RuleFault } from './rrule.rules.ts'
import { datesOf } from './schedule-dates.rules.ts'
import { expandSchedule, type Schedule, type WallSpan } from './schedule.rules.ts'
import { dayMs, isZone, readWall } from '../platform/wall.rules.ts'

export const scheduleLimits = {
  /** Dates without a rule: one a day for a year, and some. */
  spans: 400,
  exceptions: 1000,
  changes: 400,
  /** Days of one date: an exhibition of a year. */
  spanDays: 366,
  /** Days of one date of a rule: a month-long one every month. */
  ruledSpanDays: 31,
  firstYear: 1970,
  lastYear: 2199,
} as const

export type ScheduleFault =
  | RuleFault
  | 'zone-unknown'
  | 'no-date'
  | 'too-many-dates'
  | 'wall-malformed'
  | 'date-out-of-range'
  | 'end-before-start'
  | 'span-too-long'
  | 'date-twice'
  | 'rule-with-several-dates'
  | 'rule-time-on-days'
  | 'rule-ends-before-start'
  | 'rule-gives-no-date'
  | 'too-many-exceptions'
  | 'too-many-changes'
  | 'change-twice'
  | 'change-of-no-date'
  | 'no-date-left'

/** `pointer`: JSON Pointer (RFC 6901) into the schedule. */
export type Fault = { pointer: string; code: ScheduleFault }

/**
 * Every fault of a schedule whose shape is right; none: it can be expanded, edited and exported. What a rule gives is
 * looked at only when all that is written reads well. At most some 60 ms, on rules made to be slow.
 */
export function checkSchedule(schedule: Schedule): Fault[] {
  const written = [
    ...checkFrame(schedule),
    ...schedule.spans
      .slice(0, scheduleLimits.spans)
      .flatMap((span, at) => checkSpan(schedule, span, `/spans/${at}`)),
    ...checkRule(schedule),
    ...checkExceptions(schedule),
    ...checkChanges(schedule),
  ]
  return written.length > 0 ? written : checkDates(schedule)
}

function checkFrame({ zone, spans, rule }: Schedule): Fault[] {
  const faults: Fault[] = []
  if (!isZone(zone)) faults.push({ pointer: '/zone', code: 'zone-unknown' })
  if (spans.length === 0) faults.push({ pointer: '/spans', code: 'no-date' })
  if (spans.length > scheduleLimits.spans) faults.push({ pointer: '/spans', code: 'too-many-dates' })
  if (rule !== undefined && spans.length > 1)
    faults.push({ pointer: '/spans', code: 'rule-with-several-dates' })
  const starts = new Set<string>()
  for (const [at, { start }] of spans.entries()) {
    if (starts.has(start)) faults.push({ pointer: `/spans/${at}/start`, code: 'date-twice' })
    starts.add(start)
  }
  return faults
}

function checkSpan({ allDay, rule }: Schedule, { start, end }: WallSpan, pointer: string): Fault[] {
  const faults = [
    ...checkWall(start, allDay, `${pointer}/start`),
    ...checkWall(end, allDay, `${pointer}/end`),
  ]
  if (faults.length > 0) return faults
  const length = Date.parse(allDay ? end : `${end}Z`) - Date.parse(allDay ? start : `${start}Z`)
  const days = rule === undefined ? scheduleLimits.spanDays : scheduleLimits.ruledSpanDays
  if (length < 0) return [{ pointer: `${pointer}/end`, code: 'end-before-start' }]
  // The last day is included.
  if ((allDay ? length + dayMs : length) > days * dayMs)
    return [{ pointer: `${pointer}/end`, code: 'span-too-long' }]
  return []
}

function checkWall(text: string, allDay: boolean, pointer: string): Fault[] {
  const wall = readWall(text, allDay)
  if (wall === null) return [{ pointer, code: 'wall-malformed' }]
  const year = new Date(wall).getUTCFullYear()
  return year < scheduleLimits.firstYear || year > scheduleLimits.lastYear
    ? [{ pointer, code: 'date-out-of-range' }]
    : []
}

function checkRule({ rule: text, allDay }: Schedule): Fault[] {
  if (text === undefined) return []
  const parsed = parseRule(text)
  if ('fault' in parsed) return [{ pointer: '/rule', code: parsed.fault }]
  const timed = parsed.rule.byHour ?? parsed.rule.byMinute
  return allDay && timed ? [{ pointer: '/rule', code: 'rule-time-on-days' }] : []
}

function checkExceptions({ exceptions = [], allDay }: Schedule): Fault[] {
  if (exceptions.length > scheduleLimits.exceptions)
    return [{ pointer: '/exceptions', code: 'too-many-exceptions' }]
  return exceptions.flatMap((text, at) => checkWall(text, allDay, `/exceptions/${at}`))
}

function checkChanges(schedule: Schedule): Fault[] {
  const { changes = [], allDay } = schedule
  if (changes.length > scheduleLimits.changes) return [{ pointer: '/changes', code: 'too-many-changes' }]
  const named = new Set<string>()
  return changes.flatMap(({ recurrence, span }, at) => {
    const pointer = `/changes/${at}`
    const faults = checkWall(recurrence, allDay, `${pointer}/recurrence`)
    if (named.has(recurrence)) faults.push({ pointer: `${pointer}/recurrence`, code: 'change-twice' })
    named.add(recurrence)
    return span ? [...faults, ...checkSpan(schedule, span, `${pointer}/span`)] : faults
  })
}

/** What only the dates themselves tell. */
function checkDates(schedule: Schedule): Fault[] {
  const dates = datesOf(schedule)
  const parsed = schedule.rule === undefined ? null : parseRule(schedule.rule)
  if (parsed && 'rule' in parsed) {
    const last = lastWall(parsed.rule, schedule.zone)
    if (last !== null && last < dates.first) return [{ pointer: '/rule', code: 'rule-ends-before-start' }]
    const endless = writeRule({ ...parsed.rule, count: undefined, until: undefined })
    const onlyRule = datesOf({ ...schedule, rule: endless, exceptions: [], changes: [] })
    if (onlyRule.next(dates.first + 1) === null) return [{ pointer: '/rule', code: 'rule-gives-no-date' }]
  }
  const faults: Fault[] = (schedule.changes ?? []).flatMap(({ recurrence }, at) =>
    dates.has(recurrence) ? [] : [{ pointer: `/changes/${at}/recurrence`, code: 'change-of-no-date' }],
  )
  const all = { from: -Infinity, until: Infinity, limit: 1 }
  if (expandSchedule(schedule, all).occurrences.length === 0)
    faults.push({ pointer: '/exceptions', code: 'no-date-left' })
  return faults
}
