import { holdsSeats, type BookingStatus } from '../../api/carpool/bookings.rules.ts'
import { recall, remember } from './remembered.ts'

// Seats asked for from this phone. A server that lost them is not sent them again: what the driver answered is lost too,
// and may have been no. The person is told which, and decides (docs/decisions/phone-queue.md).

const name = 'rides.booked'
type Booking = { id: string; status: BookingStatus; pickUpAt: number }
/** By which write they were asked for, when the server took it by its clock, and when each leaves, by its id. */
type BookedMark = { key: string; acceptedAt: number; rides: Record<string, number> }

function read(): BookedMark[] {
  try {
    return JSON.parse(recall(name) || '[]') as BookedMark[]
  } catch {
    return []
  }
}

function write(marks: readonly BookedMark[]): void {
  const kept = marks.filter(({ rides }) => Object.keys(rides).length > 0)
  remember(name, kept.length > 0 ? JSON.stringify(kept) : '')
}

const without = ({ rides, ...mark }: BookedMark, gone: (id: string, at: number) => boolean): BookedMark => ({
  ...mark,
  rides: Object.fromEntries(Object.entries(rides).filter(([id, at]) => !gone(id, at))),
})

/** Keeps what a write of this phone asked for. */
export function markBooked(mark: Omit<BookedMark, 'rides'>, bookings: readonly Booking[]): void {
  const others = read().filter(({ key }) => key !== mark.key)
  write([
    ...others,
    { ...mark, rides: Object.fromEntries(bookings.map(({ id, pickUpAt }) => [id, pickUpAt])) },
  ])
}

/** What the server says of them now: one that was cancelled or refused is not missed, one moved is of another hour. */
export function noteBookings(bookings: readonly Booking[]): void {
  const said = new Map(bookings.map((one) => [one.id, one]))
  const marks = read()
  if (marks.length === 0) return
  write(
    marks.map(({ rides, ...mark }) => ({
      ...mark,
      rides: Object.fromEntries(
        Object.entries(rides).flatMap(([id, at]) => {
          const now = said.get(id)
          return !now ? [[id, at]] : holdsSeats(now.status) ? [[id, now.pickUpAt]] : []
        }),
      ),
    })),
  )
}

/** Those of which the server is asked whether it knows them: a ride that has left is past anybody's help. */
export function bookedMarks(now: number): BookedMark[] {
  write(read().map((mark) => without(mark, (_, at) => at <= now)))
  return read()
}

/** Of writes the server no longer knows, when each ride leaves, soonest first; they are kept no more. */
export function takeLostBookings(unknown: ReadonlySet<string>): number[] {
  const marks = read()
  write(marks.filter(({ key }) => !unknown.has(key)))
  const lost = marks.filter(({ key }) => unknown.has(key)).flatMap(({ rides }) => Object.values(rides))
  return lost.toSorted((a, b) => a - b)
}

/** Whoever asked for them leaves this phone, or forgot who they were. */
export const forgetBooked = (): void => remember(name, '')
