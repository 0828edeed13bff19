import type { Database, Reader, Tx } from '../../db/client.ts'
import type { Canceller } from '../../db/schema/index.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Ids } from '../platform/ids.ts'
import { decodeCursor, toPage } from '../platform/pagination.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import { tellBooking, type BookingTopic } from './bookings-news.ts'
import {
  findBooking,
  findBookingsOf,
  findMessage,
  findMessages,
  findRide,
  insertMessage,
  updateBooking,
  type WholeBooking,
} from './bookings.repository.ts'
import { holdsSeats, mayDo, movedTo, type BookingRole, type CancelReason } from './bookings.rules.ts'
import type { BookingView } from './bookings.schemas.ts'
import { bookingOfAnswer } from './bookings.secrets.ts'
import { factsOf, viewBookings } from './bookings.views.ts'
import { giveSeats, nextSequence } from './departures.repository.ts'
import { rideProblems } from './rides.problems.ts'
import { findTravellersOf } from './travellers.repository.ts'

export type ActDeps = Pick<Deps, 'database' | 'clock' | 'ids'> & { config: Pick<Config, 'secret'> }
type Opened = { row: WholeBooking; role: BookingRole }
/** Who acts: a person signed in, or whoever holds the link that was mailed to the driver. */
export type By = { actor: Actor } | { secret: string }

/** A booking and what one is in it. Throws `booking-not-found` for anybody else's, as if it did not exist. */
async function openBooking(
  handle: Reader | Tx,
  { id, by, secret }: { id?: string | undefined; by: By; secret: string },
): Promise<Opened> {
  if ('secret' in by) {
    const named = bookingOfAnswer(secret, by.secret)
    const row = named && (await findBooking(handle, named))
    if (!row) throw rideProblems['booking-not-found']()
    return { row, role: 'driver' }
  }
  if (!by.actor) throw commonProblems['signed-out']()
  const row = id === undefined ? null : await findBooking(handle, id)
  const own = new Set((await findTravellersOf(handle, by.actor.userId)).map((person) => person.id))
  if (row && own.has(row.driver.id)) return { row, role: 'driver' }
  if (row && own.has(row.passenger.id)) return { row, role: 'passenger' }
  throw rideProblems['booking-not-found']()
}

type Asked<T> = { id?: string; by: By; request: T; write: WriteKey }

/** Does something to a booking, and answers it as it is then. Throws `booking-not-found`, `booking-settled`. */
function act<T>(
  deps: ActDeps,
  { id, by, write }: Asked<T>,
  work: (tx: Tx, opened: Opened, now: number) => Promise<void>,
): Promise<Answer<BookingView>> {
  const { database, clock, config } = deps
  return writeOnce({ database, clock, write }, async (tx) => {
    const now = clock.now()
    const opened = await openBooking(tx, { id, by, secret: config.secret })
    await work(tx, opened, now)
    const row = (await findBooking(tx, opened.row.booking.id))!
    const [view] = await viewBookings(tx, { rows: [row], role: opened.role, now })
    return { status: 200, body: view! }
  })
}

const requireMay = (action: Parameters<typeof mayDo>[0], { row, role }: Opened, now: number) => {
  if (!mayDo(action, factsOf(row), role, now)) throw rideProblems['booking-settled']()
}

/** The driver takes the passenger. A ride of two cars is confirmed once both drivers said so; saying it again is no harm. */
export function acceptBooking(deps: ActDeps, asked: Asked<unknown>): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    const { booking } = opened.row
    if (opened.role === 'driver' && booking.acceptedAt !== null && holdsSeats(booking.status)) return
    requireMay('accept', opened, now)
    await updateBooking(tx, booking.id, { acceptedAt: now, updatedAt: now })
    const ride = await findRide(tx, booking.rideId)
    const tell = (bookingId: string, topic: BookingTopic) =>
      tellBooking(tx, {
        ...deps,
        at: now,
        territorySiren: booking.territorySiren,
        bookingId,
        topic,
        by: 'driver',
      })
    if (ride.some((leg) => leg.booking.acceptedAt === null)) return tell(booking.id, 'accepted')
    for (const leg of ride) {
      const status = movedTo(leg.booking.status, 'accept')
      if (status) await updateBooking(tx, leg.booking.id, { status, updatedAt: now })
    }
    await tell(booking.id, 'confirmed')
  })
}

type Release = { by: Canceller; reason: CancelReason | null; words?: string | null | undefined }

/**
 * Gives the seats of a booking back and says so; the other car of the same ride is off too. The caller tells whom else
 * it concerns.
 */
export async function release(
  tx: Tx,
  {
    ids,
    row,
    now,
    by,
    reason,
    words,
    topic,
  }: {
    ids: Ids
    row: WholeBooking
    now: number
    topic: BookingTopic
  } & Release,
): Promise<void> {
  const { booking } = row
  const { territorySiren } = booking
  const sequence = await nextSequence(tx, territorySiren)
  for (const leg of await findRide(tx, booking.rideId)) {
    const held = holdsSeats(leg.booking.status)
    const status = movedTo(leg.booking.status, 'release')
    if (!status) continue
    const isOther = leg.booking.id !== booking.id
    await updateBooking(tx, leg.booking.id, {
      status,
      cancelledAt: now,
      cancelledBy: isOther ? 'other-leg' : by,
      cancelReason: isOther ? null : reason,
      cancelWords: isOther ? null : (words ?? null),
      updatedAt: now,
    })
    if (held)
      await giveSeats(tx, {
        id: leg.booking.departureId,
        seats: leg.booking.seats,
        detourSeconds: leg.booking.detourSeconds,
        sequence,
      })
    const role = by === 'driver' || by === 'passenger' ? { by } : {}
    await tellBooking(tx, {
      ids,
      at: now,
      territorySiren,
      bookingId: leg.booking.id,
      topic: isOther ? 'cancelled' : topic,
      ...(isOther ? (by === 'passenger' ? { by } : {}) : role),
      words: words ?? null,
    })
  }
}

type Words = { reason: CancelReason; words?: string | undefined }

/** The driver cannot take the passenger. */
export function declineBooking(deps: ActDeps, asked: Asked<Words>): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    requireMay('decline', opened, now)
    await release(tx, { ...deps, ...asked.request, row: opened.row, now, by: 'driver', topic: 'declined' })
  })
}

/** Either takes it back. Taken back already, it stays so. */
export function cancelBooking(deps: ActDeps, asked: Asked<Words>): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    if (opened.row.booking.status === 'CANCELLED') return
    requireMay('cancel', opened, now)
    await release(tx, {
      ...deps,
      ...asked.request,
      row: opened.row,
      now,
      by: opened.role,
      topic: 'cancelled',
    })
  })
}

/** One says that the ride took place, and thanks; when both did, it is settled. */
export function completeBooking(
  deps: ActDeps,
  asked: Asked<{ thanks: boolean }>,
): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    requireMay('complete', opened, now)
    const { booking } = opened.row
    const { thanks } = asked.request
    const own =
      opened.role === 'driver'
        ? { driverConfirmedAt: now, driverThanks: thanks }
        : { passengerConfirmedAt: now, passengerThanks: thanks }
    const both = { ...booking, ...own }
    const arrived = movedTo(booking.status, 'arrive') ?? booking.status
    const status =
      both.driverConfirmedAt !== null && both.passengerConfirmedAt !== null
        ? (movedTo(arrived, 'validate') ?? arrived)
        : arrived
    await updateBooking(tx, booking.id, { ...own, status, updatedAt: now })
  })
}

/** One booking, for its driver or its passenger. Throws `booking-not-found`. */
export async function readBooking(
  { database, clock, config }: Pick<ActDeps, 'database' | 'clock' | 'config'>,
  { id, by }: { id?: string; by: By },
): Promise<BookingView> {
  const { row, role } = await openBooking(database.read, { id, by, secret: config.secret })
  const [view] = await viewBookings(database.read, { rows: [row], role, now: clock.now() })
  return view!
}

/** One's bookings in a territory. */
export async function listBookings(
  { database, clock }: Pick<Deps, 'clock'> & { database: Pick<Database, 'read'> },
  {
    actor,
    territorySiren,
    as,
    when,
    cursor,
    limit,
  }: {
    actor: Actor
    territorySiren: string
    as: BookingRole
    when: 'coming' | 'past'
    cursor: string | undefined
    limit: number
  },
): Promise<{ items: BookingView[]; nextCursor: string | null }> {
  if (!actor) throw commonProblems['signed-out']()
  const now = clock.now()
  const own = (await findTravellersOf(database.read, actor.userId)).find(
    (person) => person.territorySiren === territorySiren,
  )
  if (!own) return { items: [], nextCursor: null }
  const [pickUpAt, id] = cursor ? (decodeCursor(cursor, ['number', 'string']) as [number, string]) : []
  const rows = await findBookingsOf(database.read, {
    travellerId: own.id,
    as,
    when,
    // A ride one is in is still to come.
    now: now - onTheWayMs,
    after: pickUpAt === undefined || id === undefined ? undefined : { pickUpAt, id },
    limit: limit + 1,
  })
  const page = toPage(rows, limit, ({ booking }) => [booking.pickUpAt, booking.id])
  return { ...page, items: await viewBookings(database.read, { rows: page.items, role: as, now }) }
}
const onTheWayMs = 2 * 3_600_000

/** Words of one to the other. */
export function writeMessage(
  deps: ActDeps,
  asked: Asked<{ id: string; words: string }>,
): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    requireMay('message', opened, now)
    const { id, words } = asked.request
    if (await findMessage(tx, id)) throw rideProblems['booking-settled']()
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
) {
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
      words: message.words,
      createdAt: message.createdAt,
    })),
  }
}
