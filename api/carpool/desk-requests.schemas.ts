import { z } from '@hono/zod-openapi'
import { personView } from './desk-people.schemas.ts'
import { requestView } from './requests.schemas.ts'
import { aireRef, siren } from './rides.schemas.ts'

// Shapes on the wire of what people without a phone wait for, and of those called because a ride came up.

export const requestCallsQuery = z.object({ territory: siren })

/** A ride found, enough to say it on the phone and to open it ready to be booked. */
const foundRide = z.object({
  leaveAt: z.number(),
  arriveAt: z.number(),
  pickUp: aireRef,
  dropOff: aireRef,
  /** First names, of one car or of two. */
  drivers: z.array(z.string()),
  /** What `GET /api/rides/one` reads it by. */
  legs: z.string(),
})
export type FoundRide = z.infer<typeof foundRide>

export const requestCall = z
  .object({
    request: requestView,
    /** Of the call: news changes it. */
    version: z.number(),
    person: personView,
    /** Those they can still book, the soonest first; empty when none is left, or the call was made long ago. */
    rides: z.array(foundRide),
    /** How many more there are. */
    more: z.number(),
    newsAt: z.number(),
    calledAt: z.number().nullable(),
    calledBy: z.string().nullable(),
    /** The volunteer who entered them, and calls them; null: the desk does. */
    helper: z.string().nullable(),
  })
  .openapi('RideRequestCall')
export type RequestCallView = z.infer<typeof requestCall>

export const requestCallList = z
  .object({ items: z.array(requestCall), nextCursor: z.string().nullable() })
  .openapi('RideRequestCalls')
export type RequestCallList = z.infer<typeof requestCallList>

/** They were called, or it is taken back. */
export const requestCallMark = z.strictObject({ called: z.boolean() }).openapi('RideRequestCallMark')
export type RequestCallMark = z.infer<typeof requestCallMark>
