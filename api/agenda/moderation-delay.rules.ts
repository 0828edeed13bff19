/** What waits too long, and how long decisions take. Pure: the time is given. */
import { addOpenDays, dayOf, endOfDay, startOfDay } from '../platform/open-days.ts'

/** Whoever proposes an event is answered within two open days (issue 4 §3). */
export const answerOpenDays = 2

/** The last millisecond in which what arrived at `since` is answered in time. */
export function answerDue(since: number): number {
  return addOpenDays(since, answerOpenDays)
}

const dayMs = 86_400_000

/** Whatever arrived before this instant waits for more than two open days: one comparison an index can make. */
export function lateBefore(now: number): number {
  let day = startOfDay(dayOf(now))
  // The first day, going back, whose arrivals are late: a dozen steps at most, around Christmas.
  while (answerDue(day) >= now) day = startOfDay(dayOf(day - dayMs / 2))
  return endOfDay(dayOf(day))
}

export type Decision = { at: number; since: number }
export type MonthOfDecisions = {
  /** `2026-11` */
  month: string
  decided: number
  /** Hours by the clock, nights and Sundays included: half of the answers came sooner. */
  medianHours: number
  late: number
}

const hourMs = 3_600_000

function medianOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

/** Decisions by the month they were taken in, the latest first; months without any are not told. */
export function timesByMonth(decisions: readonly Decision[]): MonthOfDecisions[] {
  const months = new Map<string, Decision[]>()
  for (const decision of decisions) {
    const month = dayOf(decision.at).slice(0, 7)
    months.set(month, [...(months.get(month) ?? []), decision])
  }
  return [...months]
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .map(([month, taken]) => ({
      month,
      decided: taken.length,
      medianHours: Math.round((medianOf(taken.map(({ at, since }) => at - since)) / hourMs) * 10) / 10,
      late: taken.filter(({ at, since }) => at > answerDue(since)).length,
    }))
}
