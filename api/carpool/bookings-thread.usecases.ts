import type { Answer } from '../platform/idempotency.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { tellBooking } from './bookings-news.ts'
import {
  act,
  openBooking,
  requireMay,
  spendWords,
  type ActDeps,
  type Asked,
} from './bookings-open.usecases.ts'
import { findMessage, findMessages, insertMessage } from './bookings.repository.ts'
import type { BookingView, MessageView } from './bookings.schemas.ts'
import { readNote } from './bookings.thread.ts'
import { rideProblems } from './rides.problems.ts'

/** Words of one to the other. Throws `too-many-requests`. */
export function writeMessage(
  deps: ActDeps,
  asked: Asked<{ id: string; words: string }>,
): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    requireMay('message', opened, now)
    const { id, words } = asked.request
    if (await findMessage(tx, id)) throw rideProblems['booking-settled']()
    await spendWords(tx, deps, opened.row[opened.role])
    const { booking } = opened.row
    await insertMessage(tx, { id, bookingId: booking.id, authorKind: opened.role, words, createdAt: now })
    await tellBooking(tx, {
      ...deps,
      at: now,
      territorySiren: booking.territorySiren,
      bookingId: booking.id,
      topic: 'message',
      by: opened.role,
      words,
    })
  })
}

/** What the two wrote to each other. Throws `booking-not-found`. */
export async function listMessages(
  { database, config }: Pick<ActDeps, 'database' | 'config'>,
  { id, actor, cursor, limit }: { id: string; actor: Actor; cursor: string | undefined; limit: number },
): Promise<{ items: MessageView[]; nextCursor: string | null }> {
  const { row, role } = await openBooking(database.read, { id, by: { actor }, secret: config.secret })
  const [createdAt, last] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const rows = await findMessages(database.read, {
    bookingId: row.booking.id,
    after: createdAt === undefined || last === undefined ? undefined : { createdAt, id: last },
    limit: limit + 1,
  })
  const page = toPage(rows, limit, (message) => [message.createdAt, message.id])
  return {
    ...page,
    items: page.items.map((message) => ({
      id: message.id,
      author: message.authorKind,
      mine: message.authorKind === role,
      ...(message.authorKind === 'system'
        ? { words: '', note: readNote(message.words) }
        : { words: message.words, note: null }),
      createdAt: message.createdAt,
    })),
  }
}
