import type { Tx } from '../../db/client.ts'
import type { Answer } from '../platform/idempotency.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { release } from './bookings-acts.usecases.ts'
import { tellBooking } from './bookings-news.ts'
import { act, requireMay, spendWords, type ActDeps, type Asked } from './bookings-open.usecases.ts'
import { findRide, updateBooking, type WholeBooking } from './bookings.repository.ts'
import { MOST_MOVED_MS } from './bookings.rules.ts'
import type { BookingView } from './bookings.schemas.ts'
import { noteInThread } from './bookings.thread.ts'
import { timeFaultWords, type TimeFault } from './bookings.words.ts'
import { rideProblems } from './rides.problems.ts'
import { TRANSFER_WAIT } from './search.usecases.ts'

/** One will be late, or is on time after all: the other is told at once. Said again, nobody is told twice. */
export function tellLate(deps: ActDeps, asked: Asked<{ minutes: number }>): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    requireMay('late', opened, now)
    const { booking } = opened.row
    const { role } = opened
    const column = role === 'driver' ? 'driverLateMinutes' : 'passengerLateMinutes'
    const { minutes } = asked.request
    if ((booking[column] ?? 0) === minutes) return
    await spendWords(tx, deps, opened.row[role])
    await updateBooking(tx, booking.id, { [column]: minutes || null, updatedAt: now })
    await noteInThread(tx, {
      ...deps,
      bookingId: booking.id,
      now,
      note: minutes ? { kind: 'late', by: role, minutes } : { kind: 'on-time', by: role },
    })
    const { id: bookingId, territorySiren } = booking
    await tellBooking(tx, {
      ...deps,
      at: now,
      territorySiren,
      bookingId,
      topic: 'late',
      by: role,
      moment: { minutes },
    })
  })
}

/** The moments that still let the passenger change cars safely; null when the ride has one car. */
async function roomOf(
  tx: Tx,
  { booking }: Pick<WholeBooking, 'booking'>,
): Promise<{ from: number; to: number } | null> {
  const other = (await findRide(tx, booking.rideId)).find((leg) => leg.booking.id !== booking.id)?.booking
  if (!other || other.status === 'CANCELLED') return null
  const [min, max] = [TRANSFER_WAIT.minSeconds * 1000, TRANSFER_WAIT.maxSeconds * 1000]
  if (booking.leg > other.leg) return { from: other.dropOffAt + min, to: other.dropOffAt + max }
  const drive = booking.dropOffAt - booking.pickUpAt
  return { from: other.pickUpAt - max - drive, to: other.pickUpAt - min - drive }
}

async function requireTime(
  tx: Tx,
  { row, pickUpAt, now }: { row: WholeBooking; pickUpAt: number; now: number },
): Promise<void> {
  const refuse = (fault: TimeFault, values = {}) =>
    rideProblems['time-refused']({ why: timeFaultWords(fault, values) })
  if (pickUpAt < now) throw refuse('past')
  if (Math.abs(pickUpAt - row.booking.pickUpAt) > MOST_MOVED_MS) throw refuse('too-far')
  const room = await roomOf(tx, row)
  if (!room || (pickUpAt >= room.from && pickUpAt <= room.to)) return
  const said = (at: number) => wallOfInstant(at).time.replace(':', ' h ')
  // Whole minutes within the room.
  const [from, to] = [Math.ceil(room.from / 60_000) * 60_000, Math.floor(room.to / 60_000) * 60_000]
  throw refuse('transfer', { name: row.passenger.name, from: said(from), to: said(to) })
}

/**
 * The driver proposes another pick-up; what was agreed stands until the passenger says yes. The moment agreed takes the
 * proposal back. Throws `time-refused`: past, too far from the one agreed, or a change of cars that would be missed.
 */
export function proposeTime(deps: ActDeps, asked: Asked<{ pickUpAt: number }>): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    requireMay('propose-time', opened, now)
    const { row } = opened
    const { booking } = row
    const { pickUpAt } = asked.request
    const note = (kind: 'time-proposed' | 'time-withdrawn', at: number) =>
      noteInThread(tx, { ...deps, bookingId: booking.id, now, note: { kind, by: 'driver', at } })
    if (pickUpAt === booking.pickUpAt) {
      if (booking.proposedPickUpAt === null) return
      await updateBooking(tx, booking.id, { proposedPickUpAt: null, updatedAt: now })
      return note('time-withdrawn', pickUpAt)
    }
    if (pickUpAt === booking.proposedPickUpAt) return
    await requireTime(tx, { row, pickUpAt, now })
    await spendWords(tx, deps, row.driver)
    await updateBooking(tx, booking.id, { proposedPickUpAt: pickUpAt, updatedAt: now })
    await note('time-proposed', pickUpAt)
    await tellBooking(tx, {
      ...deps,
      at: now,
      territorySiren: booking.territorySiren,
      bookingId: booking.id,
      topic: 'time-proposed',
      by: 'driver',
      moment: { at: pickUpAt },
    })
  })
}

/**
 * The passenger agrees to another pick-up, or keeps the one agreed: saying no takes nobody's ride away. Throws
 * `booking-settled` when another moment is proposed by now, `time-refused`.
 */
export function answerTime(
  deps: ActDeps,
  asked: Asked<{ accept: boolean; pickUpAt: number }>,
): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    const { row } = opened
    const { booking } = row
    const { accept, pickUpAt } = asked.request
    requireMay('answer-time', opened, now)
    if (booking.proposedPickUpAt !== pickUpAt) throw rideProblems['booking-settled']()
    if (accept) await requireTime(tx, { row, pickUpAt, now })
    const moved = {
      pickUpAt,
      dropOffAt: booking.dropOffAt + pickUpAt - booking.pickUpAt,
      driverLateMinutes: null,
      passengerLateMinutes: null,
    }
    await updateBooking(tx, booking.id, { proposedPickUpAt: null, ...(accept ? moved : {}), updatedAt: now })
    const kind = accept ? 'time-accepted' : 'time-refused'
    const at = accept ? pickUpAt : booking.pickUpAt
    await noteInThread(tx, { ...deps, bookingId: booking.id, now, note: { kind, by: 'passenger', at } })
    await tellBooking(tx, {
      ...deps,
      at: now,
      territorySiren: booking.territorySiren,
      bookingId: booking.id,
      topic: kind,
      by: 'passenger',
      moment: { at },
    })
  })
}

/**
 * One says that the other did not come: the ride is off with that reason, the other reads the words and may answer
 * them. Staff hear of it only when somebody reports it.
 */
export function tellNoShow(deps: ActDeps, asked: Asked<{ words: string }>): Promise<Answer<BookingView>> {
  return act(deps, asked, async (tx, opened, now) => {
    const { row, role } = opened
    if (row.booking.status === 'CANCELLED' && row.booking.cancelReason === 'no-show') return
    requireMay('no-show', opened, now)
    const { words } = asked.request
    await release(tx, { ...deps, row, now, by: role, reason: 'no-show', words, topic: 'no-show' })
  })
}
