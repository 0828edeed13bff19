/**
 * Edits of a schedule: one date of a series, or its end. Each gives a new schedule, or null when the schedule gives
 * no such date; done twice, each gives what it gave the first time. The result is to be checked by `checkSchedule`
 * where it takes a span from outside.
 */
import { parseRule, writeRule } from './rrule.rules.ts'
import { datesOf } from './schedule-dates.rules.ts'
import { ownSpan, type Schedule, type ScheduleChange, type WallSpan } from './schedule.rules.ts'
import { dayMs, readWall, wallMs } from '../platform/wall.rules.ts'

/** The date stays in sight, marked as cancelled, with the reason for those who meant to come. */
export function cancelDate(schedule: Schedule, recurrence: string, reason?: string): Schedule | null {
  const { span } = changeOf(schedule, recurrence) ?? {}
  return withChange(schedule, {
    recurrence,
    ...(span && { span }),
    cancelled: true,
    ...(reason && { reason }),
  })
}

/** The date takes place at `span` instead, also when it was cancelled before. */
export function moveDate(
  schedule: Schedule,
  recurrence: string,
  span: WallSpan,
  reason?: string,
): Schedule | null {
  if (!datesOf(schedule).has(recurrence)) return null
  const own = ownSpan(schedule, recurrence)
  const same = span.start === own.start && span.end === own.end
  return withChange(schedule, { recurrence, ...(!same && { span }), ...(reason && { reason }) })
}

/** The date is as its schedule says again: neither moved, nor cancelled, nor left out. */
export function restoreDate(schedule: Schedule, recurrence: string): Schedule | null {
  const { exceptions = [], changes = [] } = schedule
  const whole = { ...schedule, exceptions: exceptions.filter((start) => start !== recurrence) }
  if (!datesOf(whole).has(recurrence)) return null
  return compact({ ...whole, changes: changes.filter((change) => change.recurrence !== recurrence) })
}

/**
 * The date is not one of the event's: nobody is shown that it was. For a series being written (« sauf le 25
 * décembre »); of one that is published, cancel. Null also when no other date would be left of a list.
 */
export function skipDate(schedule: Schedule, recurrence: string): Schedule | null {
  const { spans, rule, exceptions = [], changes = [] } = schedule
  if (exceptions.includes(recurrence)) return schedule
  if (!datesOf(schedule).has(recurrence)) return null
  const others = changes.filter((change) => change.recurrence !== recurrence)
  if (rule !== undefined)
    return compact({ ...schedule, exceptions: [...exceptions, recurrence].sort(), changes: others })
  if (spans.length === 1) return null
  return compact({
    ...schedule,
    spans: spans.filter((span) => span.start !== recurrence),
    changes: others,
  })
}

/**
 * The only date of an event, written again for another day by an edit: it moves from the day that was announced, so
 * that its page says so to those who meant to come. Any other edit, that of an hour too, is `after` as it is.
 */
export function rewriteDate(before: Schedule, after: Schedule): Schedule {
  const [announced] = before.spans
  const [written] = after.spans
  const isOne = (schedule: Schedule) => schedule.spans.length === 1 && schedule.rule === undefined
  const sameClock = before.zone === after.zone && before.allDay === after.allDay
  if (!announced || !written || !isOne(before) || !isOne(after) || !sameClock || after.changes?.length)
    return after
  const isNow = changeOf(before, announced.start)?.span ?? announced
  if (isNow.start === written.start && isNow.end === written.end) return before
  if (written.start.slice(0, 10) === announced.start.slice(0, 10)) return after
  return moveDate({ ...before, exceptions: [] }, announced.start, written) ?? after
}

/**
 * The series gives no date after `lastDay` (`2027-06-30`); dates it already had and that were moved beyond stay. A
 * series that ends before it is left as it is. Null when no date would be left: the event is then to be cancelled.
 */
export function endSeries(schedule: Schedule, lastDay: string): Schedule | null {
  const dayStart = readWall(lastDay, true)
  if (dayStart === null) throw new RangeError(`not a day: ${lastDay}`)
  const limit = dayStart + dayMs
  const dates = datesOf({ ...schedule, changes: [] })
  if (dates.first >= limit) return null
  if (dates.next(limit) === null) return schedule
  if (schedule.rule === undefined) {
    const spans = schedule.spans.filter(({ start }) => wallMs(start, schedule.allDay) < limit)
    return tidySchedule({ ...schedule, spans })
  }
  const parsed = parseRule(schedule.rule)
  if ('fault' in parsed) throw new RangeError(parsed.fault)
  const rule = writeRule({ ...parsed.rule, count: undefined, until: lastDay.replaceAll('-', '') })
  return tidySchedule({ ...schedule, rule })
}

/**
 * Without the exceptions and changes of dates that the schedule does not give (any more): after its rule or its days
 * were edited, or when it comes from elsewhere.
 */
export function tidySchedule(schedule: Schedule): Schedule {
  const whole = datesOf({ ...schedule, exceptions: [], changes: [] })
  const exceptions = [...new Set(schedule.exceptions)].filter(whole.has).sort()
  const changes = (schedule.changes ?? []).filter(
    ({ recurrence }) => whole.has(recurrence) && !exceptions.includes(recurrence),
  )
  return compact({ ...schedule, exceptions, changes })
}

function changeOf(schedule: Schedule, recurrence: string): ScheduleChange | undefined {
  return schedule.changes?.find((change) => change.recurrence === recurrence)
}

function withChange(schedule: Schedule, change: ScheduleChange): Schedule | null {
  if (!datesOf(schedule).has(change.recurrence)) return null
  const others = (schedule.changes ?? []).filter(({ recurrence }) => recurrence !== change.recurrence)
  const says = change.span ?? change.cancelled ?? change.reason
  return compact({ ...schedule, changes: says ? [...others, change] : others })
}

/** Lists in one order, and absent when empty: the same dates are the same JSON. */
function compact({ exceptions = [], changes = [], ...schedule }: Schedule): Schedule {
  const inOrder = [...changes].sort((a, b) => (a.recurrence < b.recurrence ? -1 : 1))
  return {
    ...schedule,
    ...(exceptions.length > 0 && { exceptions }),
    ...(inOrder.length > 0 && { changes: inOrder }),
  }
}
