import type { Deps } from '../platform/http.ts'
import { release } from './bookings-acts.usecases.ts'
import { tellDays } from './bookings-news.ts'
import { findArrived, findToValidate, findUnanswered, updateBooking } from './bookings.repository.ts'
import { ARRIVED_AFTER_MS, VALIDATED_AFTER_MS } from './bookings.rules.ts'

const atOnce = 200

/**
 * What time does to bookings: a driver who did not answer in time gives the seats back, a ride that is over waits for a
 * word of both, and is settled when nobody says otherwise for a week. In batches, each a transaction.
 */
export async function moveBookings({
  database,
  clock,
  ids,
}: Pick<Deps, 'database' | 'clock' | 'ids'>): Promise<void> {
  const now = clock.now()
  const inBatches = async (work: () => Promise<number>) => {
    while ((await work()) === atOnce);
  }
  await inBatches(() =>
    database.write(async (tx) => {
      const rows = await findUnanswered(tx, { before: now, limit: atOnce })
      const ended: typeof rows = []
      for (const row of rows) {
        const end = { by: 'deadline', reason: 'no-answer', topic: 'expired', quiet: true } as const
        if (await release(tx, { ids, row, now, ...end })) ended.push(row)
      }
      // Days asked for in one go end in one go.
      const together = Map.groupBy(ended, ({ booking }) => booking.seriesId ?? booking.id)
      for (const days of together.values())
        await tellDays(tx, {
          ids,
          at: now,
          territorySiren: days[0]!.booking.territorySiren,
          bookingIds: days.map(({ booking }) => booking.id),
          topic: 'expired',
        })
      return rows.length
    }),
  )
  await inBatches(() =>
    database.write(async (tx) => {
      const rows = await findArrived(tx, { before: now - ARRIVED_AFTER_MS, limit: atOnce })
      for (const { id } of rows)
        await updateBooking(tx, id, { status: 'COMPLETED_PENDING_VALIDATION', updatedAt: now })
      return rows.length
    }),
  )
  await inBatches(() =>
    database.write(async (tx) => {
      const rows = await findToValidate(tx, { before: now - VALIDATED_AFTER_MS, limit: atOnce })
      for (const { id } of rows) await updateBooking(tx, id, { status: 'VALIDATED', updatedAt: now })
      return rows.length
    }),
  )
}
