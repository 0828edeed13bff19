import { z } from '@hono/zod-openapi'
import { aidStatuses, volunteerStatuses } from '../../db/schema/aid.ts'
import { phone } from '../incidents/incidents.schemas.ts'
import { aidActs, aidReasons } from './aid.rules.ts'
import { day, seats, siren, uuid, wallTime, words } from './rides.schemas.ts'

// Shapes on the wire of mutual-aid networks and of what is asked of them.

const said = {
  name: words(80).pipe(z.string().min(1)),
  description: words(500),
  phone: phone.nullable().default(null),
  /** 0: free. Refused above the official scale. */
  centsPerKm: z.number().int().min(0).max(200),
}
export const newNetwork = z.strictObject({ id: uuid, territory: siren, ...said }).openapi('NewAidNetwork')
export type NewNetwork = z.infer<typeof newNetwork>
export const editNetwork = z.strictObject(said).openapi('EditAidNetwork')
export type EditNetwork = z.infer<typeof editNetwork>

export const networkView = z
  .object({
    id: z.string(),
    version: z.number(),
    territory: z.string(),
    name: z.string(),
    description: z.string(),
    phone: z.string().nullable(),
    centsPerKm: z.number(),
    /** Of the one who asks: whether they drive for it. */
    volunteer: z.enum(volunteerStatuses).nullable(),
  })
  .openapi('AidNetwork')
export type NetworkView = z.infer<typeof networkView>
export const networkList = z
  .object({ items: z.array(networkView), nextCursor: z.string().nullable() })
  .openapi('AidNetworks')

export const volunteerView = z
  .object({
    travellerId: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    status: z.enum(volunteerStatuses),
    askedAt: z.number(),
  })
  .openapi('AidVolunteer')
export type VolunteerView = z.infer<typeof volunteerView>
export const volunteerList = z
  .object({ items: z.array(volunteerView), nextCursor: z.string().nullable() })
  .openapi('AidVolunteers')
export const volunteerDecision = z
  .strictObject({ travellerId: uuid, approved: z.boolean() })
  .openapi('AidVolunteerDecision')

const asked = {
  id: uuid,
  networkId: uuid,
  /** An aire's id or the code of a commune: all volunteers read its name. */
  from: words(60).pipe(z.string().min(1)),
  to: words(60).pipe(z.string().min(1)),
  /** The door: for the one who takes it. */
  fromWords: words(200).nullable().default(null),
  toWords: words(200).nullable().default(null),
  day,
  time: wallTime,
  backTime: wallTime.nullable().default(null),
  reason: z.enum(aidReasons),
  needs: words(300).nullable().default(null),
  seats: seats.default(1),
}
export const newAid = z.strictObject(asked).openapi('NewAidRequest')
export type NewAid = z.infer<typeof newAid>
export const newAidFor = z.strictObject({ personId: uuid, ...asked }).openapi('NewAidRequestFor')
export type NewAidFor = z.infer<typeof newAidFor>

export const aidView = z
  .object({
    id: z.string(),
    version: z.number(),
    network: z.object({ id: z.string(), name: z.string(), phone: z.string().nullable() }),
    /** What one is to it. */
    role: z.enum(['volunteer', 'requester', 'desk']),
    from: z.string(),
    to: z.string(),
    /** Only for who asked, who took it, and the desk. */
    fromWords: z.string().nullable(),
    toWords: z.string().nullable(),
    day: z.string(),
    time: z.string(),
    leaveAt: z.number(),
    backTime: z.string().nullable(),
    reason: z.enum(aidReasons),
    needs: z.string().nullable(),
    seats: z.number(),
    status: z.enum(aidStatuses),
    requester: z.object({ name: z.string(), phone: z.string().nullable() }),
    volunteer: z.object({ name: z.string(), phone: z.string().nullable() }).nullable(),
    metres: z.number().nullable(),
    reimbursedCents: z.number().nullable(),
    toCall: z.boolean(),
    actions: z.array(z.enum(aidActs)),
  })
  .openapi('AidRequest')
export type AidView = z.infer<typeof aidView>
export const aidList = z
  .object({ items: z.array(aidView), nextCursor: z.string().nullable() })
  .openapi('AidRequests')
export const aidQuery = z.object({
  territory: siren,
  view: z.enum(['open', 'taken', 'mine']).default('open'),
})
export const deskAidQuery = z.object({ territory: siren })

export const aidAct = z
  .strictObject({
    act: z.enum(aidActs),
    /** Kilometres driven, there and back, in metres: for `done`. */
    metres: z.number().int().min(0).max(500_000).optional(),
  })
  .openapi('AidAct')
export type AidActRequest = z.infer<typeof aidAct>
