import { z } from '@hono/zod-openapi'
import { cancellers } from '../../db/schema/rides.ts'
import { bookingActions, bookingStatuses, cancelReasons, lateMinutes, noteKinds } from './bookings.rules.ts'
import { aireRef, seats, siren, uuid, words } from './rides.schemas.ts'

// Shapes on the wire of what a passenger books and what becomes of it.

/** What was read when it was chosen: refused as `ride-changed` when the driver changed it meanwhile. */
export const seen = z.strictObject({ pickUpAt: z.number().int(), priceCents: z.number().int() }).optional()

const bookedLeg = z.strictObject({
  /** Id of the booking of this car, made by the phone. */
  id: uuid,
  departureId: uuid,
  pickUpId: uuid,
  dropOffId: uuid,
  seen,
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
    /** Shared by the days of one trip that were asked for in one go. */
    seriesId: z.string().nullable(),
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
    /** Another pick-up that the driver proposes; the one agreed stands until the passenger says yes. */
    proposedPickUpAt: z.number().nullable(),
    /** Minutes that each said to be late by; null when they said nothing. */
    late: z.object({ driver: z.number().nullable(), passenger: z.number().nullable() }),
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
    /** A relative may look at it by one's own link; the other is not told. */
    shared: z.boolean(),
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
const threadNote = z
  .object({
    kind: z.enum(noteKinds),
    by: z.enum(['driver', 'passenger']).nullable(),
    minutes: z.number().optional(),
    at: z.number().optional(),
    words: z.string().optional(),
  })
  .openapi('BookingNote')
const messageView = z.object({
  id: z.string(),
  author: z.enum(['driver', 'passenger', 'system']),
  mine: z.boolean(),
  words: z.string(),
  /** Of the system: what happened, to be said in the reader's language. */
  note: threadNote.nullable(),
  createdAt: z.number(),
})
export type MessageView = z.infer<typeof messageView>
export const messageList = z
  .object({ items: z.array(messageView), nextCursor: z.string().nullable() })
  .openapi('BookingMessages')

/** « Je serai en retard de 10 minutes »; 0: on time after all. */
export const lateness = z.strictObject({ minutes: z.literal(lateMinutes) }).openapi('Lateness')
/** Another moment for the pick-up. The one agreed: the proposal is taken back. */
export const timeProposal = z.strictObject({ pickUpAt: z.number().int() }).openapi('TimeProposal')
/** `pickUpAt`: the proposal that is answered, so that nobody agrees to another one. */
export const timeAnswer = z
  .strictObject({ accept: z.boolean(), pickUpAt: z.number().int() })
  .openapi('TimeAnswer')
/** The other did not come: what happened, in words that they read. */
export const noShow = z.strictObject({ words: words(300).pipe(z.string().min(1)) }).openapi('NoShow')

/** By the link of the mail or the push, without signing in. */
export const linkAnswer = z
  .strictObject({
    answer: z.enum(['accept', 'decline']),
    reason: z.enum(cancelReasons).optional(),
    words: words(300).optional(),
  })
  .openapi('LinkAnswer')
