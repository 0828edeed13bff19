import type { Database } from '../../../db/client.ts'
import type { OutboxHandler } from '../../alerts/alerts.types.ts'
import { recordOutbox } from '../../alerts/alerts.usecases.ts'
import type { Config } from '../../config.ts'
import type { Deps } from '../../platform/http.ts'
import { compose } from '../bookings-compose.ts'
import type { BookingTopic } from '../bookings-news.ts'
import { findBooking, type WholeBooking } from '../bookings.repository.ts'
import type { BookingRole } from '../bookings.rules.ts'
import { findForeign, findMoved, markQueued } from './foreign.repository.ts'

/** What the standard has no state for is said in words, as a message of the driver. */
const inWords = new Set<BookingTopic>(['late', 'time-proposed', 'no-show'])

/** Tells another operator what became of its passenger's booking with one of our drivers, by its interface. */
export function createForeignHandler({ config }: { config: Config }): OutboxHandler {
  return async (row, read) => {
    const whole = await findBooking(read, String(row.payload['bookingId']))
    const foreign = whole && (await findForeign(read, whole.passenger.id))
    if (!whole || !foreign) return []
    const topic = row.topic.slice('booking.'.length) as BookingTopic
    const by = row.payload['by'] as BookingRole | undefined
    // What they did themselves, they know; who was asked is our driver.
    if (by === 'passenger' || topic === 'asked' || topic === 'answer-soon' || topic === 'day') return []
    const given = row.payload['words'] as string | undefined
    const words =
      topic === 'message' ? given : inWords.has(topic) ? said(topic, { whole, config, row }) : undefined
    return [
      {
        channel: 'operator',
        person: `operator:${foreign.operator.id}`,
        address: foreign.operator.id,
        subject: row.subject,
        urgent: true,
        payload: {
          title: '',
          body: '',
          url: '',
          lang: 'fr',
          call: { kind: 'booking', id: whole.booking.id, ...(words ? { message: { words } } : {}) },
        },
      },
    ]
  }
}

function said(
  topic: BookingTopic,
  { whole, config, row }: { whole: WholeBooking; config: Config; row: { payload: Record<string, unknown> } },
): string {
  const moment = row.payload as { at?: number; minutes?: number }
  const words = (row.payload['words'] as string | undefined) ?? null
  const news = { topic, role: 'passenger', whole, ride: [whole], words, moment, nameOf: () => '' } as const
  const { title } = compose(news, config)
  return [title, ...(words ? [`« ${words} »`] : [])].join(' ').slice(0, 500)
}

const atOnce = 200

/**
 * Puts in the queue what moved by the clock alone, or by a way that told nobody: an arrival, a settlement. Each state
 * once; what the operator knows already is not sent.
 */
export async function queueMoved({
  database,
  clock,
  ids,
}: Pick<Deps, 'clock' | 'ids'> & { database: Database }): Promise<void> {
  for (let count = atOnce; count === atOnce;)
    count = await database.write(async (tx) => {
      const moved = await findMoved(tx, atOnce)
      for (const { id, territorySiren, status } of moved) {
        await markQueued(tx, id, status)
        await recordOutbox(tx, {
          id: ids.next(),
          territorySiren,
          topic: 'booking-state.moved',
          subject: `booking:${id}`,
          payload: { bookingId: id },
          at: clock.now(),
        })
      }
      return moved.length
    })
}
