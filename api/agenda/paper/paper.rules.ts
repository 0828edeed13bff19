const dayMs = 86_400_000
const text = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** First and last day, both included, of the week (Monday to Sunday) or month that holds `day` (`2026-12-05`). */
export function periodAround(day: string, period: 'week' | 'month'): { from: string; to: string } {
  const at = Date.parse(day)
  if (period === 'month') {
    const [year = 0, month = 1] = day.split('-').map(Number)
    return { from: text(Date.UTC(year, month - 1, 1)), to: text(Date.UTC(year, month, 0)) }
  }
  const monday = at - ((new Date(at).getUTCDay() + 6) % 7) * dayMs
  return { from: text(monday), to: text(monday + 6 * dayMs) }
}
