import type { Tx } from '../../db/client.ts'
import { addDays } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import { isHoliday } from '../platform/open-days.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import { insertDepartures, nextSequence } from './departures.repository.ts'
import { daysOf, HORIZON_DAYS } from './trips.rules.ts'
import { findTripsToExpand, setExpanded, type TripRow } from './trips.repository.ts'

/** Writes the departures of a trip on the days of a stretch that are still to come, but those `written` already. */
export async function expand(
  tx: Tx,
  {
    ids,
    trip,
    from,
    to,
    now,
    sequence,
    written = new Set(),
  }: {
    ids: Deps['ids']
    trip: TripRow
    from: string
    to: string
    now: number
    sequence: number
    written?: ReadonlySet<string>
  },
): Promise<void> {
  const days = daysOf(trip, { from, to, isHoliday })
  await insertDepartures(
    tx,
    days.flatMap((day) => {
      const departAt = instantOfWall(day, trip.wallTime)
      if (written.has(day) || (trip.weekdays > 0 && departAt < now)) return []
      return {
        id: ids.next(),
        tripId: trip.id,
        territorySiren: trip.territorySiren,
        travellerId: trip.travellerId,
        day,
        originId: trip.originId,
        destinationId: trip.destinationId,
        departAt,
        seats: trip.seats,
        seatsLeft: trip.seats,
        detourLimit: trip.detourLimit,
        wishes: trip.wishes,
        status: trip.status === 'active' ? ('open' as const) : trip.status,
        sequence,
      }
    }),
  )
}

const expandedAtOnce = 200

/** Writes the departures of regular trips four weeks ahead. Each batch is a transaction; stopped, it goes on next time. */
export async function extendTrips({
  database,
  clock,
  ids,
}: Pick<Deps, 'database' | 'clock' | 'ids'>): Promise<void> {
  const now = clock.now()
  const to = addDays(wallOfInstant(now).day, HORIZON_DAYS)
  for (;;) {
    const found = await database.write(async (tx) => {
      const trips = await findTripsToExpand(tx, { before: to, limit: expandedAtOnce })
      for (const trip of trips) {
        const sequence = await nextSequence(tx, trip.territorySiren)
        await expand(tx, { ids, trip, from: addDays(trip.expandedUntil, 1), to, now, sequence })
        await setExpanded(tx, trip.id, to)
      }
      return trips.length
    })
    if (found < expandedAtOnce) return
  }
}
