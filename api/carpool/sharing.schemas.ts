import { z } from '@hono/zod-openapi'
import { aireRef } from './rides.schemas.ts'
import { sharedStates } from './sharing.rules.ts'

// Shapes on the wire of a ride that a passenger, or its driver, lets a relative look at.

export const rideShare = z
  .object({
    /** Address of the page, its secret in the fragment. */
    url: z.string(),
    /** It shows nothing after. */
    until: z.number(),
  })
  .openapi('RideShare')
export type RideShare = z.infer<typeof rideShare>

export const sharedRide = z
  .object({
    legs: z.array(
      z.object({
        state: z.enum(sharedStates),
        driver: z.object({ name: z.string() }),
        pickUp: aireRef,
        dropOff: aireRef,
        pickUpAt: z.number(),
        dropOffAt: z.number(),
        note: z.string().nullable(),
        /** On a driver's link, how many were said yes to: never who. On a passenger's, null. */
        passengers: z.number().nullable(),
      }),
    ),
    until: z.number(),
    clerk: z
      .object({ name: z.string(), phone: z.string().nullable(), email: z.string().nullable() })
      .nullable(),
  })
  .openapi('SharedRide')
export type SharedRide = z.infer<typeof sharedRide>
