import { z } from '@hono/zod-openapi'
import { createRouter, defineRoute, jsonAnswer, problemAnswer } from '../platform/http.ts'
import { pageQuery } from '../platform/pagination.ts'
import { uuid } from '../platform/wire.ts'
import { blockList } from './blocks.schemas.ts'
import { blockOther, listBlocked, unblock } from './blocks.usecases.ts'
import type { ActDeps } from './bookings-open.usecases.ts'
import { ofTerritory } from './travellers.schemas.ts'

const tags = ['Covoiturage : confiance']
const noStore = { 'Cache-Control': 'no-store' }
const params = z.object({ id: uuid })
const done = { 204: { description: 'Done' }, default: problemAnswer }

const block = defineRoute({
  'x-action': 'ride.book',
  method: 'put',
  path: '/api/bookings/{id}/block',
  summary: 'Ride no more with the other of a booking',
  tags,
  request: { params },
  responses: done,
})
const list = defineRoute({
  'x-action': 'traveller.self',
  method: 'get',
  path: '/api/travellers/me/blocks',
  summary: 'Whom one rides with no more',
  tags,
  request: { query: ofTerritory.extend(pageQuery) },
  responses: { 200: jsonAnswer(blockList, 'A page'), default: problemAnswer },
})
const undo = defineRoute({
  'x-action': 'traveller.self',
  method: 'delete',
  path: '/api/travellers/me/blocks/{id}',
  summary: 'Rides with that person are possible again',
  tags,
  request: { params },
  responses: done,
})

/** Who rides with whom no more. */
export function createBlockRoutes(deps: ActDeps) {
  return createRouter()
    .openapi(block, async (c) => {
      await blockOther(deps, { actor: c.get('actor'), id: c.req.valid('param').id })
      return c.body(null, 204)
    })
    .openapi(list, async (c) => {
      const { territory, cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territorySiren: territory, cursor, limit }
      return c.json(await listBlocked(deps, asked), 200, noStore)
    })
    .openapi(undo, async (c) => {
      await unblock(deps, { actor: c.get('actor'), id: c.req.valid('param').id })
      return c.body(null, 204)
    })
}
