import { z } from '@hono/zod-openapi'
import { email, locale, phone } from '../incidents/incidents.schemas.ts'
import { siren, uuid, words } from './rides.schemas.ts'

// Shapes on the wire of the people who drive and ride.

const name = words(60).pipe(z.string().min(1))

/** Asks for a way in: the answer is the same whoever has the address, and the link comes by mail. */
export const signUp = z
  .strictObject({ territory: siren, name, email, locale: locale.default('fr') })
  .openapi('TravellerSignUp')
export type SignUp = z.infer<typeof signUp>

export const ofTerritory = z.object({ territory: siren.optional() })

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
    /** Of a minor: a parent, who is mailed a link. */
    guardianEmail: email.nullable().default(null),
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
    guardian: z.enum(['none', 'waiting', 'agreed']),
    agreed: z.boolean(),
    suspended: z.object({ reason: z.string().nullable() }).nullable(),
    blocked: z.array(z.object({ id: z.string(), name: z.string() })),
    locale: z.string(),
    version: z.number(),
  })
  .openapi('Traveller')
export type TravellerView = z.infer<typeof travellerView>

/** What a guardian reads by their link. */
export const guardianView = z
  .object({ name: z.string(), territory: z.string(), agreedAt: z.number().nullable() })
  .openapi('GuardianView')
export const guardianAnswer = z.strictObject({ agree: z.boolean() }).openapi('GuardianAnswer')

export const reportsQuery = z.object({ territory: siren })
export const reportView = z
  .object({
    id: z.string(),
    reason: z.string(),
    words: z.string().nullable(),
    reporter: z.object({ id: z.string(), name: z.string() }),
    reported: z.object({ id: z.string(), name: z.string(), suspended: z.boolean() }),
    bookingId: z.string().nullable(),
    createdAt: z.number(),
    settledAt: z.number().nullable(),
  })
  .openapi('TravellerReportView')
export const reportList = z
  .object({ items: z.array(reportView), nextCursor: z.string().nullable() })
  .openapi('TravellerReportList')
export const settleReport = z
  .strictObject({ words: words(500).optional(), suspend: z.boolean().default(false) })
  .openapi('SettleTravellerReport')
export const suspend = z
  .strictObject({ suspended: z.boolean(), reason: words(300).optional() })
  .openapi('SuspendTraveller')
export const reportId = z.object({ id: uuid })
