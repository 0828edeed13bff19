import { z } from '@hono/zod-openapi'
import { day, uuid } from '../platform/wire.ts'

export const figureGroups = ['category', 'commune', 'month', 'body'] as const

const row = z.object({
  /** Category id, INSEE code, `2026-11` or body id; '' for the whole. */
  key: z.string(),
  label: z.string(),
  count: z.number(),
  open: z.number(),
  resolved: z.number(),
  declined: z.number(),
  /** Calendar days with one decimal, from the report; null without any. */
  medianDaysToAcknowledge: z.number().nullable(),
  medianDaysToResolve: z.number().nullable(),
  late: z.number(),
  /** 0 to 1: resolved or declined after the day promised, or still open beyond it. */
  lateShare: z.number().nullable(),
})

/** `from` and `to` are days of the report, in Paris; the year up to today when left out. */
export const figuresQuery = z.object({
  by: z.enum(figureGroups).default('category'),
  territory: z
    .string()
    .regex(/^\d{9}$/)
    .optional(),
  body: uuid.optional(),
  commune: z
    .string()
    .regex(/^(?:\d{5}|2[AB]\d{3})$/)
    .optional(),
  category: uuid.optional(),
  from: day.optional(),
  to: day.optional(),
})

export const figures = z
  .object({
    by: z.enum(figureGroups),
    /** Days of the report, both included. */
    from: z.string(),
    to: z.string(),
    total: row,
    rows: z.array(row),
  })
  .openapi('Figures')

export type FigureRow = z.infer<typeof row>
export type Figures = z.infer<typeof figures>
export type FiguresQuery = z.infer<typeof figuresQuery>
