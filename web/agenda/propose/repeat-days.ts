import { addDays, weekdayOf } from '../list/days.ts'
import type { RepeatDraft } from './event-draft.ts'

/**
 * The days that a repetition gives, for what the form says of itself as one writes. A small table instead of the
 * server's expansion, which is 60 kB; tests/unit/agenda/repeat-days.test.ts holds one against the other.
 */

const dayMs = 86_400_000
const msOf = (day: string) => Date.parse(`${day}T00:00:00Z`)
/** Nothing is looked for further away: a repetition without end has its next dates said. */
const horizonDays = 3 * 366

const mondayOf = (day: string) => addDays(day, 1 - weekdayOf(day))
const monthsOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
const numberOf = (day: string) => Number(day.slice(8))

/** Which of its weekday in its month: 1 to 4; -1 the last, of a fifth. */
export function nthOf(day: string): number {
  const nth = Math.ceil(numberOf(day) / 7)
  return nth === 5 ? -1 : nth
}

const isNth = (day: string, nth: number) =>
  nth === -1 ? addDays(day, 7).slice(5, 7) !== day.slice(5, 7) : Math.ceil(numberOf(day) / 7) === nth

const gives: Record<RepeatDraft['unit'], (repeat: RepeatDraft, first: string, day: string) => boolean> = {
  day: ({ every }, first, day) => ((msOf(day) - msOf(first)) / dayMs) % every === 0,
  week: ({ every, weekdays }, first, day) =>
    weekdays.includes(weekdayOf(day)) &&
    ((msOf(mondayOf(day)) - msOf(mondayOf(first))) / (7 * dayMs)) % every === 0,
  month: ({ every, monthly }, first, day) => {
    if ((monthsOf(day) - monthsOf(first)) % every !== 0) return false
    if (monthly === 'day') return numberOf(day) === numberOf(first)
    return weekdayOf(day) === weekdayOf(first) && isNth(day, nthOf(first))
  },
}

/** The day it really begins: the first from `day` on that is one of the weekdays chosen. */
export function firstDay(repeat: RepeatDraft, day: string): string {
  if (repeat.unit !== 'week' || repeat.weekdays.length === 0) return day
  for (let ahead = 0; ahead < 7; ahead++) {
    const next = addDays(day, ahead)
    if (repeat.weekdays.includes(weekdayOf(next))) return next
  }
  return day
}

/** At most `limit` days from `day` on, exceptions included; `more` when there are others. */
export function repeatDays(
  repeat: RepeatDraft,
  day: string,
  limit: number,
): { days: string[]; more: boolean } {
  const first = firstDay(repeat, day)
  const days: string[] = []
  const count = repeat.end === 'count' ? repeat.count : Infinity
  const last = repeat.end === 'day' && repeat.lastDay ? repeat.lastDay : '9999-12-31'
  for (let ahead = 0; ahead <= horizonDays; ahead++) {
    const next = addDays(first, ahead)
    if (next > last || days.length >= count) return { days, more: false }
    if (ahead > 0 && !gives[repeat.unit](repeat, first, next)) continue
    if (days.length === limit) return { days, more: true }
    days.push(next)
  }
  return { days, more: repeat.end !== 'count' || days.length < count }
}
