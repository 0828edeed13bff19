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
} from '../../platform/http.ts'
import { pageQuery } from '../../platform/pagination.ts'
import { uuid } from '../../platform/wire.ts'
import type { createElsewhereSearch } from './elsewhere-search.usecases.ts'
import {
  elsewhereAnswer,
  elsewhereBooking,
  elsewhereList,
  elsewhereListQuery,
  elsewhereMessage,
  elsewhereQuery,
  newElsewhereBooking,
} from './elsewhere.schemas.ts'
import {
  bookElsewhere,
  cancelElsewhere,
  completeElsewhere,
  listElsewhere,
  writeElsewhere,
  type ElsewhereDeps,
} from './elsewhere.usecases.ts'

const tags = ['Covoiturage : autres opérateurs']
const own = { 'x-action': 'ride.book', tags } as const
const params = z.object({ id: uuid })
const noStore = { 'Cache-Control': 'no-store' }
const one = { 200: jsonAnswer(elsewhereBooking, 'The booking'), default: problemAnswer }

const search = defineRoute({
  'x-action': 'ride.search',
  tags,
  method: 'get',
  path: '/api/rides/elsewhere',
  summary: 'Rides that other operators offer for the same search, those that answer in time',
  request: { query: elsewhereQuery },
  responses: { 200: jsonAnswer(elsewhereAnswer, 'The nearest in time first'), default: problemAnswer },
})
const book = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings-elsewhere',
  summary: 'Ask another operator for a seat in a ride of that search',
  request: { headers: writeHeaders, body: jsonBody(newElsewhereBooking) },
  responses: { 201: jsonAnswer(elsewhereBooking, 'On its way to the operator'), default: problemAnswer },
})
const mine = defineRoute({
  ...own,
  method: 'get',
  path: '/api/bookings-elsewhere/mine',
  summary: 'One’s seats with other operators, and what was written about them',
  request: { query: elsewhereListQuery.extend(pageQuery) },
  responses: { 200: jsonAnswer(elsewhereList, 'A page'), default: problemAnswer },
})
const cancel = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings-elsewhere/{id}/cancel',
  summary: 'Take it back',
  request: { params, headers: writeHeaders },
  responses: one,
})
const complete = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings-elsewhere/{id}/complete',
  summary: 'It took place',
  request: { params, headers: writeHeaders },
  responses: one,
})
const write = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings-elsewhere/{id}/messages',
  summary: 'Write to the driver',
  request: { params, headers: writeHeaders, body: jsonBody(elsewhereMessage) },
  responses: one,
})

/** Rides of other operators, for our people. */
export function createElsewhereRoutes(
  deps: ElsewhereDeps & { searchElsewhere: ReturnType<typeof createElsewhereSearch> },
) {
  const asked = <T>(c: AppContext, id: string, request: T) => ({
    actor: c.get('actor'),
    id,
    request,
    write: writeKeyOf(c, request),
  })
  return createRouter()
    .openapi(search, async (c) =>
      c.json(await deps.searchElsewhere({ query: c.req.valid('query') }), 200, noStore),
    )
    .openapi(book, async (c) => {
      const request = c.req.valid('json')
      const write = writeKeyOf(c, request)
      const answer = await bookElsewhere(deps, {
        actor: c.get('actor'),
        caller: c.get('caller'),
        request,
        write,
      })
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(mine, async (c) => {
      const { territory, ...list } = c.req.valid('query')
      const page = { ...list, cursor: list.cursor, territorySiren: territory, actor: c.get('actor') }
      return c.json(await listElsewhere(deps, page), 200, noStore)
    })
    .openapi(cancel, async (c) => {
      const answer = await cancelElsewhere(deps, asked(c, c.req.valid('param').id, {}))
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(complete, async (c) => {
      const answer = await completeElsewhere(deps, asked(c, c.req.valid('param').id, {}))
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(write, async (c) => {
      const answer = await writeElsewhere(deps, asked(c, c.req.valid('param').id, c.req.valid('json')))
      return c.json(answer.body, answer.status as 200)
    })
}
