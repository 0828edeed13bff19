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
  type AppContext,
  type Deps,
} from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import type { Directory } from '../territory/territory.usecases.ts'
import {
  adminAire,
  adminAireList,
  adminAireQuery,
  aireChange,
  aireSettings,
  aireSettingsChange,
  aireUse,
  newAire,
} from './aires-admin.schemas.ts'
import { addAire, changeAire, listAdminAires, readAdminAire } from './aires-admin.usecases.ts'
import { readAireUse } from './aires-news.usecases.ts'
import { changeAireSettings, readAireSettings } from './aires-settings.usecases.ts'

const tags = ['Covoiturage : aires']
const shared = { 'x-action': 'territory.administer', tags } as const
const siren = z.string().regex(/^\d{9}$/)
const ofSiren = z.object({ siren })
const ofId = z.object({ siren, id: uuid })

const list = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/territories/{siren}/aires',
  summary: 'Every aire that is or was proposed in a territory, hidden ones included',
  request: { params: ofSiren, query: adminAireQuery },
  responses: { 200: jsonAnswer(adminAireList, 'Aires, by name'), default: problemAnswer },
})
const add = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/territories/{siren}/aires',
  summary: "Add an aire of the territory's own",
  request: { params: ofSiren, headers: writeHeaders, body: jsonBody(newAire) },
  responses: { 201: jsonAnswer(adminAire, 'The aire'), default: problemAnswer },
})
const one = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/territories/{siren}/aires/{id}',
  summary: 'An aire, and what its source says of it',
  request: { params: ofId },
  responses: { 200: jsonAnswer(adminAire, 'The aire'), default: problemAnswer },
})
const change = defineRoute({
  ...shared,
  method: 'patch',
  path: '/api/territories/{siren}/aires/{id}',
  summary: 'Correct, describe or hide an aire (If-Match); null takes back what was corrected',
  request: { params: ofId, body: jsonBody(aireChange) },
  responses: { 200: jsonAnswer(adminAire, 'The aire as it is now'), default: problemAnswer },
})
const use = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/territories/{siren}/aires/{id}/use',
  summary: 'How many trips and bookings to come hiding it would touch: null below five',
  request: { params: ofId },
  responses: { 200: jsonAnswer(aireUse, 'Counts'), default: problemAnswer },
})
const settings = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/territories/{siren}/aire-settings',
  summary: 'How far around a territory aires are proposed',
  request: { params: ofSiren },
  responses: { 200: jsonAnswer(aireSettings, 'The settings'), default: problemAnswer },
})
const changeSettings = defineRoute({
  ...shared,
  method: 'patch',
  path: '/api/territories/{siren}/aire-settings',
  summary: 'Set that margin (If-Match, "0" as long as nobody did)',
  request: { params: ofSiren, body: jsonBody(aireSettingsChange) },
  responses: { 200: jsonAnswer(aireSettings, 'The settings as they are now'), default: problemAnswer },
})

/** What a territory's administrators say of its aires. */
export function createAireAdminRoutes(deps: Deps & { directory: Directory }) {
  const who = (c: AppContext, siren: string) => ({ actor: c.get('actor'), siren })
  return createRouter()
    .openapi(list, async (c) => {
      const { siren } = c.req.valid('param')
      c.header('Cache-Control', 'private, no-store')
      const { cursor, limit } = c.req.valid('query')
      return c.json(await listAdminAires(deps, { ...who(c, siren), cursor, limit }), 200)
    })
    .openapi(add, async (c) => {
      const { siren } = c.req.valid('param')
      const aire = c.req.valid('json')
      const write = writeKeyOf(c, aire)
      const answer = await addAire(deps, { ...who(c, siren), aire, write })
      return c.json(versioned(c, answer.body), 201)
    })
    .openapi(one, async (c) => {
      const { siren, id } = c.req.valid('param')
      return c.json(versioned(c, await readAdminAire(deps, { ...who(c, siren), id })), 200)
    })
    .openapi(use, async (c) => {
      const { siren, id } = c.req.valid('param')
      c.header('Cache-Control', 'private, no-store')
      return c.json(await readAireUse(deps, { ...who(c, siren), id }), 200)
    })
    .openapi(change, async (c) => {
      const { siren, id } = c.req.valid('param')
      const asked = { ...who(c, siren), id, version: versionOf(c), change: c.req.valid('json') }
      return c.json(versioned(c, await changeAire(deps, asked)), 200)
    })
    .openapi(settings, async (c) => {
      const { siren } = c.req.valid('param')
      return c.json(versioned(c, await readAireSettings(deps, who(c, siren))), 200)
    })
    .openapi(changeSettings, async (c) => {
      const { siren } = c.req.valid('param')
      const asked = { ...who(c, siren), version: versionOf(c), change: c.req.valid('json') }
      return c.json(versioned(c, await changeAireSettings(deps, asked)), 200)
    })
}
