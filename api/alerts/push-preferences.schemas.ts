import { z } from '@hono/zod-openapi'
import { pushKinds } from './push-policy.rules.ts'

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .openapi({ description: 'Wall time, Europe/Paris.', example: '22:00' })
const kind = z.enum(pushKinds)

const quiet = z
  .strictObject({ from: time, to: time })
  .refine(({ from, to }) => from !== to, 'never-quiet')
  .nullable()
  .openapi({
    description:
      'Hours in which only danger is told; the rest is told at their end. Null: at any hour. Of two equal times, give null.',
  })
const stopped = z.array(kind).max(pushKinds.length).openapi({ description: 'Kinds that were stopped.' })

export const pushPreferences = z.strictObject({ quiet, stopped }).openapi('PushPreferences')
export type PushPreferences = z.infer<typeof pushPreferences>

export const pushPreferencesView = z
  .object({
    quiet,
    stopped,
    today: z.object({ told: z.int(), limit: z.int() }).openapi({
      description: 'Messages this phone had today, of those that a day limits; the rest is summed up.',
    }),
    account: z.boolean().openapi({ description: 'They are those of an account: all its phones have them.' }),
  })
  .openapi('PushPreferencesView')
export type PushPreferencesView = z.infer<typeof pushPreferencesView>

export const pushStop = z
  .strictObject({ kind, stopped: z.boolean().openapi({ description: 'False takes it back.' }) })
  .openapi('PushStop')
export type PushStop = z.infer<typeof pushStop>
