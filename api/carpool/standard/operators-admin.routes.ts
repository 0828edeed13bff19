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
} from '../../platform/http.ts'
import { pageQuery } from '../../platform/pagination.ts'
import { uuid } from '../../platform/wire.ts'
import {
  adminOperator,
  newOperator,
  operatorChange,
  operatorKey,
  operatorList,
  operatorTrial,
} from './operators-admin.schemas.ts'
import {
  addOperator,
  changeOperator,
  listOperators,
  readOperator,
  renewKey,
  tryOperator,
} from './operators-admin.usecases.ts'

const tags = ['Covoiturage : opérateurs']
const shared = { 'x-action': 'territory.administer', tags } as const
const siren = z.string().regex(/^\d{9}$/)
const ofSiren = z.object({ siren })
const ofId = z.object({ siren, id: uuid })
const one = { 200: jsonAnswer(adminOperator, 'The operator'), default: problemAnswer }

const list = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/territories/{siren}/operators',
  summary: 'Other operators of the Standard Covoiturage that a territory knows',
  request: { params: ofSiren, query: z.object(pageQuery) },
  responses: { 200: jsonAnswer(operatorList, 'Operators, by domain'), default: problemAnswer },
})
const add = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/territories/{siren}/operators',
  summary: 'Make another operator known',
  request: { params: ofSiren, headers: writeHeaders, body: jsonBody(newOperator) },
  responses: { 201: jsonAnswer(adminOperator, 'The operator'), default: problemAnswer },
})
const read = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/territories/{siren}/operators/{id}',
  summary: 'One of them; never its keys',
  request: { params: ofId },
  responses: one,
})
const change = defineRoute({
  ...shared,
  method: 'patch',
  path: '/api/territories/{siren}/operators/{id}',
  summary: 'Correct, open, close or disable it (If-Match)',
  request: { params: ofId, body: jsonBody(operatorChange) },
  responses: one,
})
const renew = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/territories/{siren}/operators/{id}/key',
  summary: 'Make the key it calls us with, told here alone; the one before opens nothing more',
  request: { params: ofId, headers: writeHeaders },
  responses: { 201: jsonAnswer(operatorKey, 'The key'), default: problemAnswer },
})

const trial = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/territories/{siren}/operators/{id}/try',
  summary: 'Call it now, with the key it gave us',
  request: { params: ofId },
  responses: { 200: jsonAnswer(operatorTrial, 'How it answers'), default: problemAnswer },
})

/** What a territory's administrators say of other operators. */
export function createOperatorAdminRoutes(deps: Deps) {
  const who = (c: AppContext, siren: string) => ({ actor: c.get('actor'), siren })
  return createRouter()
    .openapi(list, async (c) => {
      const { siren } = c.req.valid('param')
      const { cursor, limit } = c.req.valid('query')
      c.header('Cache-Control', 'private, no-store')
      return c.json(await listOperators(deps, { ...who(c, siren), cursor, limit }), 200)
    })
    .openapi(add, async (c) => {
      const operator = c.req.valid('json')
      const write = writeKeyOf(c, operator)
      const answer = await addOperator(deps, { ...who(c, c.req.valid('param').siren), operator, write })
      return c.json(versioned(c, answer.body), 201)
    })
    .openapi(read, async (c) => {
      const { siren, id } = c.req.valid('param')
      return c.json(versioned(c, await readOperator(deps, { ...who(c, siren), id })), 200)
    })
    .openapi(change, async (c) => {
      const { siren, id } = c.req.valid('param')
      const asked = { ...who(c, siren), id, version: versionOf(c), change: c.req.valid('json') }
      return c.json(versioned(c, await changeOperator(deps, asked)), 200)
    })
    .openapi(renew, async (c) => {
      const { siren, id } = c.req.valid('param')
      const answer = await renewKey(deps, { ...who(c, siren), id, write: writeKeyOf(c, { id }) })
      c.header('Cache-Control', 'private, no-store')
      return c.json(answer.body, 201)
    })
    .openapi(trial, async (c) => {
      const { siren, id } = c.req.valid('param')
      return c.json(await tryOperator(deps, { ...who(c, siren), id }), 200, { 'Cache-Control': 'no-store' })
    })
}
