import { z } from '@hono/zod-openapi'
import { createRouter, defineRoute, problemAnswer, type Deps } from '../../platform/http.ts'
import { uuid } from '../../platform/wire.ts'
import { oneAireQuery } from '../aires.schemas.ts'
import { printSign } from './sign.usecases.ts'

const sign = defineRoute({
  'x-action': 'aire.read',
  method: 'get',
  path: '/api/aires/{id}/sign.pdf',
  summary: 'The sign to put up at an aire, A4: its name, and a QR code to leave from there',
  tags: ['Covoiturage : aires'],
  request: {
    params: z.object({ id: uuid }),
    query: oneAireQuery.extend({ lang: z.enum(['fr', 'en', 'nl']).default('fr') }),
  },
  responses: {
    200: {
      description: 'A tagged PDF of real text',
      content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    304: { description: 'Unchanged' },
    default: problemAnswer,
  },
})

/** Aires on paper. */
export function createSignRoutes(deps: Pick<Deps, 'database' | 'clock' | 'config' | 'rateLimiter'>) {
  return createRouter().openapi(sign, async (c) => {
    const { lang: language, territory } = c.req.valid('query')
    const { id } = c.req.valid('param')
    const { etag, name, draw } = await printSign(deps, { id, territory, language, caller: c.get('caller') })
    const headers = { ETag: etag, 'Cache-Control': 'public, max-age=300' }
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers) as never
    return c.body(new Uint8Array(await draw()), 200, {
      ...headers,
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${name}"`,
    }) as never
  })
}
