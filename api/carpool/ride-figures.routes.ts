import { z } from '@hono/zod-openapi'
import { createRouter, defineRoute, jsonAnswer, problemAnswer, type Deps } from '../platform/http.ts'
import { figuresQuery, rideFigures, unmetPairs, unmetQuery } from './ride-figures.schemas.ts'
import { readRideFigures, readUnmetPairs, writeRideFiguresCsv } from './ride-figures.usecases.ts'

// Open data: nothing that staff read of rides' figures is kept from anyone, since none of it speaks of anybody.
const tags = ['Covoiturage : chiffres']
const open = { 'x-action': 'ride.figures', method: 'get', tags } as const
const kept = { 'Cache-Control': 'public, max-age=60' }

const figures = defineRoute({
  ...open,
  path: '/api/ride-figures',
  summary:
    'Rides offered, asked for, agreed, shared, and searches in vain, by month, day of the week and hour',
  request: { query: figuresQuery },
  responses: { 200: jsonAnswer(rideFigures, 'Counts of five or more'), default: problemAnswer },
})
const csv = defineRoute({
  ...open,
  path: '/api/ride-figures.csv',
  summary: 'The same by month, for a spreadsheet',
  request: { query: figuresQuery },
  responses: {
    200: { description: 'A line a month', content: { 'text/csv': { schema: z.string() } } },
    default: problemAnswer,
  },
})
const unmet = defineRoute({
  ...open,
  path: '/api/ride-figures/unmet',
  summary: 'Pairs of places between which people looked for a ride in vain, the most first',
  request: { query: unmetQuery },
  responses: { 200: jsonAnswer(unmetPairs, 'A page'), default: problemAnswer },
})

/** Figures of rides, the same for staff and for anyone. */
export function createRideFigureRoutes(deps: Pick<Deps, 'database' | 'clock'>) {
  return createRouter()
    .openapi(figures, async (c) => c.json(await readRideFigures(deps, c.req.valid('query')), 200, kept))
    .openapi(unmet, async (c) => c.json(await readUnmetPairs(deps, c.req.valid('query')), 200, kept))
    .openapi(csv, async (c) =>
      c.body(await writeRideFiguresCsv(deps, c.req.valid('query')), 200, {
        ...kept,
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="covoiturage-chiffres.csv"',
      }),
    )
}
