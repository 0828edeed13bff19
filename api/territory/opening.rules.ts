import { addDays, weekdayOf } from '../platform/days.rules.ts'
import { holidayOn, type HolidayName } from '../platform/holidays.rules.ts'

/** Wall-clock hours in Europe/Paris, `HH:MM`. */
export type Span = readonly [string, string]
/** Some days unlike the others: no span means closed. Days `2026-12-24`, both included. */
export type OpeningException = {
  from: string
  to: string
  spans: readonly Span[]
  words?: string | undefined
}
export type Opening = {
  days: readonly { day: number; spans: readonly Span[] }[]
  exceptions?: readonly OpeningException[] | undefined
}

export type DayOpening = {
  spans: readonly Span[]
  /** Why it is not as on other weeks. */
  why: 'exception' | 'holiday' | null
  holiday: HolidayName | null
  words: string | null
}

/** When it opens on a day. A public holiday is closed unless an exception of that day says otherwise. */
export function openingOn({ days, exceptions = [] }: Opening, day: string): DayOpening {
  const holiday = holidayOn(day)
  // What was said of fewer days is meant for them: a summer's hours give way to the fair's.
  const found = exceptions
    .filter(({ from, to }) => from <= day && day <= to)
    .toSorted((a, b) => lengthOf(a) - lengthOf(b))[0]
  if (found) return { spans: found.spans, why: 'exception', holiday, words: found.words ?? null }
  if (holiday) return { spans: [], why: 'holiday', holiday, words: null }
  const weekday = weekdayOf(day)
  return {
    spans: days.find((one) => one.day === weekday)?.spans ?? [],
    why: null,
    holiday: null,
    words: null,
  }
}

const lengthOf = ({ from, to }: OpeningException) => Date.parse(to) - Date.parse(from)

export type OpeningState =
  | { open: true; until: string }
  /** `next`: when it opens again, within two weeks. */
  | { open: false; today: DayOpening; next: { day: string; time: string; daysAhead: number } | null }

const lookAhead = 14

/** Whether it is open when clocks of Europe/Paris read `day` (`2026-11-26`) and `time` (`09:30`). */
export function openingAt(opening: Opening, { day, time }: { day: string; time: string }): OpeningState {
  const today = openingOn(opening, day)
  const now = today.spans.find(([from, to]) => from <= time && time < to)
  if (now) return { open: true, until: now[1] }
  for (let daysAhead = 0; daysAhead <= lookAhead; daysAhead++) {
    const then = addDays(day, daysAhead)
    const starts = openingOn(opening, then)
      .spans.map(([from]) => from)
      .filter((from) => daysAhead > 0 || from > time)
      .toSorted()
    if (starts[0]) return { open: false, today, next: { day: then, time: starts[0], daysAhead } }
  }
  return { open: false, today, next: null }
}

/** Days unlike the others from `day` on, the nearest first: what is over is of no use to anyone. */
export const exceptionsFrom = ({ exceptions = [] }: Opening, day: string): OpeningException[] =>
  exceptions.filter(({ to }) => to >= day).toSorted((a, b) => (a.from < b.from ? -1 : 1))
