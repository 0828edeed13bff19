import type { Reader } from '../../db/client.ts'
import { addDays } from '../platform/days.rules.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { findDatesWithSeats } from './event-rides.repository.ts'

// What the agenda asks of rides. Knows nothing of the agenda: that wall has one door, and it opens this way.

/** Dates of events that a car with a seat left goes to, the soonest first. */
export function datesWithRides(
  read: Reader,
  { territorySirens, now }: { territorySirens: readonly string[]; now: number },
): Promise<{ eventId: string; recurrence: string }[]> {
  // A car that leaves on the eve, past midnight by its wall, still counts.
  const day = addDays(wallOfInstant(now).day, -1)
  return findDatesWithSeats(read, { territorySirens, day, now })
}
