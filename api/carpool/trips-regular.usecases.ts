import type { Deps } from '../platform/http.ts'
import { womenOnly } from './carpool.rules.ts'
import { findRegularTrips } from './trips-regular.repository.ts'
import { weekdaysOf } from './trips.rules.ts'

const WEEK = 7 * 86_400_000

/** A trip that comes again, as a phone keeps it: when and where, never with whom. */
export type RegularTrip = {
  originId: string
  destinationId: string
  /** In wall time of Europe/Paris: `07:30`. */
  time: string
  /** ISO days of the week: 1 is Monday. */
  weekdays: number[]
  holidaysOff: boolean
  priceCents: number
  lastDay: string | null
}

/** Trips of the coming week that come again, from or to some aires, by hour; those among women are left out. */
export async function listRegularTrips(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  { territorySiren, aireIds, limit }: { territorySiren: string; aireIds: readonly string[]; limit: number },
): Promise<RegularTrip[]> {
  if (aireIds.length === 0) return []
  const now = clock.now()
  const rows = await findRegularTrips(database.read, {
    territorySiren,
    aireIds,
    hiddenWish: womenOnly,
    from: now,
    to: now + WEEK,
    limit,
  })
  return rows.map(({ wallTime, weekdays, holidaysOff, costCents, ...row }) => ({
    originId: row.originId,
    destinationId: row.destinationId,
    time: wallTime,
    weekdays: weekdaysOf(weekdays),
    holidaysOff: Boolean(holidaysOff),
    priceCents: costCents,
    lastDay: row.lastDay,
  }))
}
