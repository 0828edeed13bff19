/** Days as people ask for them, `2026-12-05`, on the territory's wall clock. Pure: the present is an argument. */
import { addDays, weekdayOf } from '../platform/days.rules.ts'

export function lastOfMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
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
