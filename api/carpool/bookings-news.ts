import type { Tx } from '../../db/client.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import type { Ids } from '../platform/ids.ts'
import { toldOf, type BookingTopic } from './bookings-news.rules.ts'
import type { BookingRole } from './bookings.rules.ts'
import { noteCall } from './desk-calls.repository.ts'

export type { BookingTopic }

/**
 * Lets the worker tell of a change, in the transaction of the change, and puts who has no account on the desk's list of
 * people to call. `by`: who did it, and is not told.
 */
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
  for (const role of ['driver', 'passenger'] as const)
    await noteCall(tx, { bookingId, role, topic, at, isTold: (leg) => toldOf(topic, by, leg).includes(role) })
}
