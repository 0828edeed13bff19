import { dateFormat } from '../../locales/intl.ts'

const reading = {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const

/** What the clocks of France read at an instant, as if it were UTC. */
function readAt(at: number): number {
  const read = dateFormat('en-GB', reading).formatToParts(at)
  const parts = Object.fromEntries(read.map(({ type, value }) => [type, value]))
  return Date.parse(`${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}Z`)
}

/** The instant at which the clocks of France read `2026-12-05T19:00`; of a day, its midnight. For showing, not storing. */
export function instantOfWall(wall: string): number {
  const asUtc = Date.parse(wall.length === 10 ? `${wall}T00:00Z` : `${wall}Z`)
  const guess = asUtc - (readAt(asUtc) - asUtc)
  return asUtc - (readAt(guess) - guess)
}
