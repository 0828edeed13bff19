import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versioned,
  versionOf,
  writeHeaders,
  writeKeyOf,
  type Deps,
} from '../platform/http.ts'
import { listDeskAlerts, readDeskAlert } from './alert-desk-read.usecases.ts'
import { actOnAlert, createAlert, editAlert } from './alert-desk.usecases.ts'
import {
  alertActRequest,
  alertEdit,
  alertSettingsChange,
  alertSettingsView,
  deskAlert,
  deskAlertList,
  deskAlertQuery,
  newAlert,
  uuid,
} from './alert.schemas.ts'
import { changeAlertSettings, readAlertSettings } from './alert-settings.usecases.ts'

const tags = ['Alertes : espace agents']
const shared = { 'x-action': 'alert.write', tags } as const
const ofId = z.object({ id: uuid })
const ofSiren = z.object({ siren: z.string().regex(/^\d{9}$/) })

const list = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/desk/alerts',
  summary: 'Alerts of a territory: not sent yet, or the newest',
  request: { query: deskAlertQuery },
  responses: { 200: jsonAnswer(deskAlertList, 'A page'), default: problemAnswer },
})
const create = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/desk/alerts',
  summary: 'Write an alert, and send it with send=true',
  request: { headers: writeHeaders, body: jsonBody(newAlert) },
  responses: { 201: jsonAnswer(deskAlert, 'The alert'), default: problemAnswer },
})
const one = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/desk/alerts/{id}',
  summary: 'An alert, with its history and what became of it',
  request: { params: ofId },
  responses: { 200: jsonAnswer(deskAlert, 'The alert'), default: problemAnswer },
})
const edit = defineRoute({
  ...shared,
  method: 'put',
  path: '/api/desk/alerts/{id}',
  summary: 'Write it again (If-Match); once published, a correction, told with tell=true',
  request: { params: ofId, headers: writeHeaders, body: jsonBody(alertEdit) },
  responses: { 200: jsonAnswer(deskAlert, 'The alert as it is now'), default: problemAnswer },
})
const act = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/desk/alerts/{id}/acts',
  summary: 'Send, accept, refuse, end or delete it (If-Match)',
  request: { params: ofId, headers: writeHeaders, body: jsonBody(alertActRequest) },
  responses: {
    200: jsonAnswer(z.object({ alert: deskAlert.nullable() }), 'The alert as it is now; null once deleted'),
    default: problemAnswer,
  },
})
const settingsOf = {
  'x-action': 'territory.administer',
  tags,
  path: '/api/territories/{siren}/alert-settings',
} as const
const settings = defineRoute({
  ...settingsOf,
  method: 'get',
  summary: 'Whether a second person reads alerts of danger',
  request: { params: ofSiren },
  responses: { 200: jsonAnswer(alertSettingsView, 'The settings'), default: problemAnswer },
})
const changeSettings = defineRoute({
  ...settingsOf,
  method: 'patch',
  summary: 'Set it (If-Match, "0" as long as nobody did)',
  request: { params: ofSiren, body: jsonBody(alertSettingsChange) },
  responses: { 200: jsonAnswer(alertSettingsView, 'The settings as they are now'), default: problemAnswer },
})

/** Where communes write to their residents. */
export function createAlertDeskRoutes(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => {
      c.header('Cache-Control', 'private, no-store')
      const { territory, state, cursor, limit } = c.req.valid('query')
      return c.json(
        await listDeskAlerts(deps, { actor: c.get('actor'), territory, state, cursor, limit }),
        200,
      )
    })
    .openapi(create, async (c) => {
      const alert = c.req.valid('json')
      const { body } = await createAlert(deps, { actor: c.get('actor'), alert, write: writeKeyOf(c, alert) })
      return c.json(versioned(c, body), 201)
    })
    .openapi(one, async (c) => {
      const { id } = c.req.valid('param')
      return c.json(versioned(c, await readDeskAlert(deps, { actor: c.get('actor'), id })), 200)
    })
    .openapi(edit, async (c) => {
      const { id } = c.req.valid('param')
      const written = c.req.valid('json')
      const version = versionOf(c)
      const write = writeKeyOf(c, { written, version })
      const asked = { actor: c.get('actor'), id, version, edit: written, write }
      return c.json(versioned(c, (await editAlert(deps, asked)).body), 200)
    })
    .openapi(act, async (c) => {
      const { id } = c.req.valid('param')
      const request = c.req.valid('json')
      const version = versionOf(c)
      const write = writeKeyOf(c, { request, version })
      const { body } = await actOnAlert(deps, { actor: c.get('actor'), id, version, request, write })
      c.header('Cache-Control', 'private, no-store')
      return c.json(body, 200)
    })
    .openapi(settings, async (c) => {
      const { siren } = c.req.valid('param')
      return c.json(versioned(c, await readAlertSettings(deps, { actor: c.get('actor'), siren })), 200)
    })
    .openapi(changeSettings, async (c) => {
      const { siren } = c.req.valid('param')
      const asked = { actor: c.get('actor'), siren, change: c.req.valid('json'), version: versionOf(c) }
      return c.json(versioned(c, await changeAlertSettings(deps, asked)), 200)
    })
}
