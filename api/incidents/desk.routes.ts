import { z } from '@hono/zod-openapi'
import { etag } from 'hono/etag'
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
import { enterIncident } from './desk-enter.usecases.ts'
import { exportQueueCsv } from './desk-export.usecases.ts'
import { readSetup } from './desk-setup.usecases.ts'
import { readIncidentFirst, readTicket } from './desk-ticket.usecases.ts'
import {
  acceptedIncident,
  deskCounts,
  deskFilters,
  deskList,
  deskSetup,
  enteredIncident,
  ticket,
} from './desk.schemas.ts'
import { countQueues, listQueue } from './desk.usecases.ts'
import type { ReportDeps } from './incidents-report.usecases.ts'
import { uuid } from './incidents.schemas.ts'

const tags = ['Espace agents']
const byId = z.object({ id: uuid })

const setup = defineRoute({
  'x-action': 'incident.list-staff',
  method: 'get',
  path: '/api/desk/setup',
  summary: 'Bodies, communes, categories and colleagues of the territories one works in',
  tags,
  responses: { 200: jsonAnswer(deskSetup, 'What the lists offer'), default: problemAnswer },
})
const list = defineRoute({
  'x-action': 'incident.list-staff',
  method: 'get',
  path: '/api/desk/incidents',
  summary: 'A queue of the inbox, within one’s scopes. `If-None-Match` makes watching it cheap',
  tags,
  request: { query: z.object({ ...deskFilters, ...pageQuery }) },
  responses: { 200: jsonAnswer(deskList, 'A page'), default: problemAnswer },
})
const counts = defineRoute({
  'x-action': 'incident.list-staff',
  method: 'get',
  path: '/api/desk/counts',
  summary: 'How many wait in each queue',
  tags,
  responses: { 200: jsonAnswer(deskCounts, 'Counts'), default: problemAnswer },
})
const read = defineRoute({
  'x-action': 'incident.read-staff',
  method: 'get',
  path: '/api/desk/incidents/{id}',
  summary: 'A report with all that staff may see; its ETag is what If-Match carries',
  tags,
  request: { params: byId },
  responses: { 200: jsonAnswer(ticket, 'The ticket'), default: problemAnswer },
})
const markRead = defineRoute({
  'x-action': 'incident.read-staff',
  method: 'post',
  path: '/api/desk/incidents/{id}/read',
  summary: 'Note that someone has read it',
  tags,
  request: { params: byId },
  responses: { 204: { description: 'Noted' }, default: problemAnswer },
})
const csv = defineRoute({
  'x-action': 'incident.export',
  method: 'get',
  path: '/api/desk/incidents.csv',
  summary:
    'A queue as CSV (RFC 4180; UTF-8 with byte-order mark; `;`), 20,000 lines at most, without contacts',
  tags,
  request: { query: z.object(deskFilters) },
  responses: {
    200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
    default: problemAnswer,
  },
})
const enter = defineRoute({
  'x-action': 'incident.enter-on-behalf',
  method: 'post',
  path: '/api/desk/incidents',
  summary: 'Enter a report for someone on the phone or at the counter',
  tags,
  request: { headers: writeHeaders, body: jsonBody(enteredIncident) },
  responses: { 201: jsonAnswer(acceptedIncident, 'Accepted, durably'), default: problemAnswer },
})

/** What staff read, and reports they enter for others. */
export function createDeskRoutes(deps: ReportDeps) {
  const router = createRouter()
  for (const path of [
    '/api/desk/setup',
    '/api/desk/incidents',
    '/api/desk/counts',
    '/api/desk/incidents/:id',
  ])
    router.on('GET', path, etag())
  router.use('/api/desk/*', async (c, next) => {
    await next()
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-cache')
  })
  return router
    .openapi(setup, async (c) => c.json(await readSetup(deps, { actor: c.get('actor') }), 200))
    .openapi(list, async (c) => {
      const { cursor, limit, ...query } = c.req.valid('query')
      return c.json(await listQueue({ ...deps, actor: c.get('actor') }, { query, cursor, limit }), 200)
    })
    .openapi(counts, async (c) => c.json(await countQueues({ ...deps, actor: c.get('actor') }), 200))
    .openapi(read, async (c) => {
      const found = await readTicket(deps, { actor: c.get('actor'), id: c.req.valid('param').id })
      return c.json(found, 200, { ETag: `"${found.version}"` })
    })
    .openapi(markRead, async (c) => {
      await readIncidentFirst(deps, { actor: c.get('actor'), id: c.req.valid('param').id })
      return c.body(null, 204)
    })
    .openapi(csv, async (c) => {
      const text = await exportQueueCsv({ ...deps, actor: c.get('actor') }, c.req.valid('query'))
      return c.body(text, 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="signalements-agents.csv"',
      }) as never
    })
    .openapi(enter, async (c) => {
      const request = c.req.valid('json')
      const answer = await enterIncident(deps, {
        actor: c.get('actor'),
        request,
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(answer.body, 201)
    })
}
