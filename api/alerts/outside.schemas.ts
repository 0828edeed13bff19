import { z } from '@hono/zod-openapi'
import { pageQuery } from '../platform/pagination.ts'
import { text } from '../platform/text.ts'
import { uuid } from '../platform/wire.ts'

// Shapes on the wire of what other services say. Instants are epoch milliseconds.

const siren = z.string().regex(/^\d{9}$/)

export const outsideView = z
  .object({
    id: z.string(),
    territory: z.string(),
    /** Who says it: shown with each message, which is never ours. */
    origin: z.string(),
    severity: z.enum(['extreme', 'severe', 'moderate', 'minor', 'unknown']),
    event: z.string(),
    title: z.string(),
    words: z.string(),
    language: z.string(),
    web: z.string().nullable(),
    whole: z.boolean(),
    /** The area in its sender's words. */
    areaWords: z.string().nullable(),
    communes: z.array(z.object({ code: z.string(), name: z.string() })),
    startsAt: z.number(),
    endsAt: z.number(),
    sentAt: z.number(),
  })
  .openapi('OutsideAlert')
export type OutsideView = z.infer<typeof outsideView>
export const outsideList = z
  .object({ items: z.array(outsideView), nextCursor: z.string().nullable() })
  .openapi('OutsideAlertList')
export const outsideQuery = z.object({
  territory: siren,
  commune: z
    .string()
    .regex(/^(?:\d{5}|2[AB]\d{3})$/)
    .optional(),
  ...pageQuery,
})
export type OutsideQuery = z.infer<typeof outsideQuery>

export const newOutsideFeed = z
  .strictObject({ id: uuid, name: text({ min: 1, max: 80 }), url: z.string().trim().min(1).max(2048) })
  .openapi('NewOutsideFeed')
export type NewOutsideFeed = z.infer<typeof newOutsideFeed>
export const outsideFeedView = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    readAt: z.number().nullable(),
    triedAt: z.number().nullable(),
    nextAt: z.number(),
    /** Why the last reading failed, in words; null when it did not. */
    error: z.string().nullable(),
    /** Messages of the last reading that were left out. */
    refused: z.number(),
  })
  .openapi('OutsideFeed')
export type OutsideFeedView = z.infer<typeof outsideFeedView>
export const outsideFeedList = z.object({ items: z.array(outsideFeedView) }).openapi('OutsideFeedList')

export const relayRequest = z.strictObject({ id: uuid }).openapi('RelayOutside')
