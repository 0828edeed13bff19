import { daysOf, lastOfMonth, quickChoices, type QuickChoice } from '../../../api/agenda/quick-days.rules.ts'
import { addDays, weekdayOf } from '../../../api/platform/days.rules.ts'
import { civilDay } from '../../locales/format.ts'

export { addDays, daysOf, lastOfMonth, quickChoices, weekdayOf, type QuickChoice }

/** Days of the territory's wall clock, `2026-12-05`. Pure: the present is an argument. */

const dayMs = 86_400_000
const startOf = (day: string) => Date.parse(`${day}T00:00:00Z`)

export const dayOf = (at: number): string => new Date(civilDay(at) * dayMs).toISOString().slice(0, 10)

/** An instant that is within the day wherever in France, for what says days: noon. */
export const noonOf = (day: string): number => startOf(day) + dayMs / 2

export const firstOfMonth = (month: string): string => `${month}-01`

/** `2026-12` and 1 → `2027-01` */
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}

/** Weeks of a month, from Monday: days of the months around it are there too. */
export function weeksOf(month: string): string[][] {
  const first = firstOfMonth(month)
  const last = lastOfMonth(month)
  const weeks: string[][] = []
  for (let monday = addDays(first, 1 - weekdayOf(first)); monday <= last; monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(monday, index)))
  return weeks
}

/** The choice that these days are, when they are one. */
export function choiceOf(days: { from: string; to: string }, today: string): QuickChoice | null {
  const same = (choice: QuickChoice) => {
    const { from, to } = daysOf(choice, today)
    return from === days.from && to === days.to
  }
  return quickChoices.find(same) ?? null
}
