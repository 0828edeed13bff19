import { z } from '@hono/zod-openapi'
import { siren } from './rides.schemas.ts'

// Figures of rides: counts of five or more, rounded down to a multiple of five (docs/ride-figures.md). Null: fewer than five.

const month = z
  .string()
  .regex(/^20\d\d-(?:0[1-9]|1[0-2])$/)
  .openapi({ example: '2026-11' })

/** Months, both included; the last twelve by default. At most five years. */
export const figuresQuery = z.object({ territory: siren, from: month.optional(), to: month.optional() })

const figure = z.number().nullable()
export const rideFigureRow = z.object({
  /** `2026-11`, a day of the week (1: Monday), an hour (0 to 23), or '' for the whole. */
  key: z.string(),
  /** Departures offered. */
  offered: figure,
  /** Seats asked for: bookings and standing requests. */
  asked: figure,
  /** Of them, agreed. */
  booked: figure,
  /** Driven together. */
  shared: figure,
  /** Passenger-kilometres of those, rounded down to fifty. */
  sharedKm: figure,
  /** Searches that found nobody. */
  unmet: figure,
})
export type RideFigureRow = z.infer<typeof rideFigureRow>

export const rideFigures = z
  .object({
    territory: z.string(),
    from: z.string(),
    to: z.string(),
    /** Below it, a figure is null. */
    least: z.number(),
    total: rideFigureRow,
    months: z.array(rideFigureRow),
    weekdays: z.array(rideFigureRow),
    hours: z.array(rideFigureRow),
  })
  .openapi('RideFigures')
export type RideFigures = z.infer<typeof rideFigures>

export const unmetQuery = figuresQuery.extend({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})
const end = z.object({ id: z.string(), name: z.string(), commune: z.string().nullable() })
/** Where people looked for a ride in vain, the most first: where to put the next aire. */
export const unmetPairs = z
  .object({
    items: z.array(
      z.object({
        from: end,
        to: end,
        count: z.number(),
        /** Hours with five searches or more. */
        hours: z.array(z.object({ hour: z.number(), count: z.number() })),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('UnmetPairs')
export type UnmetPairs = z.infer<typeof unmetPairs>
