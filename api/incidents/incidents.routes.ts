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
import { writeIncidentsCsv } from './incidents.csv.ts'
import { toFeatureCollection } from './incidents.geojson.ts'
import {
  confirmFollow,
  followIncident,
  recordMeToo,
  recordStillThere,
  stopFollow,
} from './incidents-followers.usecases.ts'
import { parseFilters, parsePoint } from './incidents-query.ts'
import { listIncidents, mapIncidents, readPublicPage } from './incidents-public.usecases.ts'
import { previewIncident, reportIncident, type ReportDeps } from './incidents-report.usecases.ts'
import {
  acceptedIncident,
  additionRequest,
  followRequest,
  incidentFilters,
  incidentList,
  mapAnswer,
  meTooRequest,
  newIncident,
  previewAnswer,
  previewQuery,
  publicIncidentPage,
  siren,
  uuid,
} from './incidents.schemas.ts'

const tags = ['Signalements']
const byId = z.object({ id: uuid })
const secretHeader = z.object({ 'bocage-secret': z.string().min(16).max(128) })

const preview = defineRoute({
  'x-action': 'incident.report',
  method: 'get',
  path: '/api/incidents/preview',
  summary: 'Who a report would go to and why, and similar open ones nearby',
  tags,
  request: {
    query: previewQuery,
  },
  responses: { 200: jsonAnswer(previewAnswer, 'What will happen'), default: problemAnswer },
})

const report = defineRoute({
  'x-action': 'incident.report',
  method: 'post',
  path: '/api/incidents',
  summary: 'Report an incident',
  tags,
  request: { headers: writeHeaders, body: jsonBody(newIncident) },
  responses: { 201: jsonAnswer(acceptedIncident, 'Accepted, durably'), default: problemAnswer },
})

const list = defineRoute({
  'x-action': 'incident.browse',
  method: 'get',
  path: '/api/incidents',
  summary: 'Published incidents, newest first',
  tags,
  request: { query: z.object({ ...incidentFilters, ...pageQuery }) },
  responses: { 200: jsonAnswer(incidentList, 'A page'), default: problemAnswer },
})

const exportLimit = 1000
const geojson = defineRoute({
  'x-action': 'incident.browse',
  method: 'get',
  path: '/api/incidents.geojson',
  summary: `The ${exportLimit} newest published incidents as GeoJSON (RFC 7946)`,
  tags,
  request: { query: z.object(incidentFilters) },
  responses: {
    200: {
      description: 'FeatureCollection',
      content: {
        'application/geo+json': { schema: z.object({ type: z.literal('FeatureCollection') }).loose() },
      },
    },
    default: problemAnswer,
  },
})

const csv = defineRoute({
  'x-action': 'incident.browse',
  method: 'get',
  path: '/api/incidents.csv',
  summary: `The ${exportLimit} newest published incidents as CSV (RFC 4180)`,
  tags,
  request: { query: z.object(incidentFilters) },
  responses: {
    200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
    default: problemAnswer,
  },
})

const map = defineRoute({
  'x-action': 'incident.browse',
  method: 'get',
  path: '/api/incidents/map',
  summary: 'What the map of a box shows: incidents, or groups when there are many',
  tags,
  request: {
    query: z.object({
      territory: siren,
      bbox: incidentFilters.bbox.unwrap(),
      category: incidentFilters.category,
      status: z.enum(['open', 'closed', 'all']).default('open'),
    }),
  },
  responses: { 200: jsonAnswer(mapAnswer, 'The map'), default: problemAnswer },
})

const page = defineRoute({
  'x-action': 'incident.browse',
  method: 'get',
  path: '/api/incidents/{id}',
  summary: 'A published incident with its public history',
  tags,
  request: { params: byId },
  responses: { 200: jsonAnswer(publicIncidentPage, 'The incident'), default: problemAnswer },
})

const meToo = defineRoute({
  'x-action': 'incident.follow',
  method: 'post',
  path: '/api/incidents/{id}/me-too',
  summary: '“Moi aussi”',
  tags,
  request: { headers: writeHeaders, params: byId, body: jsonBody(meTooRequest) },
  responses: { 201: jsonAnswer(z.object({ meTooCount: z.number() }), 'Counted'), default: problemAnswer },
})

const follow = defineRoute({
  'x-action': 'incident.follow',
  method: 'post',
  path: '/api/incidents/{id}/followers',
  summary: 'Follow a published incident, by email (confirmed by link) or on a device',
  tags,
  request: { headers: writeHeaders, params: byId, body: jsonBody(followRequest) },
  responses: {
    201: jsonAnswer(z.object({ following: z.literal(true) }), 'Following'),
    default: problemAnswer,
  },
})

const stillThere = defineRoute({
  'x-action': 'incident.follow',
  method: 'post',
  path: '/api/incidents/{id}/still-there',
  summary: 'Say that a resolved incident is not mended',
  tags,
  request: { headers: writeHeaders, params: byId, body: jsonBody(additionRequest) },
  responses: { 201: jsonAnswer(z.object({ id: z.string() }), 'Written down'), default: problemAnswer },
})

const confirm = defineRoute({
  'x-action': 'incident.follow',
  method: 'post',
  path: '/api/followers/confirm',
  summary: 'Confirm a wish to be told, by the link of the email',
  tags,
  request: { headers: secretHeader },
  responses: { 200: jsonAnswer(z.object({ incidentId: z.string() }), 'Confirmed'), default: problemAnswer },
})

const stop = defineRoute({
  'x-action': 'incident.follow',
  method: 'post',
  path: '/api/followers/stop',
  summary: 'Stop being told, by the link of any message',
  tags,
  request: { headers: secretHeader },
  responses: { 200: jsonAnswer(z.object({ stopped: z.literal(true) }), 'Stopped'), default: problemAnswer },
})

const stopOneClick = defineRoute({
  'x-action': 'incident.follow',
  method: 'post',
  path: '/api/followers/stop/{secret}',
  summary: 'One-click unsubscribe of mail programs (RFC 8058)',
  tags,
  request: { params: z.object({ secret: z.string().min(16).max(128) }) },
  responses: { 200: jsonAnswer(z.object({ stopped: z.literal(true) }), 'Stopped'), default: problemAnswer },
})

const stopPage = defineRoute({
  'x-action': 'incident.follow',
  method: 'get',
  path: '/api/followers/stop/{secret}',
  summary: 'The same address opened by a person: the page that asks before stopping',
  tags,
  request: { params: z.object({ secret: z.string().regex(/^[\w-]{16,128}$/) }) },
  responses: { 302: { description: 'The page' }, default: problemAnswer },
})

/** Reports and what anyone may see or do about them. */
export function createIncidentRoutes(deps: ReportDeps) {
  const { database } = deps
  return createRouter()
    .openapi(preview, async (c) => {
      const { category, lat, lon, accuracy, commune, departmentalRoad } = c.req.valid('query')
      const answer = await previewIncident(deps, {
        categoryId: category,
        position: lat === undefined || lon === undefined ? null : { lat, lon, accuracy: accuracy ?? null },
        communeCode: commune,
        departmentalRoad: departmentalRoad === undefined ? null : departmentalRoad === 'true',
      })
      return c.json(answer, 200)
    })
    .openapi(report, async (c) => {
      const request = c.req.valid('json')
      const answer = await reportIncident(deps, {
        request,
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(answer.body, 201)
    })
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const near = query.near ? parsePoint(query.near) : null
      const answer = await listIncidents(
        { database },
        { filters: parseFilters(query), ...(near ? { near } : {}), cursor: query.cursor, limit: query.limit },
      )
      return c.json(answer, 200)
    })
    .openapi(geojson, async (c) => {
      const { items } = await listIncidents(
        { database },
        { filters: parseFilters(c.req.valid('query')), limit: exportLimit },
      )
      return c.body(JSON.stringify(toFeatureCollection(items)), 200, {
        'Content-Type': 'application/geo+json',
      }) as never
    })
    .openapi(csv, async (c) => {
      const { items } = await listIncidents(
        { database },
        { filters: parseFilters(c.req.valid('query')), limit: exportLimit },
      )
      return c.body(writeIncidentsCsv(items), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="signalements.csv"',
      }) as never
    })
    .openapi(map, async (c) => {
      const { territory, bbox, category, status } = c.req.valid('query')
      const answer = await mapIncidents(
        { database },
        {
          territorySiren: territory,
          bbox: parseFilters({ status: 'all', bbox }).bbox ?? [0, 0, 0, 0],
          categoryId: category,
          open: status === 'all' ? undefined : status === 'open',
        },
      )
      return c.json(answer, 200)
    })
    .openapi(page, async (c) => c.json(await readPublicPage({ database }, c.req.valid('param').id), 200))
    .openapi(meToo, async (c) => {
      const request = c.req.valid('json')
      const { id } = c.req.valid('param')
      const answer = await recordMeToo(deps, {
        incidentId: id,
        request,
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(answer.body, 201)
    })
    .openapi(follow, async (c) => {
      const request = c.req.valid('json')
      const { id } = c.req.valid('param')
      const answer = await followIncident(deps, {
        incidentId: id,
        request,
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(answer.body, 201)
    })
    .openapi(stillThere, async (c) => {
      const request = c.req.valid('json')
      const { id } = c.req.valid('param')
      const answer = await recordStillThere(deps, {
        incidentId: id,
        request,
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(answer.body, 201)
    })
    .openapi(confirm, async (c) =>
      c.json(await confirmFollow(deps, { secret: c.req.valid('header')['bocage-secret'] }), 200),
    )
    .openapi(stopOneClick, async (c) => c.json(await stopFollow(deps, c.req.valid('param')), 200))
    .openapi(stopPage, (c) => c.redirect(`/abonnement/arreter#${c.req.valid('param').secret}`, 302))
    .openapi(stop, async (c) =>
      c.json(await stopFollow(deps, { secret: c.req.valid('header')['bocage-secret'] }), 200),
    )
}
