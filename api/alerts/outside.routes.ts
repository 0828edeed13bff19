import { z } from '@hono/zod-openapi'
import { openAnswer } from '../platform/conditional.ts'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versioned,
  writeHeaders,
  writeKeyOf,
  type AppContext,
  type Deps,
} from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import { deskAlert } from './alert.schemas.ts'
import {
  newOutsideFeed,
  outsideFeedList,
  outsideFeedView,
  outsideList,
  outsideQuery,
  relayRequest,
} from './outside.schemas.ts'
import {
  addOutsideFeed,
  listOutsideAlerts,
  listOutsideFeeds,
  relayOutside,
  removeOutsideFeed,
} from './outside.usecases.ts'

const tags = ['Alertes']
const admin = { 'x-action': 'territory.administer', tags } as const
const ofSiren = z.object({ siren: z.string().regex(/^\d{9}$/) })

const list = defineRoute({
  'x-action': 'alert.read',
  tags,
  method: 'get',
  path: '/api/outside-alerts',
  summary: 'What other services say (weather vigilance, prefecture), with its origin',
  request: { query: outsideQuery },
  responses: { 200: jsonAnswer(outsideList, 'A page'), default: problemAnswer },
})
const relay = defineRoute({
  'x-action': 'alert.write',
  tags,
  method: 'post',
  path: '/api/desk/outside-alerts/{id}/relay',
  summary: 'Make a draft of one’s own of it, the origin named in it: nothing leaves',
  request: { params: z.object({ id: uuid }), headers: writeHeaders, body: jsonBody(relayRequest) },
  responses: { 201: jsonAnswer(deskAlert, 'The draft'), default: problemAnswer },
})
const feeds = defineRoute({
  ...admin,
  method: 'get',
  path: '/api/territories/{siren}/outside-feeds',
  summary: 'The addresses of CAP or Atom that a territory reads, and how the last reading went',
  request: { params: ofSiren },
  responses: { 200: jsonAnswer(outsideFeedList, 'Ten at most'), default: problemAnswer },
})
const add = defineRoute({
  ...admin,
  method: 'post',
  path: '/api/territories/{siren}/outside-feeds',
  summary: 'Read an address from now on, every five minutes',
  request: { params: ofSiren, headers: writeHeaders, body: jsonBody(newOutsideFeed) },
  responses: { 201: jsonAnswer(outsideFeedView, 'The feed'), default: problemAnswer },
})
const remove = defineRoute({
  ...admin,
  method: 'delete',
  path: '/api/territories/{siren}/outside-feeds/{id}',
  summary: 'Read it no more: what it said is shown no longer',
  request: { params: ofSiren.extend({ id: uuid }) },
  responses: { 204: { description: 'Removed' }, default: problemAnswer },
})

const json = { 'Content-Type': 'application/json; charset=UTF-8' }

/** What other services say, taken in by address. */
export function createOutsideRoutes(deps: Deps) {
  const who = (c: AppContext, siren: string) => {
    c.header('Cache-Control', 'private, no-store')
    return { actor: c.get('actor'), language: c.get('language'), siren }
  }
  return createRouter()
    .openapi(
      list,
      async (c) =>
        openAnswer(c, JSON.stringify(await listOutsideAlerts(deps, c.req.valid('query'))), json) as never,
    )
    .openapi(relay, async (c) => {
      const { id } = c.req.valid('param')
      const asked = c.req.valid('json')
      const write = writeKeyOf(c, { id, asked })
      const { body } = await relayOutside(deps, { actor: c.get('actor'), id, alertId: asked.id, write })
      return c.json(versioned(c, body), 201)
    })
    .openapi(feeds, async (c) =>
      c.json(await listOutsideFeeds(deps, who(c, c.req.valid('param').siren)), 200),
    )
    .openapi(add, async (c) => {
      const feed = c.req.valid('json')
      const asked = { ...who(c, c.req.valid('param').siren), feed, write: writeKeyOf(c, feed) }
      return c.json((await addOutsideFeed(deps, asked)).body, 201)
    })
    .openapi(remove, async (c) => {
      const { siren, id } = c.req.valid('param')
      await removeOutsideFeed(deps, { ...who(c, siren), id })
      return c.body(null, 204)
    })
}
