import { dayMs } from '../../platform/wall.rules.ts'
import { readHour, readWhen } from '../import-dates.rules.ts'
import type { Schedule } from '../schedule.rules.ts'

/** Dates as a plain form gives them: each a day or an hour, or ''. */
export type TypedDates = { day: string; from: string; to: string; lastDay: string; weekly: string }

/** As the API writes them: an old browser has no calendar and no clock to show, and people type « 5/12/2026 », « 19h30 ». */
export function writtenDates({ day, from, to, lastDay, weekly }: TypedDates): TypedDates {
  const asDay = (typed: string) => readWhen(typed)?.day ?? typed
  const asHour = (typed: string) => readHour(typed) ?? typed
  return {
    day: asDay(day),
    from: asHour(from),
    to: asHour(to),
    lastDay: asDay(lastDay),
    weekly: asDay(weekly),
  }
}

const nextDay = (day: string) => {
  const at = Date.parse(day)
  return Number.isNaN(at) ? day : new Date(at + dayMs).toISOString().slice(0, 10)
}

/** What was not typed is not there, for the schema to ask for it. */
type Spoken = Omit<Schedule, 'spans'> & { spans: { start: string | undefined; end: string | undefined }[] }

/**
 * The schedule that a plain form means: without hours all day long; an end before its start is of the next morning;
 * `weekly` is the last day of a repetition. What is impossible stays so, for the schema to say; an end without its start,
 * a last day without the hour it ends at are asked for, never guessed.
 */
export function scheduleOf({ day, from, to, lastDay, weekly }: TypedDates): Spoken {
  const allDay = from === '' && to === ''
  const last = lastDay || (to !== '' && to < from ? nextDay(day) : day)
  const start = from ? `${day}T${from}` : undefined
  const end = to ? `${last}T${to}` : lastDay && lastDay !== day ? undefined : start
  return {
    zone: 'Europe/Paris',
    allDay,
    spans: [allDay ? { start: day, end: lastDay || day } : { start, end }],
    ...(weekly ? { rule: `FREQ=WEEKLY;UNTIL=${weekly.replaceAll('-', '')}` } : {}),
  }
}
