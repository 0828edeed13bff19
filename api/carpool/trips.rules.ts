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

/** A trip, as far as its departures follow it. */
interface Terms {
  readonly originId: string
  readonly destinationId: string
  readonly wallTime: string
  readonly seats: number
  /** Seconds. */
  readonly detourLimit: number
  readonly wishes: number
  readonly status: 'active' | 'paused' | 'cancelled'
}

/** One departure of a trip that changes: before, after, and whether its day was and is one of the trip's. */
export interface Moving {
  readonly trip: Terms
  readonly next: Terms
  readonly row: { readonly seats: number; readonly seatsLeft: number; readonly status: string }
  readonly wasOn: boolean
  readonly isOn: boolean
}

const termsOf = ['originId', 'destinationId', 'wallTime', 'detourLimit', 'wishes'] as const

/** Would the change take from who booked it the day, the time, the aires or the car they were promised? */
export const promiseBroken = ({ trip, next, wasOn, isOn }: Moving): boolean =>
  (wasOn && !isOn) || termsOf.some((term) => trip[term] !== next[term])

/**
 * What a change of its trip makes of a departure to come; null when nothing. `departAt` is what the new time would give
 * on its day. Seats follow the trip always; the rest, only where nobody booked. A booked day that the trip no longer
 * has is driven with who booked it, and found by nobody else.
 */
export function movedDeparture(
  { trip, next, row, wasOn, isOn }: Moving,
  { departAt, now }: { departAt: number; now: number },
) {
  const taken = row.seats - row.seatsLeft
  const open = next.status === 'paused' ? ('paused' as const) : ('open' as const)
  const { originId, destinationId, detourLimit, wishes } = next
  if (row.status === 'cancelled') {
    // It comes back as the trip is now.
    if (!isOn || wasOn || departAt < now) return null
    const seats = { seats: next.seats, seatsLeft: next.seats, detourUsed: 0 }
    return { status: open, departAt, originId, destinationId, detourLimit, wishes, ...seats }
  }
  const seats = next.seats === trip.seats ? {} : { seats: next.seats, seatsLeft: next.seats - taken }
  const isBack = isOn && !wasOn && row.status === 'paused'
  const status =
    wasOn && !isOn ? (taken > 0 ? ('paused' as const) : ('cancelled' as const)) : isBack ? open : null
  const terms = {
    ...(trip.wallTime === next.wallTime ? {} : { departAt }),
    ...(trip.originId === next.originId ? {} : { originId }),
    ...(trip.destinationId === next.destinationId ? {} : { destinationId }),
    ...(trip.detourLimit === next.detourLimit ? {} : { detourLimit }),
    ...(trip.wishes === next.wishes ? {} : { wishes }),
  }
  const change = { ...seats, ...(status ? { status } : {}), ...(taken > 0 ? {} : terms) }
  if (Object.keys(change).length === 0) return null
  // Today, at an hour that is already past: it is not driven any more.
  return 'departAt' in change && departAt < now ? { ...change, status: 'cancelled' as const } : change
}
