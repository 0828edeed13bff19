import { z } from '@hono/zod-openapi'
import { email, locale, phone } from '../incidents/incidents.schemas.ts'
import { siren, words } from './rides.schemas.ts'

// Shapes on the wire of the people who drive and ride.

const name = words(60).pipe(z.string().min(1))

/** Asks for a way in: the answer is the same whoever has the address, and the link comes by mail. */
export const signUp = z
  .strictObject({ territory: siren, name, email, locale: locale.default('fr') })
  .openapi('TravellerSignUp')
export type SignUp = z.infer<typeof signUp>

export const ofTerritory = z.object({ territory: siren })

/** What a person says of themselves. */
export const profile = z
  .strictObject({
    territory: siren,
    /** What others read: a first name, and an initial at most. */
    name,
    phone: phone.nullable().default(null),
    /** The other one sees the phone once a ride is accepted. */
    phoneShared: z.boolean().default(false),
    woman: z.boolean().nullable().default(null),
    minor: z.boolean().default(false),
    /** The rules of sharing rides are read and accepted. */
    agreed: z.boolean().default(false),
    locale: locale.default('fr'),
  })
  .openapi('TravellerProfile')
export type Profile = z.infer<typeof profile>

export const travellerView = z
  .object({
    id: z.string(),
    territory: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    phoneShared: z.boolean(),
    woman: z.boolean().nullable(),
    minor: z.boolean(),
    /** Of a minor: whom they asked, and whether they agreed. */
    guardian: z
      .object({ state: z.enum(['asked', 'agreed']), email: z.string(), until: z.number().nullable() })
      .nullable(),
    agreed: z.boolean(),
    suspended: z.object({ reason: z.string().nullable() }).nullable(),
    locale: z.string(),
    version: z.number(),
  })
  .openapi('Traveller')
export type TravellerView = z.infer<typeof travellerView>
