import { z } from '@hono/zod-openapi'
import { status, words } from './incidents.schemas.ts'

export const offeredSentence = z
  .object({
    id: z.string(),
    territorySiren: z.string(),
    /** Null: offered to every body of the territory. */
    bodyId: z.string().nullable(),
    status,
    words: z.string(),
    position: z.number(),
  })
  .openapi('OfferedSentence')
export const sentenceList = z.object({ items: z.array(offeredSentence) })

export const savedViewShape = z
  .object({ id: z.string(), name: z.string(), query: z.string(), position: z.number() })
  .openapi('SavedView')
export const viewList = z.object({ items: z.array(savedViewShape) })
export const viewRequest = z
  .strictObject({
    name: words(60).min(1),
    /** The query string of the inbox, as in its address. */
    query: z
      .string()
      .max(1000)
      .regex(/^[\w=&%.,+~*:-]*$/),
    position: z.number().int().min(0).max(10_000).default(0),
  })
  .openapi('SavedViewEdit')

export type OfferedSentence = z.infer<typeof offeredSentence>
export type SavedView = z.infer<typeof savedViewShape>
export type ViewRequest = z.infer<typeof viewRequest>
