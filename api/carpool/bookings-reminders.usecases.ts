import type { Deps } from '../platform/http.ts'
import { addDays } from '../platform/days.rules.ts'
import { instantOfWall, wallOfInstant } from '../platform/paris-time.ts'
import { tellBooking, tellDays } from './bookings-news.ts'
import { findToRemindOfAnswer, findToRemindOfDay, updateBooking } from './bookings.repository.ts'

const HOUR = 3_600_000
const atOnce = 200
/** Reminders are given at a decent hour: a phone that rings at night is switched off. */
const [morning, evening, night] = ['06:00', '18:00', '21:30']
/** Who has just been told of a booking needs no reminder of it. */
const JUST_TOLD_MS = 2 * HOUR

/**
 * Up to when a ride, or a deadline, is near enough to be reminded of at `now`: a few hours ahead in the day; in the
 * evening what comes the next day; nothing at night. Wall time of Europe/Paris.
 */
export function remindUntil(
  now: number,
  { ahead, eveUntil }: { ahead: number; eveUntil: string },
): number | null {
  const { day, time } = wallOfInstant(now)
  if (time < morning || time >= night) return null
  if (time < evening) return now + ahead
  return Math.max(now + ahead, instantOfWall(addDays(day, 1), eveUntil))
}

/**
 * Reminds drivers of the requests whose deadline comes, and both of a ride of the next day, or of the day when it was
 * agreed late. Each once, whatever the number of workers: what is reminded of is noted in the same transaction.
 */
export async function remindOfBookings({
  database,
  clock,
  ids,
}: Pick<Deps, 'database' | 'clock' | 'ids'>): Promise<void> {
  const now = clock.now()
  const inBatches = async (
    find: typeof findToRemindOfDay,
    before: number | null,
    { topic, column }: { topic: 'answer-soon' | 'day'; column: 'deadlineRemindedAt' | 'dayRemindedAt' },
  ) => {
    if (before === null) return
    const batch = () =>
      database.write(async (tx) => {
        const rows = await find(tx, { now, before, told: now - JUST_TOLD_MS, limit: atOnce })
        for (const { id } of rows) await updateBooking(tx, id, { [column]: now })
        // Days asked for in one go are recalled in one go.
        const together = Map.groupBy(rows, ({ id, seriesId }) =>
          topic === 'answer-soon' ? (seriesId ?? id) : id,
        )
        for (const days of together.values()) {
          const { id: bookingId, territorySiren } = days[0]!
          const news = { ids, at: now, territorySiren }
          if (topic === 'day') await tellBooking(tx, { ...news, bookingId, topic })
          else await tellDays(tx, { ...news, bookingIds: days.map(({ id }) => id), topic })
        }
        return rows.length
      })
    while ((await batch()) === atOnce);
  }
  await inBatches(findToRemindOfAnswer, remindUntil(now, { ahead: 3 * HOUR, eveUntil: '09:30' }), {
    topic: 'answer-soon',
    column: 'deadlineRemindedAt',
  })
  await inBatches(findToRemindOfDay, remindUntil(now, { ahead: 2 * HOUR, eveUntil: '23:59' }), {
    topic: 'day',
    column: 'dayRemindedAt',
  })
}
