import { z } from '@hono/zod-openapi'
import { etag } from 'hono/etag'
import { createRouter, defineRoute, jsonAnswer, problemAnswer, type Deps } from '../platform/http.ts'
import { figures, figuresQuery } from './figures.schemas.ts'
import { computeFigures, writeFiguresCsv } from './figures.usecases.ts'

const tags = ['Chiffres']
const action = { 'x-action': 'stats.read' } as const

const read = defineRoute({
  ...action,
  method: 'get',
  path: '/api/desk/figures',
  summary:
    'Number, median days to acknowledge and to resolve, late share, by category, commune, body or month',
  tags,
  request: { query: figuresQuery },
  responses: { 200: jsonAnswer(figures, 'Figures'), default: problemAnswer },
})
const csv = defineRoute({
  ...action,
  method: 'get',
  path: '/api/desk/figures.csv',
  summary: 'The same as CSV (RFC 4180; UTF-8 with byte-order mark; `;`; decimal commas)',
  tags,
  request: { query: figuresQuery },
  responses: {
    200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
    default: problemAnswer,
  },
})

/** Figures of the reports within one's scopes. */
export function createFigureRoutes(deps: Pick<Deps, 'database' | 'clock'>) {
  const router = createRouter()
  router.on('GET', '/api/desk/figures', etag())
  return router
    .openapi(read, async (c) =>
      c.json(await computeFigures({ ...deps, actor: c.get('actor') }, c.req.valid('query')), 200),
    )
    .openapi(csv, async (c) => {
      const text = await writeFiguresCsv({ ...deps, actor: c.get('actor') }, c.req.valid('query'))
      return c.body(text, 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="chiffres.csv"',
      }) as never
    })
}
