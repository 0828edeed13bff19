import { z } from '@hono/zod-openapi'
import { day } from '../../platform/wire.ts'
import { communeCode, siren } from '../agenda.schemas.ts'

const period = z.enum(['week', 'month']).default('week').openapi({
  description: 'The week (Monday to Sunday) or the month that holds the day `from`.',
})
const lang = z.enum(['fr', 'en', 'nl']).default('fr')

export const posterQuery = z.object({
  commune: communeCode,
  /** A day of the week or month wanted. Default: today. */
  from: day.optional(),
  period,
  size: z.enum(['A4', 'A3']).default('A4'),
  lang,
})
export type PosterQuery = z.infer<typeof posterQuery>

export const bookletQuery = z.object({
  territory: siren,
  from: day.optional(),
  period: period.default('month'),
  lang,
})
export type BookletQuery = z.infer<typeof bookletQuery>
