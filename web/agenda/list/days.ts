import { civilDay } from '../../locales/format.ts'

/** Days of the territory's wall clock, `2026-12-05`. Pure: the present is an argument. */

const dayMs = 86_400_000
const startOf = (day: string) => Date.parse(`${day}T00:00:00Z`)

export const dayOf = (at: number): string => new Date(civilDay(at) * dayMs).toISOString().slice(0, 10)

/** An instant that is within the day wherever in France, for what says days: noon. */
export const noonOf = (day: string): number => startOf(day) + dayMs / 2

export const addDays = (day: string, count: number): string =>
  new Date(startOf(day) + count * dayMs).toISOString().slice(0, 10)

/** 1: Monday … 7: Sunday. */
export const weekdayOf = (day: string): number => new Date(startOf(day)).getUTCDay() || 7

export const firstOfMonth = (month: string): string => `${month}-01`
export function lastOfMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

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

export const quickChoices = ['today', 'weekend', 'week', 'month'] as const
export type QuickChoice = (typeof quickChoices)[number]

/** The days meant by « ce week-end », said on `today`. What is left of them: a week that began is not gone back to. */
export function daysOf(choice: QuickChoice, today: string): { from: string; to: string } {
  const sunday = addDays(today, 7 - weekdayOf(today))
  const saturday = addDays(sunday, -1)
  if (choice === 'today') return { from: today, to: today }
  if (choice === 'weekend') return { from: today > saturday ? today : saturday, to: sunday }
  if (choice === 'week') return { from: today, to: sunday }
  return { from: today, to: lastOfMonth(today.slice(0, 7)) }
}

/** The choice that these days are, when they are one. */
export function choiceOf(days: { from: string; to: string }, today: string): QuickChoice | null {
  const same = (choice: QuickChoice) => {
    const { from, to } = daysOf(choice, today)
    return from === days.from && to === days.to
  }
  return quickChoices.find(same) ?? null
}
