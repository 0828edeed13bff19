import { z } from '@hono/zod-openapi'
import { openAnswer } from '../platform/conditional.ts'
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
import { hashSecret } from '../platform/ids.ts'
import { readTerritory } from '../territory/territory.usecases.ts'
import { writeAlertAtom, type AlertFeedKind } from './alert.atom.ts'
import { writeAlertMap } from './alert.geojson.ts'
import { writeCap } from './alert.cap.ts'
import { publishedAlertProblems } from './alert.problems.ts'
import {
  listAlerts,
  listDrawnAlerts,
  newestAlerts,
  readAlert,
  readEditions,
} from './alert-public.usecases.ts'
import {
  alertMapQuery,
  alertQuery,
  alertSubscriptions,
  alertSubscriptionsView,
  feedQuery,
  publicAlert,
  publicAlertList,
  uuid,
} from './alert.schemas.ts'
import { followCommunes, readFollowed } from './alert-subscriptions.usecases.ts'
import { deviceIdSchema, deviceSecretHeader } from './alerts.schemas.ts'

const tags = ['Alertes']
const read = { 'x-action': 'alert.read', method: 'get', tags } as const

const list = defineRoute({
  ...read,
  path: '/api/alerts',
  summary: 'Alerts that concern a commune, or the territory: not over yet, or past',
  request: { query: alertQuery },
  responses: { 200: jsonAnswer(publicAlertList, 'A page'), default: problemAnswer },
})
const one = defineRoute({
  ...read,
  path: '/api/alerts/{id}',
  summary: 'One alert, also once it is over',
  request: { params: z.object({ id: uuid }), query: alertQuery.pick({ lang: true }) },
  responses: { 200: jsonAnswer(publicAlert, 'The alert'), default: problemAnswer },
})
const feedOf = (name: 'atom' | 'cap', summary: string) =>
  defineRoute({
    ...read,
    path: `/api/alerts.${name}`,
    summary,
    request: { query: feedQuery },
    responses: {
      200: { description: 'Atom', content: { 'application/atom+xml': { schema: z.string() } } },
      default: problemAnswer,
    },
  })
const atom = feedOf('atom', 'The last 50 alerts for feed readers (RFC 4287)')
const capIndex = feedOf('cap', 'The last 50 alerts as an index of CAP 1.2 messages')
const geojson = defineRoute({
  ...read,
  path: '/api/alerts.geojson',
  summary: 'Alerts not over yet whose area was drawn, as a map layer (RFC 7946), a page',
  request: { query: alertMapQuery },
  responses: {
    200: { description: 'GeoJSON', content: { 'application/geo+json': { schema: z.string() } } },
    default: problemAnswer,
  },
})
const cap = defineRoute({
  ...read,
  path: '/api/alerts/{id}.cap',
  summary: 'One alert in the Common Alerting Protocol 1.2, its last edition',
  responses: {
    200: { description: 'CAP 1.2', content: { 'application/cap+xml': { schema: z.string() } } },
    default: problemAnswer,
  },
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
})

const follow = { 'x-action': 'alert.follow', tags, path: '/api/devices/{id}/alerts' } as const
const getFollowed = defineRoute({
  ...follow,
  method: 'get',
  summary: 'The communes a phone follows',
  request: { params: deviceIdSchema, headers: deviceSecretHeader },
  responses: { 200: jsonAnswer(alertSubscriptionsView, 'Communes and kinds'), default: problemAnswer },
})
const putFollowed = defineRoute({
  ...follow,
  method: 'put',
  summary: 'Set all the communes a phone follows in a territory',
  request: {
    params: deviceIdSchema,
    headers: deviceSecretHeader.extend(writeHeaders.shape),
    body: jsonBody(alertSubscriptions),
  },
  responses: { 200: jsonAnswer(alertSubscriptionsView, 'Communes and kinds'), default: problemAnswer },
})

const geojsonType = { 'Content-Type': 'application/geo+json; charset=UTF-8' }
const json = { 'Content-Type': 'application/json; charset=UTF-8' }
const atomType = { 'Content-Type': 'application/atom+xml; charset=UTF-8' }
const capType = { 'Content-Type': 'application/cap+xml; charset=UTF-8' }

/** What anyone may read of alerts, and what a phone follows. */
export function createAlertPublicRoutes(deps: Deps) {
  const { database, config } = deps
  const { publicUrl } = config

  async function feed(c: AppContext, asked: z.infer<typeof feedQuery>, kind: AlertFeedKind) {
    const { siren, alerts } = await newestAlerts(deps, asked)
    const { name, createdAt } = await readTerritory({ database, siren })
    const query = new URLSearchParams(
      Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined),
    )
    const url = `${publicUrl}${c.req.path}${query.size > 0 ? `?${query.toString()}` : ''}`
    return openAnswer(c, writeAlertAtom({ publicUrl, url, name, createdAt }, alerts, kind), atomType)
  }

  return createRouter()
    .openapi(
      list,
      async (c) => openAnswer(c, JSON.stringify(await listAlerts(deps, c.req.valid('query'))), json) as never,
    )
    .openapi(atom, async (c) => (await feed(c, c.req.valid('query'), 'page')) as never)
    .openapi(capIndex, async (c) => (await feed(c, c.req.valid('query'), 'cap')) as never)
    .openapi(geojson, async (c) => {
      const page = await listDrawnAlerts(deps, c.req.valid('query'))
      return openAnswer(c, JSON.stringify(writeAlertMap(page, publicUrl)), geojsonType) as never
    })
    .openapi(cap, async (c, next) => {
      // Hono takes the whole last part of the address for the parameter, by the name it has here.
      const asked = /^(.*)\.cap$/.exec(c.req.path.split('/').at(-1) ?? '')?.[1]
      if (asked === undefined) return (await next()) as never
      const id = uuid.safeParse(asked)
      if (!id.success) throw publishedAlertProblems['alert-not-found']()
      const alert = await readAlert(deps, { id: id.data, lang: 'fr' })
      const { name, demo } = await readTerritory({ database, siren: alert.territory })
      const editions = await readEditions(deps, id.data)
      const { hostname: host } = new URL(publicUrl)
      return openAnswer(
        c,
        writeCap(alert, { host, publicUrl, territory: name, demo, editions }),
        capType,
      ) as never
    })
    .openapi(one, async (c) => {
      const { lang } = c.req.valid('query')
      return openAnswer(
        c,
        JSON.stringify(await readAlert(deps, { id: c.req.valid('param').id, lang })),
        json,
      ) as never
    })
    .openapi(getFollowed, async (c) => {
      c.header('Cache-Control', 'no-store')
      const secret = c.req.valid('header')['bocage-device-secret']
      return c.json(await readFollowed(deps, { id: c.req.valid('param').id, secret }), 200)
    })
    .openapi(putFollowed, async (c) => {
      const { id } = c.req.valid('param')
      const secret = c.req.valid('header')['bocage-device-secret']
      const asked = c.req.valid('json')
      const write = writeKeyOf(c, { asked, secret: hashSecret(secret) })
      const { body } = await followCommunes(deps, { id, secret, asked, write, caller: c.get('caller') })
      return c.json(body, 200)
    })
}
