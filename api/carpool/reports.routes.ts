import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  writeHeaders,
  writeKeyOf,
  type Deps,
} from '../platform/http.ts'
import { pageQuery } from '../platform/pagination.ts'
import { uuid } from '../platform/wire.ts'
import type { ActDeps } from './bookings-open.usecases.ts'
import { lifting, newReport, reportList, reportsQuery, settling, suspendedList } from './reports.schemas.ts'
import { listReports, reportOther, settle } from './reports.usecases.ts'
import { liftSuspension, listSuspended } from './suspensions.usecases.ts'
import { ofTerritory } from './travellers.schemas.ts'

const tags = ['Covoiturage : confiance']
const noStore = { 'Cache-Control': 'no-store' }
const params = z.object({ id: uuid })
const known = jsonAnswer(z.object({ id: z.string() }), 'Its id')
const desk = { 'x-action': 'ride.moderate', tags } as const

const report = defineRoute({
  'x-action': 'ride.book',
  method: 'post',
  path: '/api/bookings/{id}/report',
  summary: 'Signal the other of a booking to the staff of the territory',
  tags,
  request: { params, headers: writeHeaders, body: jsonBody(newReport) },
  responses: { 201: known, default: problemAnswer },
})
const list = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/ride-reports',
  summary: 'What people who share rides signal of each other',
  request: { query: reportsQuery.extend(pageQuery) },
  responses: { 200: jsonAnswer(reportList, 'A page'), default: problemAnswer },
})
const settleOne = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/ride-reports/{id}/settle',
  summary: 'Nothing to do, a warning, or a suspension',
  request: { params, headers: writeHeaders, body: jsonBody(settling) },
  responses: { 200: known, default: problemAnswer },
})
const suspended = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/suspended-travellers',
  summary: 'Who may share no rides for the moment',
  request: { query: ofTerritory.extend(pageQuery) },
  responses: { 200: jsonAnswer(suspendedList, 'A page'), default: problemAnswer },
})
const lift = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/suspended-travellers/{id}/lift',
  summary: 'They may share rides again',
  request: { params, headers: writeHeaders, body: jsonBody(lifting) },
  responses: { 200: jsonAnswer(z.object({}), 'Lifted'), default: problemAnswer },
})

/** What people signal of each other, and what staff do about it. */
export function createReportRoutes(deps: ActDeps & Pick<Deps, 'rateLimiter'>) {
  return createRouter()
    .openapi(report, async (c) => {
      const request = c.req.valid('json')
      const answer = await reportOther(deps, {
        by: { actor: c.get('actor') },
        bookingId: c.req.valid('param').id,
        request,
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(list, async (c) => {
      const { territory, state, cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territorySiren: territory, state, cursor, limit }
      return c.json(await listReports(deps, asked), 200, noStore)
    })
    .openapi(settleOne, async (c) => {
      const request = c.req.valid('json')
      const asked = { actor: c.get('actor'), id: c.req.valid('param').id, request }
      const answer = await settle(deps, { ...asked, write: writeKeyOf(c, request) })
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(suspended, async (c) => {
      const { territory, cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territorySiren: territory, cursor, limit }
      return c.json(await listSuspended(deps, asked), 200, noStore)
    })
    .openapi(lift, async (c) => {
      const request = c.req.valid('json')
      const asked = { actor: c.get('actor'), id: c.req.valid('param').id, request }
      const answer = await liftSuspension(deps, { ...asked, write: writeKeyOf(c, request) })
      return c.json(answer.body, answer.status as 200)
    })
}
