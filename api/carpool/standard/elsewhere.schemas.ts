import { z } from '@hono/zod-openapi'
import { rideEnders } from '../../../db/schema/operators.ts'
import { bookingStatuses } from '../bookings.rules.ts'
import { searchQuery, siren, uuid, words } from '../rides.schemas.ts'

// Shapes on the wire of rides that other operators offer, beside ours. Instants are epoch milliseconds.

export const elsewhereQuery = searchQuery.pick({
  territory: true,
  from: true,
  to: true,
  at: true,
  by: true,
  earliest: true,
  latest: true,
  walk: true,
})
export type ElsewhereQuery = z.infer<typeof elsewhereQuery>

const place = z.object({ name: z.string().nullable(), lat: z.number(), lon: z.number() })
const ride = {
  operator: z.object({ id: z.string(), name: z.string() }),
  driver: z.object({ name: z.string() }),
  pickUp: place,
  dropOff: place,
  pickUpAt: z.number(),
  dropOffAt: z.number(),
  /** For one passenger; null when the operator does not say. */
  priceCents: z.number().nullable(),
  /** Its page there. */
  webUrl: z.string().nullable(),
}

export const elsewhereRide = z
  .object({
    key: z.string(),
    ...ride,
    seatsLeft: z.number().nullable(),
    /** What booking it here gives back, for half an hour; null when it is booked at the operator's. */
    offer: z.string().nullable(),
  })
  .openapi('RideElsewhere')
export type ElsewhereRide = z.infer<typeof elsewhereRide>

export const elsewhereAnswer = z
  .object({
    rides: z.array(elsewhereRide),
    /** Who was asked, and whether they answered in time. */
    operators: z.array(
      z.object({ id: z.string(), name: z.string(), answered: z.boolean(), dropped: z.number() }),
    ),
  })
  .openapi('RidesElsewhere')
export type ElsewhereAnswer = z.infer<typeof elsewhereAnswer>

export const newElsewhereBooking = z
  .strictObject({ id: uuid, offer: z.string().min(20).max(4000), message: words(500).optional() })
  .openapi('NewElsewhereBooking')
export type NewElsewhereBooking = z.infer<typeof newElsewhereBooking>

export const elsewhereActions = ['cancel', 'message', 'complete'] as const
export const elsewhereBooking = z
  .object({
    id: z.string(),
    version: z.number(),
    ...ride,
    status: z.enum(bookingStatuses),
    /** The operator has the request; before, it is on its way. */
    sent: z.boolean(),
    endedBy: z.enum(rideEnders).nullable(),
    actions: z.array(z.enum(elsewhereActions)),
    messages: z.array(
      z.object({ id: z.string(), mine: z.boolean(), words: z.string(), createdAt: z.number() }),
    ),
    createdAt: z.number(),
  })
  .openapi('ElsewhereBooking')
export type ElsewhereBooking = z.infer<typeof elsewhereBooking>

export const elsewhereList = z
  .object({ items: z.array(elsewhereBooking), nextCursor: z.string().nullable() })
  .openapi('ElsewhereBookings')
export const elsewhereListQuery = z.object({
  territory: siren,
  when: z.enum(['coming', 'past']).default('coming'),
})
export const elsewhereMessage = z
  .strictObject({ id: uuid, words: words(500).pipe(z.string().min(1)) })
  .openapi('NewElsewhereMessage')
