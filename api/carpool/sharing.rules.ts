import type { BookingStatus } from './bookings.rules.ts'

/** A relative may look on until this long after the last arrival. */
export const SHARED_AFTER_ARRIVAL_MS = 2 * 3_600_000

export const sharedStates = ['asked', 'confirmed', 'on-the-way', 'arrived', 'cancelled'] as const
/** What a relative reads: by what was agreed and by the hours, since nobody follows the car. */
export type SharedState = (typeof sharedStates)[number]

type Leg = { status: BookingStatus; pickUpAt: number; dropOffAt: number }

/** Until when a ride may be looked at by its link: two hours after its last arrival. */
export const sharedUntil = (legs: readonly Leg[]) =>
  Math.max(...legs.map(({ dropOffAt }) => dropOffAt)) + SHARED_AFTER_ARRIVAL_MS

export function sharedState({ status, pickUpAt, dropOffAt }: Leg, now: number): SharedState {
  if (status === 'CANCELLED') return 'cancelled'
  if (status === 'WAITING_CONFIRMATION') return 'asked'
  if (status !== 'CONFIRMED' || now >= dropOffAt) return 'arrived'
  return now >= pickUpAt ? 'on-the-way' : 'confirmed'
}
