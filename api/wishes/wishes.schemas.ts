import { z } from '@hono/zod-openapi'
import { pageQuery } from '../platform/pagination.ts'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'
import { radii } from './wishes.rules.ts'

// Shapes on the wire of what people wish to be told of. Instants are epoch milliseconds.

const siren = z.string().regex(/^\d{9}$/)
const communeCode = z.string().regex(/^(?:\d{5}|2[AB]\d{3})$/)

/** A search of the agenda that goes on. */
export const searchRequest = {
  /** Filters of the agenda as in its address, days and rides left out. */
  query: z.record(z.string().max(20), z.string().max(300)),
  /** Any of these communes; none: those of the filters. */
  communes: z.array(communeCode).max(20).default([]),
}

/** What one is told of: `incidents` opened or closed in an area, new `events`, new `rides`, the weekly `digest`. */
const wanted = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('incidents'),
    commune: communeCode.optional(),
    /** With `radius` in metres, in place of a commune. Kept rounded to about 500 metres. */
    lat: z.number().min(-90).max(90).optional(),
    lon: z.number().min(-180).max(180).optional(),
    radius: z
      .number()
      .refine((metres) => radii.some((one) => one === metres))
      .optional(),
  }),
  z.strictObject({ kind: z.literal('events'), ...searchRequest }),
  z.strictObject({ kind: z.literal('rides'), from: uuid, to: uuid }),
  z.strictObject({
    kind: z.literal('digest'),
    commune: communeCode,
    /** 1 is Monday. */
    weekday: z.number().int().min(1).max(7),
    hour: z.number().int().min(0).max(23),
  }),
])
export type WantedRequest = z.infer<typeof wanted>

export const newWish = z
  .strictObject({
    id: uuid,
    territory: siren,
    locale: z.enum(['fr', 'en', 'nl']),
    /** What it is for, as the person reads it in their list and in each message. */
    name: text({ min: 1, max: 160 }),
    /** Page of ours that shows what it is about. */
    path: z
      .string()
      .max(600)
      .regex(/^\/(?![/\\])[\w\-./?=&%,+~]*$/),
    wanted,
  })
  .openapi('NewWish')
export type NewWish = z.infer<typeof newWish>

export const wishView = z
  .object({
    id: z.string(),
    territory: z.string(),
    kind: z.enum(['incidents', 'events', 'rides', 'digest']),
    name: z.string(),
    /** How one is told: on this phone, on another of one's own, by mail. */
    by: z.enum(['this-phone', 'another-phone', 'mail']),
    /** Page that shows what it is about. */
    path: z.string(),
    createdAt: z.number(),
    /** Of a digest. */
    weekday: z.number().nullable(),
    hour: z.number().nullable(),
  })
  .openapi('Wish')
export type WishView = z.infer<typeof wishView>
export const wishList = z
  .object({ items: z.array(wishView), nextCursor: z.string().nullable() })
  .openapi('WishList')
export type WishList = z.infer<typeof wishList>
export const wishQuery = z.object(pageQuery)
