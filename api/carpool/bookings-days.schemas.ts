import { z } from '@hono/zod-openapi'
import { bookingView, seen } from './bookings.schemas.ts'
import { cancelReasons, MOST_DAYS_AT_ONCE } from './bookings.rules.ts'
import { day, seats, uuid, words } from './rides.schemas.ts'

// Shapes on the wire of days of a regular trip, asked for and answered in one go.

const slug = z
  .enum([
    'departure-gone',
    'ride-changed',
    'seats-taken',
    'detour-too-long',
    'already-booked',
    'own-trip',
    'women-only',
  ])
  .openapi({ description: 'The problem that booking this day alone would be refused with.' })

export const daysQuery = z.object({ trip: uuid, pickUp: uuid, dropOff: uuid })

/** The days of a trip to come that are driven: holidays and exceptions are not among them. */
export const tripDays = z
  .object({
    tripId: z.string(),
    driver: z.object({ name: z.string() }),
    /** For one passenger, a day. */
    priceCents: z.number(),
    items: z.array(
      z.object({
        day: z.string(),
        departureId: z.string(),
        pickUpAt: z.number(),
        dropOffAt: z.number(),
        seatsLeft: z.number(),
        /** The reader has asked for it already. */
        mine: z.boolean(),
      }),
    ),
  })
  .openapi('TripDays')
export type TripDays = z.infer<typeof tripDays>

/** Asks for seats on some days of a regular trip. Ids are made by the phone: one for all, one for each day. */
export const newBookingDays = z
  .strictObject({
    id: uuid,
    tripId: uuid,
    pickUpId: uuid,
    dropOffId: uuid,
    days: z
      .array(z.strictObject({ id: uuid, day, seen }))
      .min(1)
      .max(MOST_DAYS_AT_ONCE),
    seats: seats.default(1),
    message: words(500).optional(),
  })
  .openapi('NewBookingDays')
export type NewBookingDays = z.infer<typeof newBookingDays>

/** What was booked, and the days that could not be, each with why. */
export const daysBooked = z
  .object({
    seriesId: z.string(),
    bookings: z.array(bookingView),
    refused: z.array(z.object({ day: z.string(), why: slug })),
  })
  .openapi('BookingDaysWritten')
export type DaysBooked = z.infer<typeof daysBooked>
export type DayRefusal = z.infer<typeof slug>

/** The days asked for together, as they stand. */
export const bookingDays = z
  .object({ seriesId: z.string(), items: z.array(bookingView) })
  .openapi('BookingDays')
export type BookingDaysView = z.infer<typeof bookingDays>

/** Which of them; without `ids`, every one that can be. */
const some = { ids: z.array(uuid).min(1).max(MOST_DAYS_AT_ONCE).optional() }
export const daysAct = z.strictObject(some).openapi('BookingDaysAct')
export const daysRelease = z
  .strictObject({ ...some, reason: z.enum(cancelReasons).default('other'), words: words(300).optional() })
  .openapi('BookingDaysRelease')
export const daysLinkAnswer = z
  .strictObject({ answer: z.enum(['accept', 'decline']), ...some, words: words(300).optional() })
  .openapi('BookingDaysLinkAnswer')
