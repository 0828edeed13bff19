import { z } from '@hono/zod-openapi'
import { bookingTopics } from './bookings-news.rules.ts'
import { cancelReasons } from './bookings.rules.ts'
import { bookingView } from './bookings.schemas.ts'
import { personView } from './desk-people.schemas.ts'
import { siren, words } from './rides.schemas.ts'

// Shapes on the wire of what staff do for somebody without a phone, and of those they call.

/** What the person is in the ride. */
export const side = z.enum(['driver', 'passenger'])
export const asSide = z.object({ as: side.default('passenger') })

/** What staff do to a booking for the person who is `as` in it. */
export const deskAct = z
  .strictObject({
    as: side,
    act: z.enum(['accept', 'decline', 'cancel', 'complete']),
    reason: z.enum(cancelReasons).default('other'),
    words: words(300).optional(),
  })
  .openapi('DeskRideAct')
export type DeskAct = z.infer<typeof deskAct>

/** `to-call`: news that nobody told them. `soon`: today's and tomorrow's rides. `waiting`: no driver answered yet. */
export const callViews = ['to-call', 'soon', 'waiting'] as const
export const callsQuery = z.object({ territory: siren, view: z.enum(callViews).default('to-call') })

export const callView = z
  .object({
    as: side,
    version: z.number(),
    person: personView,
    booking: bookingView,
    /** The latest news of the ride. `aire-gone`: one of its aires is left no more. */
    topic: z.enum([...bookingTopics, 'aire-gone']),
    newsAt: z.number(),
    /** What the other one wrote last, when that is the news. */
    words: z.string().nullable(),
    calledAt: z.number().nullable(),
    calledBy: z.string().nullable(),
    /** The volunteer who entered them, and calls them; null: the desk does. */
    helper: z.string().nullable(),
  })
  .openapi('RideCall')
export type CallView = z.infer<typeof callView>

export const callList = z
  .object({
    items: z.array(callView),
    nextCursor: z.string().nullable(),
    /** How many are to be called, up to 100. */
    toCall: z.number(),
  })
  .openapi('RideCalls')
export type CallList = z.infer<typeof callList>

/** They were called, or it is taken back. */
export const callMark = z.strictObject({ as: side, called: z.boolean() }).openapi('RideCallMark')
export type CallMark = z.infer<typeof callMark>
