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
import { followOwnIncident, type FollowerDeps } from './incidents-followers.usecases.ts'
import {
  addToIncident,
  answerMended,
  eraseContact,
  readReporterIncident,
  reopenIncident,
} from './incidents-reporter.usecases.ts'
import {
  additionRequest,
  deviceRequest,
  mendedAnswer,
  reopenRequest,
  reporterIncident,
} from './incidents.schemas.ts'

const tags = ['Suivi privé']
const secretHeader = z.object({ 'bocage-secret': z.string().min(16).max(128) })
const headers = writeHeaders.extend(secretHeader.shape)
const written = jsonAnswer(z.object({ id: z.string() }), 'Written down')
const action = { 'x-action': 'incident.use-private-link' } as const

const read = defineRoute({
  ...action,
  method: 'get',
  path: '/api/reporter/incident',
  summary: 'The private page of a report',
  tags,
  request: { headers: secretHeader },
  responses: { 200: jsonAnswer(reporterIncident, 'The incident'), default: problemAnswer },
})
const add = defineRoute({
  ...action,
  method: 'post',
  path: '/api/reporter/incident/updates',
  summary: 'Add words and photos',
  tags,
  request: { headers, body: jsonBody(additionRequest) },
  responses: { 201: written, default: problemAnswer },
})
const answer = defineRoute({
  ...action,
  method: 'post',
  path: '/api/reporter/incident/answer',
  summary: 'Answer “is it mended?”',
  tags,
  request: { headers, body: jsonBody(mendedAnswer) },
  responses: { 201: written, default: problemAnswer },
})
const reopen = defineRoute({
  ...action,
  method: 'post',
  path: '/api/reporter/incident/reopen',
  summary: 'Reopen, with a reason',
  tags,
  request: { headers, body: jsonBody(reopenRequest) },
  responses: { 201: written, default: problemAnswer },
})
const devices = defineRoute({
  ...action,
  method: 'post',
  path: '/api/reporter/incident/devices',
  summary: 'Be told on this phone',
  tags,
  request: { headers, body: jsonBody(deviceRequest) },
  responses: {
    201: jsonAnswer(z.object({ following: z.literal(true) }), 'Following'),
    default: problemAnswer,
  },
})
const erase = defineRoute({
  ...action,
  method: 'delete',
  path: '/api/reporter/incident/contact',
  summary: 'Erase how to reach me',
  tags,
  request: { headers: secretHeader },
  responses: { 204: { description: 'Erased' }, default: problemAnswer },
})

/** What the holder of a private link may do. The secret travels in a header: addresses are logged, headers are not. */
export function createReporterRoutes(deps: FollowerDeps) {
  return createRouter()
    .openapi(read, async (c) =>
      c.json(await readReporterIncident(deps, { secret: c.req.valid('header')['bocage-secret'] }), 200, {
        'Cache-Control': 'no-store',
      }),
    )
    .openapi(add, async (c) => {
      const request = c.req.valid('json')
      const secret = c.req.valid('header')['bocage-secret']
      const done = await addToIncident(deps, {
        secret,
        request,
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(done.body, 201)
    })
    .openapi(answer, async (c) => {
      const request = c.req.valid('json')
      const secret = c.req.valid('header')['bocage-secret']
      const done = await answerMended(deps, {
        secret,
        request,
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(done.body, 201)
    })
    .openapi(reopen, async (c) => {
      const request = c.req.valid('json')
      const secret = c.req.valid('header')['bocage-secret']
      const done = await reopenIncident(deps, {
        secret,
        request,
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(done.body, 201)
    })
    .openapi(devices, async (c) => {
      const request = c.req.valid('json')
      const secret = c.req.valid('header')['bocage-secret']
      const done = await followOwnIncident(deps, {
        secret,
        ...request,
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(done.body, 201)
    })
    .openapi(erase, async (c) => {
      await eraseContact(deps, { secret: c.req.valid('header')['bocage-secret'] })
      return c.body(null, 204)
    })
}
