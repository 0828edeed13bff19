import type { Tx } from '../../db/client.ts'
import type { Ids } from '../platform/ids.ts'
import { insertMessage } from './bookings.repository.ts'
import type { BookingRole, NoteKind } from './bookings.rules.ts'

/** What happened to a booking, told between the messages of the two: each reads it in their own language. */
export type ThreadNote = {
  kind: NoteKind
  /** Who did it; null for the clock, the other car or the town hall. */
  by: BookingRole | null
  minutes?: number
  /** The moment it speaks of. */
  at?: number
  /** The reason given. */
  words?: string
}

/** Writes what happened in the thread of a booking, in the transaction of the change. */
export async function noteInThread(
  tx: Tx,
  { ids, bookingId, now, note }: { ids: Ids; bookingId: string; now: number; note: ThreadNote },
): Promise<void> {
  await insertMessage(tx, {
    id: ids.next(),
    bookingId,
    authorKind: 'system',
    words: JSON.stringify(note),
    createdAt: now,
  })
}

export const readNote = (words: string) => JSON.parse(words) as ThreadNote
