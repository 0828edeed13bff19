import { z } from '@hono/zod-openapi'
import { compress } from 'hono/compress'
import type { RideIndexes } from '../carpool/ride-index.ts'
import { openAnswer } from '../platform/conditional.ts'
import {
  type AppContext,
  createRouter,
  defineRoute,
  type Deps,
  jsonAnswer,
  problemAnswer,
} from '../platform/http.ts'
import { type Directory, searchCommunes } from '../territory/territory.usecases.ts'
import { communeAddress, communeList, communePage, communeQuery, communeSearch } from './communes.schemas.ts'
import { readCommunePage } from './communes.usecases.ts'
import { communePack, packQuery } from './pack.schemas.ts'
import { createPackReader } from './pack.usecases.ts'
import { printAlertPoster, type PrintedPoster, printReportPoster } from './paper/poster.usecases.ts'

const tags = ['communes']
const shared = { 'x-action': 'territory.read', method: 'get', tags } as const
const json = { 'Content-Type': 'application/json; charset=UTF-8' }

const list = defineRoute({
  ...shared,
  path: '/api/communes',
  summary: 'Communes that answer a name or a postal code',
  request: { query: communeSearch },
  responses: { 200: jsonAnswer(communeList, 'A page, by name'), default: problemAnswer },
})
const one = defineRoute({
  ...shared,
  path: '/api/communes/{address}',
  summary: 'All that concerns a commune now: alerts, agenda, reports, town hall, aires',
  request: { params: communeAddress, query: communeQuery },
  responses: { 200: jsonAnswer(communePage, 'The commune'), default: problemAnswer },
})

const poster = defineRoute({
  ...shared,
  path: '/api/communes/{address}/poster.pdf',
  summary: 'For the notice board, A4: a QR code that opens the commune’s page, to follow its alerts',
  request: { params: communeAddress, query: z.object({ lang: z.enum(['fr', 'en', 'nl']).default('fr') }) },
  responses: {
    200: {
      description: 'A tagged PDF of real text',
      content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    304: { description: 'Unchanged' },
    default: problemAnswer,
  },
})

const pack = defineRoute({
  ...shared,
  path: '/api/communes/{address}/pack',
  summary: 'What a phone keeps of a commune for where there is no network: parts, each with its version',
  request: { params: communeAddress, query: packQuery },
  responses: {
    200: jsonAnswer(communePack, 'The parts; without the data of those named in `have`'),
    304: { description: 'Unchanged' },
    default: problemAnswer,
  },
})

const reportPoster = defineRoute({
  ...shared,
  path: '/api/communes/{address}/categories/{category}/poster.pdf',
  summary: 'To put up where it happens, A4: a QR code that begins a report of that kind in that commune',
  request: {
    params: communeAddress.extend({ category: z.string().min(1).max(60) }),
    query: z.object({ lang: z.enum(['fr', 'en', 'nl']).default('fr') }),
  },
  responses: poster.responses,
})

/** Answers a poster, drawn only for who has not kept it. */
async function answerPoster(c: AppContext, { etag, name, draw }: PrintedPoster) {
  const headers = { ETag: etag, 'Cache-Control': 'public, max-age=300' }
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers) as never
  return c.body(new Uint8Array(await draw()), 200, {
    ...headers,
    'Content-Type': 'application/pdf',
    'Content-Disposition': `inline; filename="${name}"`,
  }) as never
}

/** What anyone reads of a commune. */
export function createCommuneRoutes(deps: Deps & { indexes: RideIndexes; directory: Directory }) {
  const router = createRouter()
  router.use('/api/communes/:address/pack', compress())
  const readCommunePack = createPackReader(deps)
  return router
    .openapi(pack, async (c) => {
      const { address } = c.req.valid('param')
      const { lang, have = '' } = c.req.valid('query')
      const answer = await readCommunePack({ address, lang, have })
      return openAnswer(c, answer.json, json, `${lang} ${answer.versions}`) as never
    })
    .openapi(poster, async (c) => {
      const { address } = c.req.valid('param')
      const { lang: language } = c.req.valid('query')
      const asked = { address, language, caller: c.get('caller') }
      return answerPoster(c, await printAlertPoster(deps, asked))
    })
    .openapi(reportPoster, async (c) => {
      const { address, category } = c.req.valid('param')
      const { lang: language } = c.req.valid('query')
      const asked = { address, category, language, caller: c.get('caller') }
      return answerPoster(c, await printReportPoster(deps, asked))
    })
    .openapi(
      list,
      async (c) =>
        openAnswer(c, JSON.stringify(await searchCommunes(deps, c.req.valid('query'))), json) as never,
    )
    .openapi(one, async (c) => {
      const { address } = c.req.valid('param')
      const { lang } = c.req.valid('query')
      return openAnswer(c, JSON.stringify(await readCommunePage(deps, { address, lang })), json) as never
    })
}
