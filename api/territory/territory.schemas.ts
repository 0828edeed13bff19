import { z } from '@hono/zod-openapi'
import { bodyKinds } from '../../db/schema/territory.ts'
import { looksSwapped } from '../platform/france.rules.ts'
import { text } from '../platform/text.ts'
import { day, decimal, uuid } from '../platform/wire.ts'

// Shapes on the wire of what everyone sees. Those of administrators are in territory-admin.schemas.ts, apart, so that
// an inner field can't leak by spreading an object.

export const siren = z.string().regex(/^\d{9}$/)
export const communeCode = z.string().regex(/^(?:\d{5}|2[AB]\d{3})$/)
export { uuid }

export const locateQuery = z
  .object({
    lat: decimal(-90, 90),
    lon: decimal(-180, 180),
    accuracy: decimal(0, 1_000_000).optional(),
  })
  .superRefine(({ lat, lon }, issues) => {
    if (looksSwapped(lat, lon))
      issues.addIssue({ code: 'custom', message: 'swapped-coordinates', path: ['lat'] })
  })

const named = z.object({ code: z.string(), name: z.string() })
export const located = z
  .object({
    commune: named.nullable(),
    territory: z.object({ siren: z.string(), name: z.string() }).nullable(),
    candidates: z.array(named),
    outside: z
      .object({ commune: named, epci: z.object({ siren: z.string(), name: z.string() }).nullable() })
      .nullable(),
  })
  .openapi('Located')

const bounds = z
  .tuple([z.number(), z.number(), z.number(), z.number()])
  .openapi({ description: 'west, south, east, north' })

export const territorySummary = z
  .object({
    siren: z.string(),
    name: z.string(),
    slug: z.string(),
    accent: z.string().nullable(),
    approximate: z.boolean(),
    demo: z.boolean(),
    bbox: bounds.nullable(),
  })
  .openapi('TerritorySummary')
export const territoryList = z.object({
  items: z.array(territorySummary),
  nextCursor: z.string().nullable(),
})

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
const spans = z.array(z.tuple([time, time]).refine(([from, to]) => from < to, 'span-backwards')).max(4)
/** Wall-clock hours in Europe/Paris. Public holidays are closed unless an exception of that day says otherwise. */
export const openingHours = z
  .strictObject({
    days: z
      .array(
        z.strictObject({
          day: z.number().int().min(1).max(7).openapi({ description: '1 is Monday' }),
          spans,
        }),
      )
      .max(7)
      .refine((days) => new Set(days.map(({ day }) => day)).size === days.length, 'day-twice'),
    /** Days unlike the others, both included; without a span: closed. */
    exceptions: z
      .array(
        z
          .strictObject({ from: day, to: day, spans, words: text({ max: 120 }).optional() })
          .refine(({ from, to }) => from <= to, 'days-backwards'),
      )
      .max(40)
      .optional(),
    note: z.string().trim().max(300).optional(),
  })
  .openapi('OpeningHours')

export const publicBody = z
  .object({
    id: z.string(),
    kind: z.enum(bodyKinds),
    name: z.string(),
    communeCode: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    address: z.string().nullable(),
    openingHours: openingHours.nullable(),
  })
  .openapi('Body')

export const question = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/),
    label: z.string().trim().min(3).max(160),
    kind: z.enum(['choice', 'text', 'yes-no']),
    choices: z.array(z.string().trim().min(1).max(80)).min(2).max(12).optional(),
    required: z.boolean().optional(),
  })
  .refine(({ kind, choices }) => (kind === 'choice') === (choices !== undefined), 'choices-needed')
  .openapi('CategoryQuestion')

export const publicCategory = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    hint: z.string().nullable(),
    icon: z.string(),
    emergency: z.boolean(),
    public: z.boolean(),
    onRoad: z.boolean(),
    questions: z.array(question),
    targetDays: z.number(),
  })
  .openapi('Category')

export const publicCommune = z
  .object({
    code: z.string(),
    name: z.string(),
    slug: z.string(),
    population: z.number().nullable(),
    postalCodes: z.array(z.string()),
    lon: z.number(),
    lat: z.number(),
    bbox: bounds.nullable(),
    approximate: z.boolean(),
  })
  .openapi('Commune')

export const territoryPage = territorySummary
  .extend({
    referencePrefix: z.string(),
    publication: z.enum(['before-approval', 'after-approval']),
    hasRoads: z.boolean(),
    communes: z.array(publicCommune),
    bodies: z.array(publicBody),
    categories: z.array(publicCategory),
    emergencyNumbers: z.array(z.object({ id: z.string(), number: z.string(), label: z.string() })),
    map: z.object({
      tileUrl: z.string().nullable(),
      tileAttribution: z.string(),
      /** A vector basemap in one file, read by range. */
      pmtilesUrl: z.string().nullable(),
      pmtilesAttribution: z.string(),
    }),
    /** Boundaries for the phone; the address changes with them, so that it can be kept for good. */
    pack: z.object({ url: z.string(), bytes: z.number() }),
  })
  .openapi('Territory')
export type TerritoryPage = z.infer<typeof territoryPage>
export type TerritorySummary = z.infer<typeof territorySummary>
export type PublicBody = z.infer<typeof publicBody>
export type PublicCategory = z.infer<typeof publicCategory>
