import type { Reader, Tx } from '../../db/client.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { RateRule } from '../platform/rate-limits.ts'
import { findBooking, type WholeBooking } from './bookings.repository.ts'
import { mayDo, type BookingRole } from './bookings.rules.ts'
import type { BookingView } from './bookings.schemas.ts'
import { bookingOfAnswer } from './bookings.secrets.ts'
import { factsOf, viewBookings } from './bookings.views.ts'
import { speaksFor } from './desk-access.usecases.ts'
import { rideProblems } from './rides.problems.ts'
import { findTravellersOf } from './travellers.repository.ts'
import { requireFree } from './travellers-free.ts'

export type ActDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'rateLimiter'> & {
  config: Pick<Config, 'secret'>
}
export type Opened = { row: WholeBooking; role: BookingRole }
/**
 * Who acts: a person signed in, whoever holds the link that was mailed to the driver, or staff or a helper for somebody entered,
 * who is `as` in the ride.
 */
export type By = { actor: Actor } | { secret: string } | { desk: Actor; as: BookingRole }
export type Asked<T> = { id?: string; by: By; request: T; write: WriteKey }

/** A booking and what one is in it. Throws `booking-not-found` for anybody else's, as if it did not exist. */
export async function openBooking(
  handle: Reader | Tx,
  { id, by, secret }: { id?: string | undefined; by: By; secret: string },
): Promise<Opened> {
  if ('secret' in by) {
    const named = bookingOfAnswer(secret, by.secret)
    const row = named && (await findBooking(handle, named))
    if (!row) throw rideProblems['booking-not-found']()
    return { row, role: 'driver' }
  }
  if ('desk' in by) {
    const row = id === undefined ? null : await findBooking(handle, id)
    if (!row || !(await speaksFor(handle, by.desk, row[by.as]))) throw rideProblems['booking-not-found']()
    return { row, role: by.as }
  }
  if (!by.actor) throw commonProblems['signed-out']()
  const row = id === undefined ? null : await findBooking(handle, id)
  const own = new Set((await findTravellersOf(handle, by.actor.userId)).map((person) => person.id))
  if (row && own.has(row.driver.id)) return { row, role: 'driver' }
  if (row && own.has(row.passenger.id)) return { row, role: 'passenger' }
  throw rideProblems['booking-not-found']()
}

/** Does something to a booking, and answers it as it is then. Throws `booking-not-found`, `booking-settled`, `traveller-suspended`. */
export function act<T>(
  deps: ActDeps,
  { id, by, write }: Asked<T>,
  work: (tx: Tx, opened: Opened, now: number) => Promise<void>,
): Promise<Answer<BookingView>> {
  const { database, clock, config } = deps
  return writeOnce({ database, clock, write }, async (tx) => {
    const now = clock.now()
    const opened = await openBooking(tx, { id, by, secret: config.secret })
    requireFree(opened.row[opened.role])
    await work(tx, opened, now)
    const row = (await findBooking(tx, opened.row.booking.id))!
    const [view] = await viewBookings(tx, { rows: [row], role: opened.role, now })
    return { status: 200, body: view! }
  })
}

/** Each is a mail or a push to the other: two who arrange a ride need fewer. */
const wordsRate: RateRule = { name: 'booking-words', windowSeconds: 3600, perDevice: 40, perAddress: 40 }

/** Counts what one says to the others of their rides, by person. Throws `too-many-requests`. */
export const spendWords = (
  tx: Tx,
  { rateLimiter }: Pick<Deps, 'rateLimiter'>,
  { id }: Pick<WholeBooking['driver'], 'id'>,
): Promise<void> => rateLimiter.spend(tx, wordsRate, { address: id, device: null })

/** Throws `booking-settled` when the rules do not let this one do that now. */
export function requireMay(action: Parameters<typeof mayDo>[0], { row, role }: Opened, now: number): void {
  if (!mayDo(action, factsOf(row), role, now)) throw rideProblems['booking-settled']()
}
