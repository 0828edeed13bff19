import { z } from '@hono/zod-openapi'
import { cancellers } from '../../db/schema/rides.ts'
import { bookingActions, bookingStatuses, cancelReasons } from './bookings.rules.ts'
import { aireRef, seats, siren, uuid, words } from './rides.schemas.ts'

// Shapes on the wire of what a passenger books and what becomes of it.

const bookedLeg = z.strictObject({
  /** Id of the booking of this car, made by the phone. */
  id: uuid,
  departureId: uuid,
  pickUpId: uuid,
  dropOffId: uuid,
})

/** Books a ride as the search gave it: one car, or two with a change between them. */
export const newBooking = z
  .strictObject({
    legs: z.array(bookedLeg).min(1).max(2),
    seats: seats.default(1),
    /** First words to the driver. */
    message: words(500).optional(),
  })
  .openapi('NewBooking')
export type NewBooking = z.infer<typeof newBooking>

export const bookingView = z
  .object({
    id: z.string(),
    version: z.number(),
    /** What one is in it. */
    role: z.enum(['driver', 'passenger']),
    status: z.enum(bookingStatuses),
    /** Shared by the bookings of one ride. */
    rideId: z.string(),
    leg: z.number(),
    legs: z.number(),
    departureId: z.string(),
    tripId: z.string(),
    day: z.string(),
    /** The other person. Their phone: once accepted, and when they agreed. */
    other: z.object({ name: z.string(), phone: z.string().nullable() }),
    origin: aireRef,
    destination: aireRef,
    pickUp: aireRef,
    dropOff: aireRef,
    pickUpAt: z.number(),
    dropOffAt: z.number(),
    seats: z.number(),
    metres: z.number(),
    detourSeconds: z.number(),
    /** For all its seats. */
    priceCents: z.number(),
    /** Until when the driver may answer. */
    deadlineAt: z.number(),
    /** This driver said yes; the driver of the other car may not have yet. */
    accepted: z.boolean(),
    cancelled: z
      .object({
        at: z.number(),
        by: z.enum(cancellers),
        reason: z.enum(cancelReasons).nullable(),
        words: z.string().nullable(),
      })
      .nullable(),
    confirmed: z.object({ driver: z.boolean(), passenger: z.boolean() }),
    thanks: z.object({ driver: z.boolean(), passenger: z.boolean() }),
    /** What one may do now. */
    actions: z.array(z.enum(bookingActions)),
    createdAt: z.number(),
  })
  .openapi('Booking')
export type BookingView = z.infer<typeof bookingView>

export const bookingList = z
  .object({ items: z.array(bookingView), nextCursor: z.string().nullable() })
  .openapi('BookingList')
export const bookingsQuery = z.object({
  territory: siren,
  as: z.enum(['driver', 'passenger']).default('passenger'),
  when: z.enum(['coming', 'past']).default('coming'),
})

/** The ride booked: a booking for each car. */
export const rideBooked = z.object({ bookings: z.array(bookingView) }).openapi('RideBooked')
export const decline = z
  .strictObject({ reason: z.enum(cancelReasons).default('other'), words: words(300).optional() })
  .openapi('DeclineBooking')
export const completion = z.strictObject({ thanks: z.boolean().default(false) }).openapi('Completion')
export const newMessage = z
  .strictObject({ id: uuid, words: words(500).pipe(z.string().min(1)) })
  .openapi('NewBookingMessage')
export const messageList = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        author: z.enum(['driver', 'passenger', 'system']),
        mine: z.boolean(),
        words: z.string(),
        createdAt: z.number(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('BookingMessages')

/** By the link of the mail or the push, without signing in. */
export const linkAnswer = z
  .strictObject({
    answer: z.enum(['accept', 'decline']),
    reason: z.enum(cancelReasons).optional(),
    words: words(300).optional(),
  })
  .openapi('LinkAnswer')
