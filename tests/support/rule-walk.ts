import type { Rule } from '../../api/agenda/rrule.rules.ts'
import { weekdays } from '../../api/agenda/rrule.rules.ts'
import { writeWall } from '../../api/platform/wall.rules.ts'

/**
 * The slowest expansion of a rule: looks at every day since the first and asks of each part of RFC 5545 §3.3.10
 * whether it lets the day through. Shares nothing with either library, so it says which of two is right.
 */
export function walkRule(rule: Rule, start: string, until: number): string[] {
  const time = start.slice(10)
  const first = Date.parse(`${start.slice(0, 10)}T00:00Z`)
  // Years are counted from the calendar's, also when the first day is in the last week of the year before.
  const firstPeriod = rule.freq === 'YEARLY' ? new Date(first).getUTCFullYear() : periodOf(rule, first)
  const periods = new Map<number, number[]>()
  // A period may begin before the first date: BYSETPOS counts from there.
  for (let day = first - 380 * dayMs; day < until; day += dayMs) {
    const period = periodOf(rule, day) - firstPeriod
    if (period < 0 || period % rule.interval !== 0 || !letsThrough(rule, day, first)) continue
    periods.set(period, [...(periods.get(period) ?? []), day])
  }
  const days = [...periods.values()].flatMap((days) => pick(days, rule.bySetPos))
  return days
    .filter((day) => day >= first && day < until)
    .sort((a, b) => a - b)
    .map((day) => writeWall(day, true) + time)
}

const dayMs = 86_400_000

function pick(days: number[], positions: number[] | undefined): number[] {
  if (!positions) return days
  return days.filter((_, at) => positions.includes(at + 1) || positions.includes(at - days.length))
}

/** Number of the day, week, month or year that a day is in, from a fixed past. */
function periodOf(rule: Rule, day: number): number {
  const date = new Date(day)
  if (rule.freq === 'DAILY') return day / dayMs
  if (rule.freq === 'WEEKLY') return weekStartOf(rule, day) / (7 * dayMs)
  if (rule.freq === 'MONTHLY') return date.getUTCFullYear() * 12 + date.getUTCMonth()
  return rule.byWeekNo ? weekOf(rule, day).year : date.getUTCFullYear()
}

function letsThrough(rule: Rule, day: number, first: number): boolean {
  const date = new Date(day)
  const start = new Date(first)
  const month = date.getUTCMonth() + 1
  const monthDay = date.getUTCDate()
  const monthDays = new Date(Date.UTC(date.getUTCFullYear(), month, 0)).getUTCDate()
  const yearStart = Date.UTC(date.getUTCFullYear(), 0, 1)
  const yearDays = (Date.UTC(date.getUTCFullYear() + 1, 0, 1) - yearStart) / dayMs
  const yearDay = (day - yearStart) / dayMs + 1
  const { byMonth, byMonthDay, byYearDay, byWeekNo, byDay } = rule
  if (byMonth && !byMonth.includes(month)) return false
  if (byMonthDay && !within(byMonthDay, monthDay, monthDays)) return false
  if (byYearDay && !within(byYearDay, yearDay, yearDays)) return false
  if (byWeekNo) {
    const week = weekOf(rule, day)
    if (!within(byWeekNo, week.number, week.of)) return false
  }
  if (byDay) {
    const inMonth = rule.freq === 'MONTHLY' || byMonth
    const at = inMonth ? monthDay : yearDay
    const of = inMonth ? monthDays : yearDays
    const named = byDay.some(
      (wanted) =>
        wanted.day === weekdayOf(date) &&
        (wanted.nth === 0 ||
          wanted.nth === Math.ceil(at / 7) ||
          wanted.nth === -Math.ceil((of - at + 1) / 7)),
    )
    if (!named) return false
  }
  // What no part says is taken from the first date.
  if (rule.freq === 'DAILY' || byDay) return true
  if (rule.freq === 'WEEKLY' || byWeekNo) return weekdayOf(date) === weekdayOf(start) || !!byMonthDay
  if (byMonthDay || byYearDay) return true
  if (monthDay !== start.getUTCDate()) return false
  return rule.freq === 'MONTHLY' || !!byMonth || month === start.getUTCMonth() + 1
}

function within(wanted: number[], at: number, of: number): boolean {
  return wanted.includes(at) || wanted.includes(at - of - 1)
}

function weekdayOf(date: Date) {
  return weekdays[(date.getUTCDay() + 6) % 7]
}

function weekStartOf(rule: Rule, day: number): number {
  const from = weekdays.indexOf(rule.weekStart ?? 'MO')
  const at = (new Date(day).getUTCDay() + 6) % 7
  return day - ((at - from + 7) % 7) * dayMs
}

/** Week 1 is the first with at least four days in the year. */
function weekOf(rule: Rule, day: number): { year: number; number: number; of: number } {
  const start = weekStartOf(rule, day)
  const year = new Date(start + 3 * dayMs).getUTCFullYear()
  const first = (year: number) => weekStartOf(rule, Date.UTC(year, 0, 4))
  const weeks = (ms: number) => Math.round(ms / (7 * dayMs))
  return { year, number: weeks(start - first(year)) + 1, of: weeks(first(year + 1) - first(year)) }
}
