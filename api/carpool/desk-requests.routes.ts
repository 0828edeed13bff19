import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versionOf,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import { pageQuery } from '../platform/pagination.ts'
import { uuid } from '../platform/wire.ts'
import { requestCall, requestCallList, requestCallMark, requestCallsQuery } from './desk-requests.schemas.ts'
import { listRequestCalls, listRequestsFor, markRequestCall, requestFor } from './desk-requests.usecases.ts'
import { newRequest, requestPage, requestView } from './requests.schemas.ts'
import type { RequestDeps } from './requests.usecases.ts'

const tags = ['Covoiturage : accueil']
const desk = { 'x-action': 'ride.speak-for', tags } as const
const params = z.object({ id: uuid })
const noStore = { 'Cache-Control': 'no-store' }

const list = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/ride-people/{id}/requests',
  summary: 'What they wait for: open, then on hold, then over',
  request: { params, query: z.object(pageQuery) },
  responses: { 200: jsonAnswer(requestPage, 'A page'), default: problemAnswer },
})
const leave = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/ride-people/{id}/requests',
  summary: 'Leave a wish that lasts for them: they are to be called when a ride matches it',
  request: { params, headers: writeHeaders, body: jsonBody(newRequest) },
  responses: { 201: jsonAnswer(requestView, 'Noted'), default: problemAnswer },
})
const calls = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/ride-request-calls',
  summary: 'Those to be called because a ride came up for what they wait for',
  request: { query: requestCallsQuery.extend(pageQuery) },
  responses: {
    200: jsonAnswer(requestCallList, 'A page, whose ride leaves first first'),
    default: problemAnswer,
  },
})
const called = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/ride-request-calls/{id}/called',
  summary: 'They were called about it (If-Match: no other ride came up since), or it is taken back',
  request: { params, headers: writeHeaders, body: jsonBody(requestCallMark) },
  responses: { 200: jsonAnswer(requestCall, 'The call'), default: problemAnswer },
})

/** What people without a phone wait for, left by the desk, and whom to call when it is found. */
export function createDeskRequestRoutes(deps: RequestDeps) {
  return createRouter()
    .openapi(list, async (c) => {
      const { cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), personId: c.req.valid('param').id, cursor, limit }
      return c.json(await listRequestsFor(deps, asked), 200, noStore)
    })
    .openapi(leave, async (c) => {
      const request = c.req.valid('json')
      const asked = { actor: c.get('actor'), personId: c.req.valid('param').id, caller: c.get('caller') }
      const answer = await requestFor(deps, { ...asked, request, write: writeKeyOf(c, request) })
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(calls, async (c) => {
      const { territory, cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territorySiren: territory, cursor, limit }
      return c.json(await listRequestCalls(deps, asked), 200, noStore)
    })
    .openapi(called, async (c) => {
      const request = c.req.valid('json')
      const version = versionOf(c)
      const answer = await markRequestCall(deps, {
        actor: c.get('actor'),
        id: c.req.valid('param').id,
        version,
        request,
        write: writeKeyOf(c, { ...request, version }),
      })
      return c.json(answer.body, answer.status as 200)
    })
}
