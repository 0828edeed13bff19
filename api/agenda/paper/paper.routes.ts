import { z } from '@hono/zod-openapi'
import { createRouter, defineRoute, problemAnswer, type AppContext } from '../../platform/http.ts'
import { bookletQuery, posterQuery } from './paper.schemas.ts'
import { createPrinter, type PaperDeps, type Printed } from './paper.usecases.ts'

const pdfAnswer = {
  description: 'A tagged PDF of real text',
  content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
} as const

const poster = defineRoute({
  'x-action': 'event.read',
  method: 'get',
  path: '/api/agenda/poster.pdf',
  summary: "One page for a commune's notice board: its week or its month",
  tags: ['Agenda'],
  request: { query: posterQuery },
  responses: { 200: pdfAnswer, 304: { description: 'Unchanged' }, default: problemAnswer },
})

const booklet = defineRoute({
  'x-action': 'event.read',
  method: 'get',
  path: '/api/agenda/booklet.pdf',
  summary: "The territory's booklet: A5 pages, a QR code for each event",
  tags: ['Agenda'],
  request: { query: bookletQuery },
  responses: { 200: pdfAnswer, 304: { description: 'Unchanged' }, default: problemAnswer },
})

function answer(c: AppContext, { pdf, etag, name }: Printed): never {
  const headers = { ETag: etag, 'Cache-Control': 'public, max-age=300' }
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers) as never
  return c.body(new Uint8Array(pdf), 200, {
    ...headers,
    'Content-Type': 'application/pdf',
    'Content-Disposition': `inline; filename="${name}"`,
  }) as never
}

/** The agenda on paper. */
export function createPaperRoutes(deps: PaperDeps) {
  const printer = createPrinter(deps)
  return createRouter()
    .openapi(poster, async (c) => answer(c, await printer.poster(c.req.valid('query'), c.get('caller'))))
    .openapi(booklet, async (c) => answer(c, await printer.booklet(c.req.valid('query'), c.get('caller'))))
}
