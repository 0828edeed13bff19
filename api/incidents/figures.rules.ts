/** Periods of the figures. Pure: days are `YYYY-MM-DD`. */

const dayMs = 86_400_000

const addDays = (day: string, days: number) =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)

/** The day after. */
export function nextDay(day: string): string {
  return addDays(day, 1)
}

function yearBefore(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year - 1, month - 1, date)).toISOString().slice(0, 10)
}

/** The year that ends on `today`, when no days are asked for; swapped days are put in order. */
export function periodOf(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  today: string,
): { from: string; to: string } {
  const end = to ?? (from !== undefined && from > today ? from : today)
  const start = from ?? yearBefore(nextDay(end))
  return start <= end ? { from: start, to: end } : { from: end, to: start }
}

/** Months that meet a period, at most ten years of them: `{ key: '2026-11', from: '2026-11-01', until: '2026-12-01' }`. */
export function monthsOf({ from, to }: { from: string; to: string }) {
  const months: { key: string; from: string; until: string }[] = []
  let key = from.slice(0, 7)
  while (key <= to.slice(0, 7) && months.length < 120) {
    const [year = 0, month = 1] = key.split('-').map(Number)
    const next = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
    months.push({ key, from: `${key}-01`, until: next })
    key = next.slice(0, 7)
  }
  return months
}

/** How many took each length of time, in any unit and order. */
export type Histogram = readonly { value: number; count: number }[]

/** The median of what a histogram counts: the mean of the two middle ones when they are even; null without any. */
export function medianOf(histogram: Histogram): number | null {
  const sorted = histogram.filter(({ count }) => count > 0).toSorted((a, b) => a.value - b.value)
  const total = sorted.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return null
  const valueAt = (rank: number) => {
    let passed = 0
    for (const { value, count } of sorted) {
      passed += count
      if (rank < passed) return value
    }
    return 0
  }
  return (valueAt(Math.floor((total - 1) / 2)) + valueAt(Math.floor(total / 2))) / 2
}
