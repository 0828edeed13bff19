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
import {
  newRequest,
  requestChange,
  requestPage,
  requestView,
  wantedPage,
  wantedQuery,
} from './requests.schemas.ts'
import { listWanted, type WantedDeps } from './requests-wanted.usecases.ts'
import {
  changeRequest,
  leaveRequest,
  listOwnRequests,
  removeRequest,
  stopRequest,
  type RequestDeps,
} from './requests.usecases.ts'
import { siren } from './rides.schemas.ts'

const tags = ['Covoiturage : demandes']
const own = { 'x-action': 'ride.request', tags } as const
const byLink = { 'x-action': 'ride.use-link', tags } as const
const noStore = { 'Cache-Control': 'no-store' }
const secret = z.string().min(16).max(128)
const params = z.object({ id: uuid })
const stopped = {
  200: jsonAnswer(z.object({ stopped: z.literal(true) }), 'On hold'),
  default: problemAnswer,
}

const leave = defineRoute({
  ...own,
  method: 'post',
  path: '/api/ride-requests',
  summary: 'Leave a wish that lasts: one is told of the rides that match it',
  request: { headers: writeHeaders, body: jsonBody(newRequest) },
  responses: { 201: jsonAnswer(requestView, 'Noted'), default: problemAnswer },
})
const mine = defineRoute({
  ...own,
  method: 'get',
  path: '/api/ride-requests/mine',
  summary: 'One’s own wishes: open, then on hold, then over',
  request: { query: z.object({ ...pageQuery, territory: siren }) },
  responses: { 200: jsonAnswer(requestPage, 'A page'), default: problemAnswer },
})
const wanted = defineRoute({
  'x-action': 'ride.search',
  tags,
  method: 'get',
  path: '/api/ride-requests',
  summary: 'What people wait for, for who drives: where, when, for how many; never who',
  request: { query: z.object({ ...pageQuery, ...wantedQuery }) },
  responses: { 200: jsonAnswer(wantedPage, 'The soonest first'), default: problemAnswer },
})
const change = defineRoute({
  ...own,
  method: 'patch',
  path: '/api/ride-requests/{id}',
  summary: 'Put a wish on hold, or open it again (If-Match)',
  request: { params, body: jsonBody(requestChange) },
  responses: { 200: jsonAnswer(requestView, 'As it is'), default: problemAnswer },
})
const remove = defineRoute({
  ...own,
  method: 'delete',
  path: '/api/ride-requests/{id}',
  summary: 'Erase a wish at once',
  request: { params },
  responses: { 204: { description: 'Erased' }, default: problemAnswer },
})
const stop = defineRoute({
  ...byLink,
  method: 'post',
  path: '/api/ride-requests/stop',
  summary: 'Stop being told, by the link of any message',
  request: { headers: z.object({ 'bocage-secret': secret }) },
  responses: stopped,
})
const stopOneClick = defineRoute({
  ...byLink,
  method: 'post',
  path: '/api/ride-requests/stop/{secret}',
  summary: 'One-click unsubscribe of mail programs (RFC 8058)',
  request: { params: z.object({ secret }) },
  responses: stopped,
})
const stopPage = defineRoute({
  ...byLink,
  method: 'get',
  path: '/api/ride-requests/stop/{secret}',
  summary: 'The same address opened by a person: the page that asks before stopping',
  request: { params: z.object({ secret }) },
  responses: { 302: { description: 'To the page' }, default: problemAnswer },
})

/** Wishes that last: « Prévenez-moi ». */
export function createRequestRoutes(deps: RequestDeps & WantedDeps) {
  return createRouter()
    .openapi(leave, async (c) => {
      const request = c.req.valid('json')
      const write = writeKeyOf(c, request)
      const asked = { actor: c.get('actor'), caller: c.get('caller'), request, write }
      const answer = await leaveRequest(deps, asked)
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(mine, async (c) => {
      const { territory, cursor, limit } = c.req.valid('query')
      const list = { actor: c.get('actor'), territorySiren: territory, cursor, limit }
      return c.json(await listOwnRequests(deps, list), 200, noStore)
    })
    .openapi(wanted, async (c) => {
      const { territory, from, to, detour, trip, event, ...page } = c.req.valid('query')
      const list = await listWanted(deps, {
        ...page,
        actor: c.get('actor'),
        territorySiren: territory,
        way: from && to ? { from, to, detourMinutes: detour } : undefined,
        tripId: trip,
        eventId: event,
      })
      return c.json(list, 200, noStore)
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param')
      const asked = { actor: c.get('actor'), id, version: versionOf(c), change: c.req.valid('json') }
      return c.json(await changeRequest(deps, asked), 200)
    })
    .openapi(remove, async (c) => {
      await removeRequest(deps, { actor: c.get('actor'), id: c.req.valid('param').id })
      return c.body(null, 204)
    })
    .openapi(stopOneClick, async (c) => c.json(await stopRequest(deps, c.req.valid('param')), 200))
    .openapi(stopPage, (c) => c.redirect(`/trajets/ne-plus-prevenir#${c.req.valid('param').secret}`, 302))
    .openapi(stop, async (c) =>
      c.json(await stopRequest(deps, { secret: c.req.valid('header')['bocage-secret'] }), 200),
    )
}
