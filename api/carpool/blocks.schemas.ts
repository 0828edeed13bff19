import { z } from '@hono/zod-openapi'

// Shapes on the wire of whom one rides with no more.

export const blockList = z
  .object({
    items: z.array(z.object({ id: z.string(), name: z.string(), at: z.number() })),
    nextCursor: z.string().nullable(),
  })
  .openapi('BlockedTravellers')
export type BlockList = z.infer<typeof blockList>
