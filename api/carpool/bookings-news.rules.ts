import type { BookingRole } from './bookings.rules.ts'

/** What the two of a booking hear of. */
export const bookingTopics = [
  'asked',
  'accepted',
  'confirmed',
  'declined',
  'cancelled',
  'expired',
  'message',
  'late',
  'time-proposed',
  'time-accepted',
  'time-refused',
  'no-show',
  'answer-soon',
  'day',
] as const
export type BookingTopic = (typeof bookingTopics)[number]

/** Whom a change concerns: never the one who made it. `leg`: 2 for the second car of a ride. */
export function toldOf(topic: BookingTopic, by: BookingRole | undefined, leg: number): BookingRole[] {
  if (topic === 'asked' || topic === 'answer-soon') return ['driver']
  if (topic === 'accepted' || topic === 'confirmed' || topic === 'declined') return ['passenger']
  // One reminder of a ride of two cars: that of the first.
  if (topic === 'day') return leg === 1 ? ['driver', 'passenger'] : ['driver']
  return (['driver', 'passenger'] as const).filter((role) => role !== by)
}
