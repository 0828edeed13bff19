import { z } from '@hono/zod-openapi'
import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import {
  type AppContext,
  createRouter,
  defineRoute,
  type Deps,
  jsonAnswer,
  problemAnswer,
} from '../platform/http.ts'
import { pageQuery } from '../platform/pagination.ts'
import { createTerritoryAdminRoutes } from './territory-admin.routes.ts'
import {
  createCategoryRoutes,
  createResponsibilityRoutes,
  createSentenceRoutes,
} from './territory-decisions.routes.ts'
import type { Download, Geography } from './territory-geography.ts'
import { located, locateQuery, siren, territoryList, territoryPage } from './territory.schemas.ts'
import { type Directory, readTerritory } from './territory.usecases.ts'
import { createTownHallRoutes } from './town-hall.routes.ts'
import { viewTerritories, viewTerritory } from './territory.views.ts'

const tags = ['territory']
const action = 'territory.read'

/** Kept by browsers, asked again each time: what an administrator changes is seen at once. */
const revalidate = 'public, no-cache'
/** The address carries the content's own hash: it will never name anything else. */
const forGood = 'public, max-age=31536000, immutable'

function send(c: AppContext, { etag, identity, gzip, br }: Download, type: string, caching: string) {
  const accepts = c.req.header('accept-encoding') ?? ''
  const encoding = /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : null
  const tag = `"${etag}${encoding ? `-${encoding}` : ''}"`
  c.header('ETag', tag)
  c.header('Cache-Control', caching)
  c.header('Vary', 'Accept-Encoding')
  if (
    c.req
      .header('if-none-match')
      ?.split(/\s*,\s*/)
      .includes(tag)
  )
    return c.body(null, 304)
  c.header('Content-Type', type)
  if (encoding) c.header('Content-Encoding', encoding)
  return c.body(encoding === 'br' ? br : encoding === 'gzip' ? gzip : identity, 200)
}

/** Everything of the domain over HTTP. */
export function createTerritoryRoutes(deps: Deps & { directory: Directory; geography: Geography }) {
  const router = createRouter()
  router.use('/api/territories/*', async (c, next) => {
    await next()
    // Other processes notice within two seconds; this one, which served the edit, at once.
    if (c.req.method !== 'GET' && c.res.ok) deps.directory.invalidate()
  })
  return router
    .route('/', createReadingRoutes(deps))
    .route('/', createTerritoryAdminRoutes(deps))
    .route('/', createCategoryRoutes(deps))
    .route('/', createResponsibilityRoutes(deps))
    .route('/', createSentenceRoutes(deps))
    .route('/', createTownHallRoutes(deps))
}

/** Where a point is, and what everyone may know of the territories open here. */
function createReadingRoutes(deps: Deps & { directory: Directory; geography: Geography }) {
  const { config, database, directory, geography } = deps
  const router = createRouter()
  router.use('/api/territories', etag())
  router.use('/api/territories/:siren', compress(), etag())

  return router
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/locate',
        'x-action': 'directory.read',
        summary: 'The commune and territory of a point, and the communes within its accuracy',
        tags,
        request: { query: locateQuery },
        responses: { 200: jsonAnswer(located, 'Where the point is'), default: problemAnswer },
      }),
      async (c) => {
        const { lat, lon, accuracy } = c.req.valid('query')
        const { candidates, ...found } = await directory.locate({ lat, lon, accuracy: accuracy ?? 0 })
        c.header('Cache-Control', revalidate)
        return c.json({ ...found, candidates: candidates.map(({ code, name }) => ({ code, name })) }, 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/territories',
        'x-action': 'directory.read',
        summary: 'Territories open here',
        tags,
        request: { query: z.object(pageQuery) },
        responses: { 200: jsonAnswer(territoryList, 'Territories, by SIREN'), default: problemAnswer },
      }),
      async (c) => {
        const page = await viewTerritories({ database, geography, ...c.req.valid('query') })
        c.header('Cache-Control', revalidate)
        return c.json(page, 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/territories/{siren}',
        'x-action': action,
        summary: 'A territory: communes, bodies, categories, emergency numbers, map',
        tags,
        request: { params: z.object({ siren }) },
        responses: { 200: jsonAnswer(territoryPage, 'The territory'), default: problemAnswer },
      }),
      async (c) => {
        const language = c.get('language')
        const page = await viewTerritory({
          database,
          directory,
          geography,
          config,
          language,
          ...c.req.valid('param'),
        })
        c.header('Cache-Control', revalidate)
        c.header('Vary', 'Accept-Language')
        return c.json(page, 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/territories/{siren}/pack',
        'x-action': action,
        summary: 'Boundaries in Bocage’s own compact form, for phones',
        tags,
        request: { params: z.object({ siren }), query: z.object({ v: z.string().max(40).optional() }) },
        responses: {
          200: {
            description: 'See api/territory/pack.rules.ts',
            content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
          },
          304: { description: 'Unchanged' },
          default: problemAnswer,
        },
      }),
      async (c) => {
        const { siren } = c.req.valid('param')
        await readTerritory({ database, siren })
        const { pack } = await geography.of(siren)
        const caching = c.req.valid('query').v === pack.etag ? forGood : revalidate
        return send(c, pack, 'application/octet-stream', caching)
      },
    )
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/territories/{siren}/contours.geojson',
        'x-action': action,
        summary: 'Boundaries of the communes as GeoJSON (RFC 7946)',
        tags,
        request: { params: z.object({ siren }) },
        responses: {
          200: {
            description: 'FeatureCollection',
            content: { 'application/geo+json': { schema: z.object({}).loose() } },
          },
          304: { description: 'Unchanged' },
          default: problemAnswer,
        },
      }),
      async (c) => {
        const { siren } = c.req.valid('param')
        await readTerritory({ database, siren })
        return send(c, (await geography.of(siren)).contours, 'application/geo+json', revalidate)
      },
    )
}
