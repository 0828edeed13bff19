import { z } from '@hono/zod-openapi'
import { pageQuery } from '../platform/pagination.ts'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'
import { marginBounds } from './aires.rules.ts'
import { aireKinds, type AireKind } from './bnlc-fields.rules.ts'

// Shapes on the wire of what a territory says of its aires.

const version = z.number().int()
const kind = z.enum(Object.keys(aireKinds) as [AireKind, ...AireKind[]])
/** An emptied field is sent as null, never as ''. */
const optional = <S extends z.ZodType>(field: S) => field.nullable().optional()
const position = z.strictObject({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) })

/** What a national aire says of itself, and a territory may say otherwise. */
const correctable = {
  name: text({ min: 2, max: 120 }).optional(),
  address: optional(text({ min: 2, max: 200 })),
  position: position.optional(),
  spaces: optional(z.number().int().min(0).max(5000)),
  accessibleSpaces: optional(z.number().int().min(0).max(5000)),
  lit: optional(z.boolean()),
  openingHours: optional(text({ min: 2, max: 200 })),
}
/** What the national base has no column for. */
const details = {
  description: optional(text({ min: 2, max: 1000 })),
  sheltered: optional(z.boolean()),
  charging: optional(z.boolean()),
  bikes: optional(z.boolean()),
  busLines: z
    .array(text({ min: 1, max: 120 }))
    .max(20)
    .optional(),
  accessibility: optional(text({ min: 2, max: 300 })),
  waiting: optional(z.boolean()),
  /** Given by `POST /api/media`. */
  photo: optional(z.strictObject({ id: uuid, uploadToken: z.string().min(16).max(128) })),
}

export const newAire = z
  .strictObject({
    id: uuid,
    ...correctable,
    ...details,
    name: text({ min: 2, max: 120 }),
    position,
    kind,
  })
  .openapi('NewAire')
export type NewAire = z.infer<typeof newAire>

/** Null takes back what the territory said: the source's word stands again. */
export const aireChange = z
  .strictObject({ ...correctable, ...details, kind: kind.optional(), hidden: z.boolean().optional() })
  .openapi('AireChange')
export type AireChange = z.infer<typeof aireChange>

/** What the source says, or what is shown: the same fields. */
const said = {
  name: z.string(),
  address: z.string().nullable(),
  position: z.object({ lon: z.number(), lat: z.number() }),
  spaces: z.number().nullable(),
  accessibleSpaces: z.number().nullable(),
  lit: z.boolean().nullable(),
  openingHours: z.string().nullable(),
}
export const adminAire = z
  .object({
    id: z.string(),
    /** Its page: `/aires/{id}`. */
    path: z.string(),
    ...said,
    commune: z.object({ code: z.string(), name: z.string().nullable() }),
    kind,
    source: z.enum(['bnlc', 'territory']),
    /** Added by this territory: it writes all of it. Else its words stand beside the source's. */
    own: z.boolean(),
    inside: z.boolean(),
    listed: z.boolean(),
    /** Why people may not leave from it; null when they may. */
    unlisted: z.enum(['withdrawn', 'closed', 'hidden', 'out-of-reach']).nullable(),
    hidden: z.boolean(),
    description: z.string().nullable(),
    sheltered: z.boolean().nullable(),
    charging: z.boolean().nullable(),
    bikes: z.boolean().nullable(),
    busLines: z.array(z.string()),
    accessibility: z.string().nullable(),
    waiting: z.boolean().nullable(),
    photo: z.object({ id: z.string(), url: z.string(), thumbUrl: z.string() }).nullable(),
    sourceSays: z.object({ ...said, comment: z.string().nullable() }),
    version,
  })
  .openapi('AdminAire')
export type AdminAire = z.infer<typeof adminAire>

export const adminAireQuery = z.object(pageQuery)
export const adminAireList = z.object({ items: z.array(adminAire), nextCursor: z.string().nullable() })
export type AdminAireList = z.infer<typeof adminAireList>

export const aireSettings = z
  .object({
    /** People also go to the towns around: metres beyond the boundary. */
    marginMetres: z.number().int(),
    inside: z.number().int().openapi({ description: 'Aires people may leave from, in the communes' }),
    around: z.number().int().openapi({ description: 'And in the margin' }),
    version,
  })
  .openapi('AireSettings')
export type AireSettings = z.infer<typeof aireSettings>
/** Counts of five or more; null below, so that they tell of nobody. */
export const aireUse = z
  .object({ trips: z.number().nullable(), bookings: z.number().nullable() })
  .openapi('AireUse')
export type AireUse = z.infer<typeof aireUse>

export const aireSettingsChange = z
  .strictObject({ marginMetres: z.number().int().min(marginBounds.least).max(marginBounds.most) })
  .openapi('AireSettingsChange')
export type AireSettingsChange = z.infer<typeof aireSettingsChange>
