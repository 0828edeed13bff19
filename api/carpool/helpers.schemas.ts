import { z } from '@hono/zod-openapi'
import { siren } from './rides.schemas.ts'

// Shapes on the wire of helpers: volunteers who book for people without a phone.

export const newHelper = z
  .strictObject({ territory: siren, email: z.string().trim().toLowerCase().pipe(z.email().max(254)) })
  .openapi('NewRideHelper')
export type NewHelper = z.infer<typeof newHelper>

export const helperView = z
  .object({
    /** Of the traveller they are themselves. */
    id: z.string(),
    name: z.string(),
    email: z.string(),
    since: z.number(),
  })
  .openapi('RideHelper')
export type HelperView = z.infer<typeof helperView>
export const helperList = z
  .object({ items: z.array(helperView), nextCursor: z.string().nullable() })
  .openapi('RideHelpers')
