import { z } from '@hono/zod-openapi'
import { email } from '../incidents/incidents.schemas.ts'
import { bookingStatuses } from './bookings.rules.ts'
import { aireRef, siren } from './rides.schemas.ts'

// Shapes on the wire of a parent's agreement.

export const askGuardian = z.strictObject({ territory: siren, email }).openapi('AskGuardian')
export type AskGuardian = z.infer<typeof askGuardian>

export const guardianView = z
  .object({
    /** The child's first name. */
    name: z.string(),
    state: z.enum(['asked', 'agreed']),
    /** Until when it holds. */
    until: z.number().nullable(),
    clerk: z
      .object({ name: z.string(), phone: z.string().nullable(), email: z.string().nullable() })
      .nullable(),
  })
  .openapi('Guardianship')
export type GuardianView = z.infer<typeof guardianView>

/** `refuse` before, `end` after: both erase the parent's address. */
export const guardianAnswer = z
  .strictObject({ answer: z.enum(['agree', 'refuse', 'end']) })
  .openapi('GuardianAnswer')
export type GuardianAnswer = z.infer<typeof guardianAnswer>

export const guardedRides = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        status: z.enum(bookingStatuses),
        driver: z.string(),
        pickUp: aireRef,
        dropOff: aireRef,
        pickUpAt: z.number(),
        dropOffAt: z.number(),
        mayCancel: z.boolean(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('GuardedRides')
export type GuardedRides = z.infer<typeof guardedRides>
