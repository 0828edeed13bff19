/** Days of a trip, and what a part of it costs. Days are `2026-11-27`, of Europe/Paris. */

import { addDays, weekdayOf } from '../platform/days.rules.ts'

/** How far ahead the departures of a regular trip are written. */
export const HORIZON_DAYS = 28

/** ISO days of the week (1 is Monday) as bits, Monday first. */
export const weekdayMask = (days: readonly number[]) => days.reduce((mask, day) => mask | (1 << (day - 1)), 0)
export const weekdaysOf = (mask: number) => [1, 2, 3, 4, 5, 6, 7].filter((day) => mask & (1 << (day - 1)))

/** When a trip takes place. */
export interface Series {
  readonly firstDay: string
  /** Null: until told otherwise. */
  readonly lastDay: string | null
  /** See weekdayMask; 0 for a trip made once, on its first day. */
  readonly weekdays: number
  readonly holidaysOff: boolean
  readonly exceptions: readonly string[]
}

/** Days on which it takes place from `from` to `to`, both included, in order. */
export function daysOf(
  series: Series,
  { from, to, isHoliday }: { from: string; to: string; isHoliday: (day: string) => boolean },
): string[] {
  const { firstDay, lastDay, weekdays, holidaysOff } = series
  const off = new Set(series.exceptions)
  if (weekdays === 0) return firstDay >= from && firstDay <= to && !off.has(firstDay) ? [firstDay] : []
  const days: string[] = []
  const last = lastDay !== null && lastDay < to ? lastDay : to
  for (let day = firstDay > from ? firstDay : from; day <= last; day = addDays(day, 1))
    if (weekdays & (1 << (weekdayOf(day) - 1)) && !off.has(day) && !(holidaysOff && isHoliday(day)))
      days.push(day)
  return days
}

/** What a passenger is asked for a part of the way: in proportion, never more than the whole. */
export function legCostCents({
  costCents,
  tripMetres,
  legMetres,
}: {
  costCents: number
  tripMetres: number
  legMetres: number
}): number {
  if (costCents === 0 || tripMetres === 0) return 0
  return Math.min(costCents, Math.round((costCents * legMetres) / tripMetres))
}

/** What may be wrong with the days of a trip. The first that holds is told. */
export type SeriesFault = 'last-before-first' | 'no-day' | 'series-too-long' | 'too-far-ahead'
export const LONGEST_SERIES_DAYS = 400

/** Why a series gives nothing, or too much; null when it can be driven. `today` is that of Europe/Paris. */
export function seriesFault(
  series: Series,
  { today, isHoliday }: { today: string; isHoliday: (day: string) => boolean },
): SeriesFault | null {
  const { firstDay, lastDay, weekdays } = series
  if (firstDay > addDays(today, 366)) return 'too-far-ahead'
  if (weekdays === 0) return null
  if (lastDay !== null && lastDay < firstDay) return 'last-before-first'
  if (lastDay !== null && lastDay > addDays(firstDay, LONGEST_SERIES_DAYS)) return 'series-too-long'
  const from = firstDay > today ? firstDay : today
  // In eight weeks every day of the week comes on some day that is no holiday.
  const to = addDays(from, 56)
  return daysOf(series, { from, to, isHoliday }).length > 0 ? null : 'no-day'
}
