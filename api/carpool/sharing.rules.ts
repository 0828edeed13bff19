import type { BookingStatus } from './bookings.rules.ts'

/** A relative may look on until this long after the last arrival. */
export const SHARED_AFTER_ARRIVAL_MS = 2 * 3_600_000

export const sharedStates = ['asked', 'planned', 'confirmed', 'on-the-way', 'arrived', 'cancelled'] as const
/** What a relative reads: by what was agreed and by the hours, since nobody follows the car. */
export type SharedState = (typeof sharedStates)[number]

type Leg = { status: BookingStatus; pickUpAt: number; dropOffAt: number }

/** Until when a ride may be looked at by its link: two hours after its last arrival. */
export const sharedUntil = (legs: readonly Pick<Leg, 'dropOffAt'>[]) =>
  Math.max(...legs.map(({ dropOffAt }) => dropOffAt)) + SHARED_AFTER_ARRIVAL_MS

export function sharedState({ status, pickUpAt, dropOffAt }: Leg, now: number): SharedState {
  if (status === 'CANCELLED') return 'cancelled'
  if (status === 'WAITING_CONFIRMATION') return 'asked'
  if (status !== 'CONFIRMED' || now >= dropOffAt) return 'arrived'
  return now >= pickUpAt ? 'on-the-way' : 'confirmed'
}

/** How a driver's own way stands, with passengers or without. */
export function driveState(
  { departAt, arriveAt }: { departAt: number; arriveAt: number },
  now: number,
): SharedState {
  if (now < departAt) return 'planned'
  return now < arriveAt ? 'on-the-way' : 'arrived'
}
