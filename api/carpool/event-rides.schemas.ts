import { z } from '@hono/zod-openapi'
import { pageQuery } from '../platform/pagination.ts'
import { aireRef, rideShape, uuid } from './rides.schemas.ts'

// Shapes on the wire of rides that lead to an event of the agenda and back.

/** Names a date of an event: the wall start that its schedule gave it (`recurrence` of the agenda). */
export const eventDateName = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/)
  .openapi({ example: '2026-12-05T19:00' })

/** What a trip or a request is tied to. */
export const eventTie = z.strictObject({ id: uuid, date: eventDateName })
export type EventTie = z.infer<typeof eventTie>

/** The same as it is read: null once nobody may see the event any more. */
export const eventTieView = z
  .object({
    id: z.string(),
    date: z.string(),
    title: z.string(),
    path: z.string(),
    start: z.string(),
    end: z.string(),
    startAt: z.number(),
    endAt: z.number(),
    allDay: z.boolean(),
    cancelled: z.boolean(),
  })
  .openapi('RideEvent')
export type EventTieView = z.infer<typeof eventTieView>

export const ways = ['there', 'back'] as const

export const eventRidesQuery = z.object({
  ...pageQuery,
  /** Default: the next date that takes place. */
  date: eventDateName.optional(),
  way: z.enum(ways).default('there'),
})

export const eventRides = z
  .object({
    event: eventTieView,
    way: z.enum(ways),
    /** Null: no known place, or no aire near it: there is nothing to offer or to look for. */
    reach: z
      .object({
        /** Aires near the place, the nearest first; the first is the one to name. */
        aires: z
          .array(z.object({ aire: aireRef, metres: z.number(), walkSeconds: z.number().nullable() }))
          .min(1),
        /** The place is only known by its commune. */
        approximate: z.boolean(),
        /** What a form proposes: to be at the aire by, and to leave it at. */
        arriveBy: z.number(),
        leaveAt: z.number(),
        /** It may still be offered and looked for. */
        open: z.boolean(),
      })
      .nullable(),
    /** People who look for a seat that day, to this event. */
    requests: z.number(),
    /** Rides of this way with a seat. */
    total: z.number(),
    items: z.array(z.object({ ride: rideShape, tied: z.boolean() })),
    nextCursor: z.string().nullable(),
  })
  .openapi('EventRides')
export type EventRides = z.infer<typeof eventRides>
