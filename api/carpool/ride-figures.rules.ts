/** What may be told of counts of people's rides. Pure. */

/** Below it, a figure is not told: docs/ride-figures.md. */
export const LEAST = 5
/** Kilometres are told by fifties: by less, two readings would give away the length of one ride. */
export const KM_STEP = 50

/**
 * A count as it may be told: null below five, else rounded down to a multiple of five. Totals are rounded from the true
 * total, not from what is told of their parts, so that taking the parts from the total leaves no exact figure; and a
 * figure that grows by one shows nothing of it.
 */
export const told = (count: number): number | null => (count < LEAST ? null : count - (count % LEAST))

/** Kilometres shared, of at least five rides. */
export const toldKm = (metres: number, rides: number): number | null =>
  rides < LEAST ? null : Math.floor(metres / 1000 / KM_STEP) * KM_STEP

/** Months from one to another, both included: `2026-01`. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = []
  for (let month = from; month <= to; month = nextMonth(month)) months.push(month)
  return months
}

function nextMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

/** The month some months before. */
export function monthBefore(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 - count, 1)).toISOString().slice(0, 7)
}
