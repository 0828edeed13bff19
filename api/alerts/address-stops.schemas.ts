import { z } from '@hono/zod-openapi'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'

// Shapes on the wire of stopping the messages of an address, for somebody who asks it at the counter or on the phone.

export const newAddressStop = z
  .strictObject({
    id: uuid,
    /** SIREN. */
    territory: z.string().regex(/^\d{9}$/),
    /** A mail address or a phone number, as the person says it. */
    address: text({ min: 1, max: 254 }),
    /** The person is there, or on the phone, and asks for it. */
    asked: z.literal(true),
  })
  .openapi('NewAddressStop')
export type NewAddressStop = z.infer<typeof newAddressStop>

const count = z.number().int().nonnegative()
export const addressStopped = z
  .object({
    /** Reports it is told of no more. */
    reports: count,
    /** Events. */
    events: count,
    /** Communes whose alerts, or whose week, it received. */
    alerts: count,
  })
  .openapi('AddressStopped')
export type AddressStopped = z.infer<typeof addressStopped>
