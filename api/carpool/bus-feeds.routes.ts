import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  writeHeaders,
  writeKeyOf,
  type AppContext,
  type Deps,
} from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import {
  adminBusFeed,
  adminBusFeeds,
  busFeedListQuery,
  newBusFeed,
  readBusFeed,
} from './bus-feeds.schemas.ts'
import { addBusFeed, listBusFeeds, readBusFeedAgain, removeBusFeed } from './bus-feeds.usecases.ts'

const tags = ['Covoiturage : bus']
const shared = { 'x-action': 'territory.administer', tags } as const
const ofSiren = z.object({ siren: z.string().regex(/^\d{9}$/) })
const ofId = ofSiren.extend({ id: uuid })

const list = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/territories/{siren}/bus-feeds',
  summary: 'The timetables (GTFS) a territory reads, and how the last reading went',
  request: { params: ofSiren, query: busFeedListQuery },
  responses: { 200: jsonAnswer(adminBusFeeds, 'Feeds, the first added first'), default: problemAnswer },
})
const add = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/territories/{siren}/bus-feeds',
  summary: 'Follow the address of a feed: it is read within a minute, then every day',
  request: { params: ofSiren, headers: writeHeaders, body: jsonBody(newBusFeed) },
  responses: { 201: jsonAnswer(adminBusFeed, 'The feed'), default: problemAnswer },
})
const again = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/territories/{siren}/bus-feeds/{id}/read',
  summary: 'Have a feed read again within a minute',
  request: { params: ofId, body: jsonBody(readBusFeed) },
  responses: { 200: jsonAnswer(adminBusFeed, 'The feed, waiting to be read'), default: problemAnswer },
})
const remove = defineRoute({
  ...shared,
  method: 'delete',
  path: '/api/territories/{siren}/bus-feeds/{id}',
  summary: 'Follow a feed no more: its buses are told no longer',
  request: { params: ofId },
  responses: { 204: { description: 'Removed' }, default: problemAnswer },
})

/** What a territory's administrators say of its buses. */
export function createBusFeedRoutes(deps: Pick<Deps, 'database' | 'clock' | 'ids' | 'config'>) {
  const who = (c: AppContext, siren: string) => {
    c.header('Cache-Control', 'private, no-store')
    return { actor: c.get('actor'), language: c.get('language'), siren }
  }
  return createRouter()
    .openapi(list, async (c) => {
      const { cursor, limit } = c.req.valid('query')
      const asked = { ...who(c, c.req.valid('param').siren), cursor, limit }
      return c.json(await listBusFeeds(deps, asked), 200)
    })
    .openapi(add, async (c) => {
      const feed = c.req.valid('json')
      const asked = { ...who(c, c.req.valid('param').siren), feed, write: writeKeyOf(c, feed) }
      return c.json((await addBusFeed(deps, asked)).body, 201)
    })
    .openapi(again, async (c) => {
      const { siren, id } = c.req.valid('param')
      const { evenIfHalf } = c.req.valid('json')
      return c.json(await readBusFeedAgain(deps, { ...who(c, siren), id, evenIfHalf }), 200)
    })
    .openapi(remove, async (c) => {
      const { siren, id } = c.req.valid('param')
      await removeBusFeed(deps, { ...who(c, siren), id })
      return c.body(null, 204)
    })
}
