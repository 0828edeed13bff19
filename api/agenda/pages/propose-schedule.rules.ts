import { dayMs } from '../../platform/wall.rules.ts'
import type { Schedule } from '../schedule.rules.ts'

/** Dates as a plain form gives them: each a day or an hour, or ''. */
export type TypedDates = { day: string; from: string; to: string; lastDay: string; weekly: string }

const nextDay = (day: string) => {
  const at = Date.parse(day)
  return Number.isNaN(at) ? day : new Date(at + dayMs).toISOString().slice(0, 10)
}

/**
 * The schedule that a plain form means: without an hour all day long; an end before its start is of the next morning;
 * `weekly` is the last day of a repetition. What is impossible stays so, for the schema to say.
 */
export function scheduleOf({ day, from, to, lastDay, weekly }: TypedDates): Schedule {
  const allDay = from === ''
  const last = lastDay || (to !== '' && to < from ? nextDay(day) : day)
  const start = allDay ? day : `${day}T${from}`
  return {
    zone: 'Europe/Paris',
    allDay,
    spans: [{ start, end: allDay ? lastDay || day : to ? `${last}T${to}` : start }],
    ...(weekly ? { rule: `FREQ=WEEKLY;UNTIL=${weekly.replaceAll('-', '')}` } : {}),
  }
}
