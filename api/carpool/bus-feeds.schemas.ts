import { z } from '@hono/zod-openapi'
import { text } from '../platform/text.ts'
import { decimal, uuid } from '../platform/wire.ts'

// The timetables a territory reads, as its administrators see them. Instants are epoch milliseconds.

export const newBusFeed = z
  .strictObject({
    id: uuid,
    name: text({ max: 80 }),
    url: z.string().min(1).max(2048),
    /** Under which the operator publishes it. */
    licence: text({ max: 80 }).optional(),
  })
  .openapi('NewBusFeed')
export type NewBusFeed = z.infer<typeof newBusFeed>

export const readBusFeed = z
  .strictObject({
    /** Also when the file lost more than half of its stops: someone looked, and it is right. */
    evenIfHalf: z.boolean().default(false),
  })
  .openapi('ReadBusFeed')

const lineTold = z.object({
  file: z.string(),
  line: z.number().nullable(),
  refused: z.boolean(),
  /** In the reader's language. */
  words: z.string(),
  value: z.string().nullable(),
})

export const adminBusFeed = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Null: a file, given by the command. */
    url: z.string().nullable(),
    licence: z.string().nullable(),
    publisher: z.string().nullable(),
    startsOn: z.string().nullable(),
    endsOn: z.string().nullable(),
    over: z.boolean(),
    readAt: z.number().nullable(),
    triedAt: z.number().nullable(),
    nextAt: z.number().nullable(),
    /** Waits to be read, or is being read. */
    reading: z.boolean(),
    /** Why the last reading failed, as a sentence; what was read before stays shown. */
    problem: z.string().nullable(),
    /** Its file lost half of its stops: it may be read all the same. */
    half: z.boolean(),
    counts: z
      .object({ stops: z.number(), routes: z.number(), trips: z.number(), stopTimes: z.number() })
      .nullable(),
    refused: z.number(),
    repaired: z.number(),
    /** The first lines of each fault, at most 300. */
    lines: z.array(lineTold),
    version: z.number(),
  })
  .openapi('AdminBusFeed')
export type AdminBusFeed = z.infer<typeof adminBusFeed>

export const busFeedListQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: decimal(1, 100).pipe(z.number().int()).default(20),
})
export const adminBusFeeds = z.object({
  items: z.array(adminBusFeed),
  nextCursor: z.string().nullable(),
})
