import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import { pageQuery } from '../platform/pagination.ts'
import { uuid } from '../platform/wire.ts'
import { askGuardian as askShape, guardedRides, guardianAnswer, guardianView } from './guardians.schemas.ts'
import {
  answerGuarded,
  askGuardian,
  cancelGuarded,
  listGuarded,
  readGuarded,
  type GuardianDeps,
} from './guardians.usecases.ts'
import { linkHeaders, noStore } from './bookings-routes.ts'

const tags = ['Covoiturage : moins de 18 ans']
const byLink = { 'x-action': 'ride.use-link', tags } as const
const linkWrite = writeHeaders.extend(linkHeaders.shape)
const nothing = { 200: jsonAnswer(z.object({}), 'Done'), default: problemAnswer }

const ask = defineRoute({
  'x-action': 'traveller.self',
  method: 'post',
  path: '/api/travellers/me/guardian',
  summary: 'Ask a parent’s agreement, by mail',
  tags,
  request: { headers: writeHeaders, body: jsonBody(askShape) },
  responses: { 202: jsonAnswer(z.object({}), 'They are asked'), default: problemAnswer },
})
const read = defineRoute({
  ...byLink,
  method: 'get',
  path: '/api/guardian',
  summary: 'What a parent is asked, or agreed to',
  request: { headers: linkHeaders },
  responses: { 200: jsonAnswer(guardianView, 'The agreement'), default: problemAnswer },
})
const answer = defineRoute({
  ...byLink,
  method: 'post',
  path: '/api/guardian',
  summary: 'A parent agrees, refuses or ends it; never by opening the link',
  request: { headers: linkWrite, body: jsonBody(guardianAnswer) },
  responses: nothing,
})
const rides = defineRoute({
  ...byLink,
  method: 'get',
  path: '/api/guardian/rides',
  summary: 'The child’s rides to come',
  request: { headers: linkHeaders, query: z.object(pageQuery) },
  responses: { 200: jsonAnswer(guardedRides, 'The soonest first'), default: problemAnswer },
})
const cancel = defineRoute({
  ...byLink,
  method: 'post',
  path: '/api/guardian/rides/{id}/cancel',
  summary: 'A parent takes one back',
  request: { headers: linkWrite, params: z.object({ id: uuid }) },
  responses: nothing,
})

/** A parent's agreement to the rides of who is not of age. */
export function createGuardianRoutes(deps: GuardianDeps) {
  return createRouter()
    .openapi(ask, async (c) => {
      const request = c.req.valid('json')
      const done = await askGuardian(deps, { actor: c.get('actor'), request, write: writeKeyOf(c, request) })
      return c.json(done.body, done.status as 202)
    })
    .openapi(read, async (c) =>
      c.json(await readGuarded(deps, c.req.valid('header')['bocage-secret']), 200, noStore),
    )
    .openapi(answer, async (c) => {
      const request = c.req.valid('json')
      const { 'bocage-secret': secret } = c.req.valid('header')
      const done = await answerGuarded(deps, { secret, request, write: writeKeyOf(c, request) })
      return c.json(done.body, done.status as 200)
    })
    .openapi(rides, async (c) => {
      const { cursor, limit } = c.req.valid('query')
      const { 'bocage-secret': secret } = c.req.valid('header')
      return c.json(await listGuarded(deps, { secret, cursor, limit }), 200, noStore)
    })
    .openapi(cancel, async (c) => {
      const { id } = c.req.valid('param')
      const { 'bocage-secret': secret } = c.req.valid('header')
      const done = await cancelGuarded(deps, { secret, id, write: writeKeyOf(c, { id }) })
      return c.json(done.body, done.status as 200)
    })
}
