/** Days of a calendar, `2026-12-05`: no hour is lost or doubled between them. */

const dayMs = 86_400_000
const startOf = (day: string) => Date.parse(`${day}T00:00:00Z`)

/** The day that many days later, or earlier. */
export const addDays = (day: string, count: number): string =>
  new Date(startOf(day) + count * dayMs).toISOString().slice(0, 10)

/** 1: Monday … 7: Sunday. */
export const weekdayOf = (day: string): number => new Date(startOf(day)).getUTCDay() || 7
