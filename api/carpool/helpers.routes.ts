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
import { helperList, helperView, newHelper } from './helpers.schemas.ts'
import { dismissHelper, listHelpers, nameHelper } from './helpers.usecases.ts'
import { siren } from './rides.schemas.ts'

const tags = ['Covoiturage : accueil']
const naming = { 'x-action': 'helper.name', tags } as const

const list = defineRoute({
  ...naming,
  method: 'get',
  path: '/api/desk/ride-helpers',
  summary: 'Volunteers of no staff who book for people without a phone',
  request: { query: z.object({ territory: siren, ...pageQuery }) },
  responses: { 200: jsonAnswer(helperList, 'A page'), default: problemAnswer },
})
const name = defineRoute({
  ...naming,
  method: 'post',
  path: '/api/desk/ride-helpers',
  summary: 'Let somebody who shares rides here book for others; they are told',
  request: { headers: writeHeaders, body: jsonBody(newHelper) },
  responses: {
    200: jsonAnswer(helperView, 'Named already'),
    201: jsonAnswer(helperView, 'Named'),
    default: problemAnswer,
  },
})
const dismiss = defineRoute({
  ...naming,
  method: 'delete',
  path: '/api/desk/ride-helpers/{id}',
  summary: 'Take it back at once; they are told',
  request: { params: z.object({ id: uuid }) },
  responses: { 204: { description: 'Taken back' }, default: problemAnswer },
})

/** Who may book for people without a phone, besides staff. */
export function createHelperRoutes(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => {
      const { territory, cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territorySiren: territory, cursor, limit }
      return c.json(await listHelpers(deps, asked), 200, { 'Cache-Control': 'no-store' })
    })
    .openapi(name, async (c) => {
      const request = c.req.valid('json')
      const write = writeKeyOf(c, request)
      const answer = await nameHelper(deps, { actor: c.get('actor'), request, write })
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(dismiss, async (c) => {
      await dismissHelper(deps, { actor: c.get('actor'), id: c.req.valid('param').id })
      return c.body(null, 204)
    })
}
