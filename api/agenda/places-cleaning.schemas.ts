import { z } from '@hono/zod-openapi'
import { pageQuery } from '../platform/pagination.ts'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'
import { accessibilityCode, communeCode, placeShape } from './agenda.schemas.ts'

// Shapes on the wire of the cleaning of places, by moderators.

export const deskPlacesQuery = z.object({
  /** `unseen`: what nobody looked at yet, the oldest first; `all`: by name. */
  which: z.enum(['unseen', 'all']).default('unseen'),
  commune: communeCode.optional(),
  /** Beginning of its name, accents ignored; among all. */
  q: text({ max: 120 }).optional(),
  ...pageQuery,
})
export type DeskPlacesQuery = z.infer<typeof deskPlacesQuery>

export const deskPlace = placeShape
  .extend({
    version: z.number(),
    /** Offered to whoever proposes an event. */
    approved: z.boolean(),
    /** How many events take place there, whatever their state. */
    events: z.number(),
    createdAt: z.number(),
  })
  .openapi('DeskPlace')
export type DeskPlace = z.infer<typeof deskPlace>
export const deskPlaces = z
  .object({ items: z.array(deskPlace), nextCursor: z.string().nullable() })
  .openapi('DeskPlaces')
export type DeskPlaces = z.infer<typeof deskPlaces>

export const placePage = z
  .object({
    place: deskPlace,
    territory: z.string(),
    /** Others of the commune that may be the same, the likest first. */
    alike: z.array(deskPlace),
    /** Some of what takes place there, the newest first. */
    events: z.array(z.object({ id: z.string(), title: z.string(), start: z.string() })),
  })
  .openapi('PlacePage')
export type PlacePage = z.infer<typeof placePage>

export const placeChange = z
  .strictObject({
    name: text({ min: 1, max: 120 }).optional(),
    address: text({ max: 200 })
      .nullish()
      .transform((value) => (value === undefined ? undefined : value || null)),
    position: z
      .strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
      .optional(),
    accessibility: z.array(accessibilityCode).max(5).optional(),
    approved: z.boolean().optional(),
  })
  .openapi('PlaceChange')
export type PlaceChange = z.infer<typeof placeChange>

export const placeMerge = z
  .strictObject({
    /** The place that stays. */
    intoId: uuid,
  })
  .openapi('PlaceMerge')
