import { z } from '@hono/zod-openapi'
import { phone } from '../incidents/incidents.schemas.ts'
import { siren, uuid, words } from './rides.schemas.ts'

// Shapes on the wire of the people whom the desk speaks for.

const name = words(60).pipe(z.string().min(1))
const said = {
  firstName: name,
  lastName: name,
  phone: phone.nullable().default(null),
  /** The other one sees the phone once a ride is accepted. */
  phoneShared: z.boolean().default(false),
  woman: z.boolean().nullable().default(null),
}

/** Somebody on the phone or at the counter, of age, who agreed to be kept. */
export const newPerson = z
  .strictObject({
    id: uuid,
    territory: siren,
    ...said,
    /** They agree that their name and phone be kept for their rides, are of age, and accept the rules. */
    consent: z.literal(true),
    /** Not the one of the same name who is known already. */
    another: z.boolean().default(false),
  })
  .openapi('NewRidePerson')
export type NewPerson = z.infer<typeof newPerson>

export const editPerson = z.strictObject(said).openapi('EditRidePerson')
export type EditPerson = z.infer<typeof editPerson>

export const personView = z
  .object({
    id: z.string(),
    version: z.number(),
    territory: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    /** What the other one of a ride reads. */
    name: z.string(),
    phone: z.string().nullable(),
    phoneShared: z.boolean(),
    woman: z.boolean().nullable(),
    consentAt: z.number(),
    suspended: z.boolean(),
  })
  .openapi('RidePerson')
export type PersonView = z.infer<typeof personView>

/** `known`: they were entered before, and this is them. */
export const personEntered = z.object({ person: personView, known: z.boolean() }).openapi('RidePersonEntered')
export const personList = z
  .object({ items: z.array(personView), nextCursor: z.string().nullable() })
  .openapi('RidePeople')
export const peopleQuery = z.object({ territory: siren, q: z.string().trim().max(100).default('') })
