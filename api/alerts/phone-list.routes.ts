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
import { listAlertCalls, markAlertCall } from './alert-calls.usecases.ts'
import {
  alertCallList,
  alertCallMark,
  alertCallMarked,
  alertCallQuery,
  listedPersonChange,
  newListedPerson,
  phoneListPage,
  phoneListQuery,
  phoneListWritten,
} from './phone-list.schemas.ts'
import { addListed, changeListed, listPhoneList, removeListed } from './phone-list.usecases.ts'

const tags = ['Alertes : personnes à appeler']
const shared = { 'x-action': 'phone-list.keep', tags } as const
const path = '/api/desk/phone-list'
const ofId = z.object({ id: uuid })

const list = defineRoute({
  ...shared,
  method: 'get',
  path,
  summary: 'People of a commune who are called when an alert leaves, by name',
  request: { query: phoneListQuery },
  responses: { 200: jsonAnswer(phoneListPage, 'A page'), default: problemAnswer },
})
const add = defineRoute({
  ...shared,
  method: 'post',
  path,
  summary: 'Put somebody who agreed to it on the list',
  request: { headers: writeHeaders, body: jsonBody(newListedPerson) },
  responses: { 201: jsonAnswer(phoneListWritten, 'They are on the list'), default: problemAnswer },
})
const change = defineRoute({
  ...shared,
  method: 'put',
  path: `${path}/{id}`,
  summary: 'Correct what is known of them (If-Match); consent=true when they agreed anew',
  request: { params: ofId, headers: writeHeaders, body: jsonBody(listedPersonChange) },
  responses: { 200: jsonAnswer(phoneListWritten, 'It is corrected'), default: problemAnswer },
})
const remove = defineRoute({
  ...shared,
  method: 'delete',
  path: `${path}/{id}`,
  summary: 'Forget them at once, with what was noted of their calls (If-Match)',
  request: { params: ofId, headers: writeHeaders },
  responses: { 200: jsonAnswer(z.object({ removed: z.literal(true) }), 'Forgotten'), default: problemAnswer },
})
const calls = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/desk/alerts/{id}/calls',
  summary: 'Whom to call about an alert, with who answered',
  request: { params: ofId, query: alertCallQuery },
  responses: { 200: jsonAnswer(alertCallList, 'A page, by name'), default: problemAnswer },
})
const mark = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/desk/alerts/{id}/calls/{personId}',
  summary: 'Note that they answered, that they did not, or take it back (If-Match)',
  request: {
    params: z.object({ id: uuid, personId: uuid }),
    headers: writeHeaders,
    body: jsonBody(alertCallMark),
  },
  responses: { 200: jsonAnswer(alertCallMarked, 'How it stands now'), default: problemAnswer },
})

/** People whom a town hall calls, for want of a phone that shows alerts. */
export function createPhoneListRoutes(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => {
      c.header('Cache-Control', 'private, no-store')
      const { territory, commune, cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territory, commune, cursor, limit }
      return c.json(await listPhoneList(deps, asked), 200)
    })
    .openapi(add, async (c) => {
      const person = c.req.valid('json')
      const asked = { actor: c.get('actor'), person, write: writeKeyOf(c, person) }
      return c.json(versioned(c, (await addListed(deps, asked)).body), 201)
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param')
      const written = c.req.valid('json')
      const version = versionOf(c)
      const write = writeKeyOf(c, { written, version })
      const asked = { actor: c.get('actor'), id, version, change: written, write }
      return c.json(versioned(c, (await changeListed(deps, asked)).body), 200)
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid('param')
      const version = versionOf(c)
      const asked = { actor: c.get('actor'), id, version, write: writeKeyOf(c, { id, version }) }
      return c.json((await removeListed(deps, asked)).body, 200)
    })
    .openapi(calls, async (c) => {
      c.header('Cache-Control', 'private, no-store')
      const { id } = c.req.valid('param')
      const { commune, cursor, limit } = c.req.valid('query')
      return c.json(await listAlertCalls(deps, { actor: c.get('actor'), id, commune, cursor, limit }), 200)
    })
    .openapi(mark, async (c) => {
      const { id, personId } = c.req.valid('param')
      const said = c.req.valid('json')
      const version = versionOf(c)
      const write = writeKeyOf(c, { said, version })
      const asked = { actor: c.get('actor'), id, personId, version, mark: said, write }
      return c.json(versioned(c, (await markAlertCall(deps, asked)).body), 200)
    })
}
