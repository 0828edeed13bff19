/** The states of the Standard Covoiturage (`CarpoolBookingStatus`), by its own names. */
export const bookingStatuses = [
  'WAITING_CONFIRMATION',
  'CONFIRMED',
  'CANCELLED',
  'COMPLETED_PENDING_VALIDATION',
  'VALIDATED',
] as const
export type BookingStatus = (typeof bookingStatuses)[number]

/** Why somebody takes a seat back, or refuses one. */
export const cancelReasons = [
  'not-going',
  'other-time',
  'car-full',
  'car-trouble',
  'ill',
  'too-far',
  'found-other',
  'no-answer',
  'no-show',
  'trip-cancelled',
  'other',
] as const
export type CancelReason = (typeof cancelReasons)[number]

/** What may be done to a booking, as a screen offers it. */
export const bookingActions = [
  'accept',
  'decline',
  'cancel',
  'message',
  'complete',
  'late',
  'propose-time',
  'answer-time',
  'no-show',
] as const
export type BookingAction = (typeof bookingActions)[number]
export type BookingRole = 'driver' | 'passenger'

/** What happens to a booking, as its thread tells it. */
export const noteKinds = [
  'accepted',
  'confirmed',
  'declined',
  'cancelled',
  'expired',
  'late',
  'on-time',
  'time-proposed',
  'time-withdrawn',
  'time-accepted',
  'time-refused',
  'no-show',
] as const
export type NoteKind = (typeof noteKinds)[number]

/** What moves a booking from one state to another. `system` is the clock: a deadline, an arrival, the other car. */
export type BookingMove = 'accept' | 'release' | 'arrive' | 'validate'

/**
 * The only ways between the states:
 * `accept` once every driver of the ride agreed, `release` by either side or by the deadline, `arrive` when the ride
 * took place (its arrival is past, or one side says so), `validate` once both said so, or a week after.
 */
export const bookingMoves: Record<BookingStatus, Partial<Record<BookingMove, BookingStatus>>> = {
  WAITING_CONFIRMATION: { accept: 'CONFIRMED', release: 'CANCELLED' },
  CONFIRMED: { release: 'CANCELLED', arrive: 'COMPLETED_PENDING_VALIDATION' },
  // Told not to have come: then it did not take place.
  COMPLETED_PENDING_VALIDATION: { validate: 'VALIDATED', release: 'CANCELLED' },
  CANCELLED: {},
  VALIDATED: {},
}

/** The state after a move; null when the table has no such way. */
export function movedTo(status: BookingStatus, move: BookingMove): BookingStatus | null {
  return bookingMoves[status][move] ?? null
}

/** Bookings in these states hold their seats. */
export const holdsSeats = (status: BookingStatus) =>
  status === 'WAITING_CONFIRMATION' || status === 'CONFIRMED'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long a driver has to answer; less when the ride is near, never past a quarter of an hour before it. */
export const ANSWER_WITHIN_MS = 24 * HOUR
export const ANSWER_BEFORE_RIDE_MS = 15 * MINUTE
/** Asked at the last minute, a driver still has these to answer. */
export const SHORTEST_ANSWER_MS = 5 * MINUTE
/** A ride that left is booked no more. */
export const LATEST_BOOKING_MS = 2 * MINUTE
/** A ride is "over" this long after its arrival, for who says nothing. */
export const ARRIVED_AFTER_MS = 30 * MINUTE
/** Then it is taken to have gone as agreed when nobody says otherwise. */
export const VALIDATED_AFTER_MS = 7 * DAY
/** Days of a regular trip that are asked for in one go, at most. */
export const MOST_DAYS_AT_ONCE = 20

/** Minutes one can say to be late by; 0: on time after all. */
export const lateMinutes = [0, 5, 10, 15] as const
/** One says to be late from this long before the pick-up. */
export const LATE_BEFORE_MS = 3 * HOUR
/** Another pick-up is at most this far from the one agreed: beyond, it is another ride. */
export const MOST_MOVED_MS = 2 * HOUR
/** One waits this long before telling that the other did not come. */
export const NO_SHOW_AFTER_MS = 5 * MINUTE
/** Until when that can be told, and answered. */
export const NO_SHOW_WITHIN_MS = 7 * DAY

/** A ride is listed among those to come until this long after its pick-up: one may still be in it. */
export const ON_THE_WAY_MS = 2 * HOUR

/** Until when the driver may answer a booking asked for at `now`. */
export function answerDeadline(now: number, pickUpAt: number): number {
  const latest = Math.max(now + SHORTEST_ANSWER_MS, pickUpAt - ANSWER_BEFORE_RIDE_MS)
  return Math.min(now + ANSWER_WITHIN_MS, latest)
}

/** What is known of a booking when one asks what may be done to it. */
export interface BookingFacts {
  readonly status: BookingStatus
  readonly accepted: boolean
  readonly pickUpAt: number
  readonly dropOffAt: number
  readonly deadlineAt: number
  readonly driverConfirmed: boolean
  readonly passengerConfirmed: boolean
  readonly proposedPickUpAt: number | null
  /** Cancelled because somebody was told not to have come. */
  readonly noShow: boolean
  /** One of the two rides with the other no more: they say nothing to each other. */
  readonly apart: boolean
}

/** Each action: who may do it, and when it makes sense. */
const when: Record<BookingAction, (booking: BookingFacts, role: BookingRole, now: number) => boolean> = {
  accept: (b, role, now) =>
    role === 'driver' && b.status === 'WAITING_CONFIRMATION' && !b.accepted && now <= b.deadlineAt,
  decline: (b, role) => role === 'driver' && b.status === 'WAITING_CONFIRMATION' && !b.accepted,
  cancel: (b, role, now) =>
    holdsSeats(b.status) && now <= b.dropOffAt && (role === 'passenger' || b.accepted),
  // Who is told not to have come can answer.
  message: (b, _role, now) =>
    b.noShow
      ? now <= b.dropOffAt + 2 * NO_SHOW_WITHIN_MS
      : b.status !== 'CANCELLED' && now <= b.dropOffAt + DAY,
  complete: (b, role, now) =>
    (b.status === 'CONFIRMED' || b.status === 'COMPLETED_PENDING_VALIDATION') &&
    now >= b.pickUpAt &&
    !(role === 'driver' ? b.driverConfirmed : b.passengerConfirmed),
  late: (b, _role, now) =>
    b.status === 'CONFIRMED' && now >= b.pickUpAt - LATE_BEFORE_MS && now <= b.dropOffAt,
  'propose-time': (b, role, now) => role === 'driver' && b.status === 'CONFIRMED' && now < b.pickUpAt,
  'answer-time': (b, role, now) =>
    role === 'passenger' &&
    b.status === 'CONFIRMED' &&
    b.proposedPickUpAt !== null &&
    now <= b.proposedPickUpAt,
  'no-show': (b, role, now) =>
    (b.status === 'CONFIRMED' || b.status === 'COMPLETED_PENDING_VALIDATION') &&
    now >= b.pickUpAt + NO_SHOW_AFTER_MS &&
    now <= b.dropOffAt + NO_SHOW_WITHIN_MS &&
    !(role === 'driver' ? b.driverConfirmed : b.passengerConfirmed),
}

/** What `role` may do now. */
export function actionsFor(booking: BookingFacts, role: BookingRole, now: number): BookingAction[] {
  return bookingActions.filter((action) => mayDo(action, booking, role, now))
}
export const mayDo = (action: BookingAction, booking: BookingFacts, role: BookingRole, now: number) =>
  when[action](booking, role, now) && !(booking.apart && reachesOther.includes(action))

/** Each of these says something to the other. */
const reachesOther: readonly BookingAction[] = ['message', 'late', 'propose-time', 'answer-time', 'no-show']
