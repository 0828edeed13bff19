import type { Tx } from '../../db/client.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import type { Ids } from '../platform/ids.ts'
import type { BookingRole } from './bookings.rules.ts'

/** What the two of a booking hear of. */
export const bookingTopics = [
  'asked',
  'accepted',
  'confirmed',
  'declined',
  'cancelled',
  'expired',
  'message',
  'late',
  'time-proposed',
  'time-accepted',
  'time-refused',
  'no-show',
  'answer-soon',
  'day',
] as const
export type BookingTopic = (typeof bookingTopics)[number]

/** Lets the worker tell of a change, in the transaction of the change. `by`: who did it, and is not told. */
export async function tellBooking(
  tx: Tx,
  {
    ids,
    at,
    territorySiren,
    bookingId,
    topic,
    by,
    words,
    moment,
  }: {
    ids: Ids
    at: number
    territorySiren: string
    bookingId: string
    topic: BookingTopic
    by?: BookingRole
    words?: string | null
    /** The instant it speaks of, and minutes late: what the booking may no longer say when it is told. */
    moment?: { at?: number; minutes?: number }
  },
): Promise<void> {
  await recordOutbox(tx, {
    id: ids.next(),
    territorySiren,
    topic: `booking.${topic}`,
    subject: `booking:${bookingId}`,
    payload: { bookingId, ...(by ? { by } : {}), ...(words ? { words } : {}), ...moment },
    at,
  })
}
