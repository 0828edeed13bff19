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

/** What is told of several days of a trip at once. */
export const daysTopics = ['asked', 'confirmed', 'declined', 'cancelled', 'expired', 'answer-soon'] as const
export type DaysTopic = (typeof daysTopics)[number]
export type NewsTopic = BookingTopic | `days-${DaysTopic}`
export const isOfDays = (topic: NewsTopic): topic is `days-${DaysTopic}` => topic.startsWith('days-')
/** The same, of one of them. */
export const singleOf = (topic: NewsTopic) =>
  (isOfDays(topic) ? topic.slice('days-'.length) : topic) as BookingTopic

/** Whom a change concerns: never the one who made it. `leg`: 2 for the second car of a ride. */
export function toldOf(topic: BookingTopic, by: BookingRole | undefined, leg: number): BookingRole[] {
  if (topic === 'asked' || topic === 'answer-soon') return ['driver']
  if (topic === 'accepted' || topic === 'confirmed' || topic === 'declined') return ['passenger']
  // One reminder of a ride of two cars: that of the first.
  if (topic === 'day') return leg === 1 ? ['driver', 'passenger'] : ['driver']
  return (['driver', 'passenger'] as const).filter((role) => role !== by)
}
