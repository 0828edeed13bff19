import { z } from '@hono/zod-openapi'
import { mostAsked } from './platform/kept-answers.rules.ts'

export const writesAsked = z
  .object({
    writes: z
      .array(
        z.object({
          // Those that phones make, which nobody guesses. A shorter one could be another client's, and counted through.
          key: z
            .string()
            .min(32)
            .max(128)
            .openapi({ description: 'The Idempotency-Key of a write accepted before.' }),
          acceptedAt: z.int().min(0).openapi({
            description: 'When it was answered, by the `Date` of that answer, epoch milliseconds.',
          }),
        }),
      )
      .min(1)
      .max(mostAsked),
  })
  .openapi('WritesAsked')
export const writesUnknown = z
  .object({
    unknown: z.array(z.string()).openapi({
      description:
        'Keys the service should know and does not. Older than six days, a key is never among them.',
    }),
  })
  .openapi('WritesUnknown')
export type WritesUnknown = z.infer<typeof writesUnknown>
