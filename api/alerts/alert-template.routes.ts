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
import { uuid } from '../platform/wire.ts'
import {
  alertTemplateChange,
  alertTemplateList,
  alertTemplateQuery,
  alertTemplateView,
  newAlertTemplate,
} from './alert-template.schemas.ts'
import {
  addAlertTemplate,
  changeAlertTemplate,
  listAlertTemplates,
  removeAlertTemplate,
} from './alert-template.usecases.ts'

const tags = ['Alertes : espace agents']
const shared = { 'x-action': 'alert.write', tags } as const
const path = '/api/desk/alert-templates'
const ofId = z.object({ id: uuid })

const list = defineRoute({
  ...shared,
  method: 'get',
  path,
  summary: 'Templates one may write from: the territory’s, and those of one’s communes',
  request: { query: alertTemplateQuery },
  responses: { 200: jsonAnswer(alertTemplateList, 'A page, by title'), default: problemAnswer },
})
const add = defineRoute({
  ...shared,
  method: 'post',
  path,
  summary: 'Keep a message to write it again',
  request: { headers: writeHeaders, body: jsonBody(newAlertTemplate) },
  responses: { 201: jsonAnswer(alertTemplateView, 'The template'), default: problemAnswer },
})
const change = defineRoute({
  ...shared,
  method: 'put',
  path: `${path}/{id}`,
  summary: 'Write it again (If-Match)',
  request: { params: ofId, headers: writeHeaders, body: jsonBody(alertTemplateChange) },
  responses: { 200: jsonAnswer(alertTemplateView, 'The template as it is now'), default: problemAnswer },
})
const remove = defineRoute({
  ...shared,
  method: 'delete',
  path: `${path}/{id}`,
  summary: 'Keep it no longer (If-Match)',
  request: { params: ofId, headers: writeHeaders },
  responses: { 200: jsonAnswer(z.object({ removed: z.literal(true) }), 'Removed'), default: problemAnswer },
})

/** Messages that staff keep to write them again. */
export function createAlertTemplateRoutes(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => {
      c.header('Cache-Control', 'private, no-store')
      const { territory, cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territory, cursor, limit }
      return c.json(await listAlertTemplates(deps, asked), 200)
    })
    .openapi(add, async (c) => {
      const template = c.req.valid('json')
      const asked = { actor: c.get('actor'), template, write: writeKeyOf(c, template) }
      return c.json(versioned(c, (await addAlertTemplate(deps, asked)).body), 201)
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param')
      const written = c.req.valid('json')
      const version = versionOf(c)
      const write = writeKeyOf(c, { written, version })
      const asked = { actor: c.get('actor'), id, version, change: written, write }
      return c.json(versioned(c, (await changeAlertTemplate(deps, asked)).body), 200)
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid('param')
      const version = versionOf(c)
      const asked = { actor: c.get('actor'), id, version, write: writeKeyOf(c, { id, version }) }
      return c.json((await removeAlertTemplate(deps, asked)).body, 200)
    })
}
