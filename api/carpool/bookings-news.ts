import type { Tx } from '../../db/client.ts'
import { recordOutbox } from '../alerts/alerts.usecases.ts'
import type { Ids } from '../platform/ids.ts'
import { toldOf, type BookingTopic, type DaysTopic } from './bookings-news.rules.ts'
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
  await callIfNeeded(tx, { bookingId, topic, at, by })
}

/** The same of several days of one trip, in one piece of news. Of a single day: that day's own. */
export async function tellDays(
  tx: Tx,
  {
    ids,
    at,
    territorySiren,
    bookingIds,
    topic,
    by,
    words,
  }: {
    ids: Ids
    at: number
    territorySiren: string
    bookingIds: readonly string[]
    topic: DaysTopic
    by?: BookingRole
    words?: string | null
  },
): Promise<void> {
  const [bookingId] = bookingIds
  if (bookingId === undefined) return
  if (bookingIds.length === 1)
    return tellBooking(tx, {
      ids,
      at,
      territorySiren,
      bookingId,
      topic,
      ...(by ? { by } : {}),
      words: words ?? null,
    })
  await recordOutbox(tx, {
    id: ids.next(),
    territorySiren,
    topic: `booking.days-${topic}`,
    subject: `booking:${bookingId}`,
    payload: { bookingId, bookingIds, ...(by ? { by } : {}), ...(words ? { words } : {}) },
    at,
  })
  for (const id of bookingIds) await callIfNeeded(tx, { bookingId: id, topic, at, by })
}

/** Who has no account is called by the desk. */
async function callIfNeeded(
  tx: Tx,
  { by, ...news }: { bookingId: string; topic: BookingTopic; at: number; by: BookingRole | undefined },
): Promise<void> {
  for (const role of ['driver', 'passenger'] as const)
    await noteCall(tx, { ...news, role, isTold: (leg) => toldOf(news.topic, by, leg).includes(role) })
}
