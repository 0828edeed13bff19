import { z } from '@hono/zod-openapi'
import { pageQuery } from '../platform/pagination.ts'
import { box, nearPoint } from '../platform/wire.ts'
import { aireKinds, type AireKind } from './bnlc-fields.rules.ts'

const siren = z.string().regex(/^\d{9}$/)
const kinds = Object.keys(aireKinds) as [AireKind, ...AireKind[]]

export const aireFilters = {
  /** Left out where one territory only is open here. */
  territory: siren.optional(),
  commune: z
    .string()
    .regex(/^(?:\d{5}|2[AB]\d{3})$/)
    .optional(),
  q: z.string().trim().max(100).optional(),
  /** `lat,lon`: the nearest first. */
  near: nearPoint.optional(),
  bbox: box.optional(),
  /** Those that the territory added itself, to be submitted to the national base. */
  own: z.enum(['true', 'false']).optional(),
}
export const aireQuery = z.object({ ...aireFilters, ...pageQuery })
export const aireFilterQuery = z.object(aireFilters)
export const oneAireQuery = z.object({ territory: siren.optional() })

export const publicAire = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Its page: `/aires/{id}`. */
    path: z.string(),
    address: z.string().nullable(),
    commune: z.object({ code: z.string(), name: z.string().nullable() }),
    lon: z.number(),
    lat: z.number(),
    kind: z.enum(kinds),
    /** In one of the territory's communes, and not only near. */
    inside: z.boolean(),
    spaces: z.number().nullable(),
    accessibleSpaces: z.number().nullable(),
    /** Null: nobody said. */
    lit: z.boolean().nullable(),
    sheltered: z.boolean().nullable(),
    charging: z.boolean().nullable(),
    bikes: z.boolean().nullable(),
    busLines: z.array(z.string()),
    accessibility: z.string().nullable(),
    /** As OpenStreetMap writes opening hours. */
    openingHours: z.string().nullable(),
    description: z.string().nullable(),
    photo: z.object({ url: z.string(), thumbUrl: z.string() }).nullable(),
    /** Longest stay, in minutes. */
    maxStayMinutes: z.number().nullable(),
    /** `bnlc`: the Base nationale des lieux de covoiturage (ODbL); `territory`: added here. */
    source: z.enum(['bnlc', 'territory']),
    /** Day the source last wrote of it. */
    updatedOn: z.string().nullable(),
    /** People may leave from it now. */
    listed: z.boolean(),
    /** Content of the demo. */
    demo: z.boolean(),
    /** As the crow flies from `near`. */
    distanceMetres: z.number().nullable(),
  })
  .openapi('Aire')
export type PublicAire = z.infer<typeof publicAire>

export const aireList = z
  .object({ items: z.array(publicAire), nextCursor: z.string().nullable(), total: z.number() })
  .openapi('AireList')
export type AireList = z.infer<typeof aireList>

export const aireCollection = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({
        type: z.literal('Feature'),
        id: z.string(),
        geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) }),
        properties: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .openapi('AireCollection')
