/** Wishes that last: their days and windows, and what may be wrong with one. Days are of Europe/Paris. */

import { addDays } from '../platform/days.rules.ts'
import { daysOf } from './trips.rules.ts'

/** More at once would be asking for anything. */
export const MOST_OPEN_REQUESTS = 10
export const LONGEST_REQUEST_WEEKS = 12
const longestDays = 7 * LONGEST_REQUEST_WEEKS
/** Four weeks, its first day included: as far as departures are written. */
const usualDays = 27
/** Mails a person gets in a day, all their requests together: what is new beyond waits for the next day. */
export const MAILS_A_DAY = 4
/** Days of a trip told already come with the next message, or a week before the first of them. */
export const SERIES_TOLD_DAYS = 7
/** As many rides of a day as a search shows. */
export const RIDES_A_DAY = 20

const MINUTE = 60_000
export const everyDay = 0b1111111

export interface Standing {
  readonly firstDay: string
  readonly lastDay: string
  /** See weekdayMask; 0 for the first day alone. */
  readonly weekdays: number
  readonly wallTime: string
  readonly flexMinutes: number
}

/** The last day and the days of the week meant, where some are not said. */
export function standingDays({
  firstDay,
  lastDay,
  weekdays,
}: {
  firstDay: string
  lastDay: string | undefined
  weekdays: number
}): Pick<Standing, 'firstDay' | 'lastDay' | 'weekdays'> {
  if (weekdays > 0) return { firstDay, lastDay: lastDay ?? addDays(firstDay, usualDays), weekdays }
  const isOneDay = lastDay === undefined || lastDay === firstDay
  return { firstDay, lastDay: lastDay ?? firstDay, weekdays: isOneDay ? 0 : everyDay }
}

/** Its days from a day on, in order. */
export function requestDays(standing: Standing, from: string): string[] {
  const series = { ...standing, holidaysOff: false, exceptions: [] }
  return daysOf(series, { from, to: standing.lastDay, isHoliday: () => false })
}

/** Is it wished for on that day? */
export function isWishedOn({ firstDay, lastDay, weekdays }: Standing, day: string, weekday: number): boolean {
  if (weekdays === 0) return day === firstDay
  return day >= firstDay && day <= lastDay && (weekdays & (1 << (weekday - 1))) !== 0
}

type InstantOf = (day: string, time: string) => number

/** The window of a search on a day of it, epoch milliseconds. */
export function windowOn(
  { wallTime, flexMinutes }: Pick<Standing, 'wallTime' | 'flexMinutes'>,
  day: string,
  instantOf: InstantOf,
): { earliest: number; at: number; latest: number } {
  const at = instantOf(day, wallTime)
  return { earliest: at - flexMinutes * MINUTE, at, latest: at + flexMinutes * MINUTE }
}

/** Its next day whose window is not past; null when it is over. */
export function nextDay(
  standing: Standing,
  { now, today, instantOf }: { now: number; today: string; instantOf: InstantOf },
): string | null {
  // A window around midnight may last into the next day.
  const days = requestDays(standing, addDays(today, -1))
  return days.find((day) => windowOn(standing, day, instantOf).latest >= now) ?? null
}

export type RequestFault = 'last-before-first' | 'too-long' | 'too-far' | 'no-day' | 'past'

/** Why a wish makes no sense, or null when it does. The first that holds is told. */
export function requestFault(
  standing: Standing,
  moment: { now: number; today: string; instantOf: InstantOf },
): RequestFault | null {
  const { firstDay, lastDay } = standing
  if (lastDay < firstDay) return 'last-before-first'
  if (lastDay > addDays(firstDay, longestDays)) return 'too-long'
  if (firstDay > addDays(moment.today, longestDays)) return 'too-far'
  if (requestDays(standing, firstDay).length === 0) return 'no-day'
  return nextDay(standing, moment) === null ? 'past' : null
}
