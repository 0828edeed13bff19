import { addDays, weekdayOf } from '../list/days.ts'
import {
  emptyDate,
  emptyRepeat,
  emptyWhen,
  nextDay,
  type DateChange,
  type DateDraft,
  type RepeatDraft,
  type WhenDraft,
} from './event-draft.ts'
import { firstDay, nthOf, repeatDays } from './repeat-days.ts'

/** Dates as the controls hold them, to a schedule on the wire and back. Pure. */

export type WallSpan = { start: string; end: string }
export type ScheduleRequest = {
  zone: string
  allDay: boolean
  spans: WallSpan[]
  rule?: string | undefined
  exceptions?: string[] | undefined
  changes?: DateChange[] | undefined
}

const weekdayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const codeOf = (weekday: number) => weekdayCodes[weekday - 1] ?? 'MO'

/** The day on which it ends: an hour before that of its start is of the next morning. */
export function endDay({ day, from, to, lastDay }: DateDraft): string {
  if (lastDay && lastDay > day) return lastDay
  return to && from && to < from ? nextDay(day) : day
}

export function spanOf(date: DateDraft, allDay: boolean): WallSpan {
  const { day, from, to, lastDay } = date
  if (allDay) return { start: day, end: lastDay > day ? lastDay : day }
  const start = `${day}T${from}`
  // Without an end it is said by its start alone.
  return { start, end: to ? `${endDay(date)}T${to}` : start }
}

/** The rule of RFC 5545 that a repetition is, begun on `day`. */
export function ruleOf(repeat: RepeatDraft, day: string): string {
  const { unit, every, weekdays, monthly, end, lastDay, count } = repeat
  const days = [...weekdays].sort((a, b) => a - b)
  const parts = [
    { day: 'FREQ=DAILY', week: 'FREQ=WEEKLY', month: 'FREQ=MONTHLY' }[unit],
    every > 1 && `INTERVAL=${every}`,
    unit === 'week' && days.length > 0 && `BYDAY=${days.map(codeOf).join(',')}`,
    unit === 'month' && monthly === 'day' && `BYMONTHDAY=${Number(day.slice(8))}`,
    unit === 'month' && monthly === 'weekday' && `BYDAY=${nthOf(day)}${codeOf(weekdayOf(day))}`,
    end === 'count' && `COUNT=${count}`,
    end === 'day' && lastDay && `UNTIL=${lastDay.replaceAll('-', '')}`,
  ]
  return parts.filter(Boolean).join(';')
}

/** What goes on the wire. Expects dates that `checkWhen` finds no fault in. */
export function toSchedule(when: WhenDraft): ScheduleRequest {
  const { kind, allDay, dates, repeat, without, otherRule, zone } = when
  const [first = emptyDate()] = dates
  if (kind !== 'repeat') {
    const spans = (kind === 'one' ? [first] : dates).map((date) => spanOf(date, allDay))
    spans.sort((a, b) => (a.start < b.start ? -1 : 1))
    return { zone, allDay, spans, ...keptChanges(when, new Set(spans.map(({ start }) => start))) }
  }
  const begun = otherRule ? first : startingOn(first, firstDay(repeat, first.day))
  const wallOf = (day: string) => (allDay ? day : `${day}T${begun.from}`)
  const exceptions = without.map(wallOf)
  const given = otherRule ? null : new Set(repeatDays(repeat, begun.day, mostKept).days.map(wallOf))
  return {
    zone,
    allDay,
    spans: [spanOf(begun, allDay)],
    rule: otherRule ?? ruleOf(repeat, begun.day),
    ...(exceptions.length > 0 ? { exceptions } : {}),
    ...keptChanges(when, given),
  }
}

/** Dates looked at for what was changed of them: three years of days. */
const mostKept = 1100

/** Moved and cancelled dates that the schedule still gives; a change of no date would be refused. */
function keptChanges({ changes }: WhenDraft, given: ReadonlySet<string> | null): { changes?: DateChange[] } {
  const kept = given ? changes.filter(({ recurrence }) => given.has(recurrence)) : changes
  return kept.length > 0 ? { changes: kept } : {}
}

/** The same date on another day, as long. */
function startingOn(date: DateDraft, day: string): DateDraft {
  if (day === date.day) return date
  const longer = date.lastDay > date.day ? daysBetween(date.day, date.lastDay) : 0
  return { ...date, day, lastDay: longer > 0 ? addDays(day, longer) : '' }
}

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000

/** Named by its place in the list: the same schedule is the same draft, however often it is read. */
function dateOf({ start, end }: WallSpan, index: number, allDay: boolean): DateDraft {
  const id = `date-${index}`
  const [day = '', from = ''] = start.split('T')
  const [last = '', to = ''] = end.split('T')
  if (allDay) return { id, day, from: '', to: '', lastDay: last > day ? last : '' }
  const ends = start === end ? '' : to
  const overnight = last === nextDay(day) && to < from
  return { id, day, from, to: ends, lastDay: last > day && !overnight ? last : '' }
}

const units = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month' } as const

/** A rule in the controls' words; null when they have none for it. */
export function repeatOf(rule: string, day: string): RepeatDraft | null {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]))
  const take = (name: string) => {
    const value = parts.get(name)
    parts.delete(name)
    return value
  }
  const unit = units[take('FREQ') as keyof typeof units]
  if (!unit) return null
  const every = Number(take('INTERVAL') ?? 1)
  const count = take('COUNT')
  const until = /^(\d{4})(\d\d)(\d\d)/.exec(take('UNTIL') ?? '')
  const byDay = take('BYDAY')
  const byMonthDay = take('BYMONTHDAY')
  const weekdays =
    unit === 'week' ? (byDay?.split(',') ?? [codeOf(weekdayOf(day))]).map((code) => 1 + codeIndex(code)) : []
  const said: RepeatDraft = {
    ...emptyRepeat(),
    unit,
    every,
    weekdays,
    monthly: unit === 'month' && byDay ? 'weekday' : 'day',
    end: count ? 'count' : until ? 'day' : 'never',
    lastDay: until ? until.slice(1).join('-') : '',
    count: count ? Number(count) : emptyRepeat().count,
  }
  if (parts.size > 0 || weekdays.includes(0)) return null
  if (unit === 'month') {
    const monthDay = byMonthDay ?? (byDay ? undefined : String(Number(day.slice(8))))
    const wanted = byDay ? `${nthOf(day)}${codeOf(weekdayOf(day))}` : String(Number(day.slice(8)))
    if ((byDay && byMonthDay) || (byDay ?? monthDay) !== wanted) return null
  } else if (byMonthDay || (unit === 'day' && byDay)) return null
  // Only what would be written again as the same days.
  return firstDay(said, day) === day ? said : null
}

const codeIndex = (code: string) => weekdayCodes.findIndex((one) => one === code)

/** A single date that moved is shown where it is now: the server keeps the day that was announced. */
function whereItIs({ spans, rule, changes = [] }: ScheduleRequest) {
  const [only] = spans
  const [change] = changes
  const isMoved = !rule && spans.length === 1 && change?.recurrence === only?.start && change?.span
  return isMoved && !change?.cancelled ? { spans: [isMoved], changes: [] } : { spans, changes }
}

/** The controls' state for a schedule that was written before. */
export function fromSchedule(schedule: ScheduleRequest): WhenDraft {
  const { zone, allDay, rule, exceptions = [] } = schedule
  const { spans, changes } = whereItIs(schedule)
  const dates = spans.map((span, index) => dateOf(span, index, allDay))
  const repeat = rule ? repeatOf(rule, dates[0]?.day ?? '') : null
  return {
    ...emptyWhen(),
    kind: rule ? 'repeat' : spans.length > 1 ? 'several' : 'one',
    allDay,
    dates: dates.length > 0 ? dates : [emptyDate()],
    repeat: repeat ?? emptyRepeat(),
    without: exceptions.map((wall) => wall.slice(0, 10)),
    changes,
    otherRule: rule && !repeat ? rule : null,
    zone,
  }
}
