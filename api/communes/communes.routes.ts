import type { RideIndexes } from '../carpool/ride-index.ts'
import { openAnswer } from '../platform/conditional.ts'
import { createRouter, defineRoute, type Deps, jsonAnswer, problemAnswer } from '../platform/http.ts'
import { searchCommunes } from '../territory/territory.usecases.ts'
import { communeAddress, communeList, communePage, communeQuery, communeSearch } from './communes.schemas.ts'
import { readCommunePage } from './communes.usecases.ts'

const tags = ['communes']
const shared = { 'x-action': 'territory.read', method: 'get', tags } as const
const json = { 'Content-Type': 'application/json; charset=UTF-8' }

const list = defineRoute({
  ...shared,
  path: '/api/communes',
  summary: 'Communes that answer a name or a postal code',
  request: { query: communeSearch },
  responses: { 200: jsonAnswer(communeList, 'A page, by name'), default: problemAnswer },
})
const one = defineRoute({
  ...shared,
  path: '/api/communes/{address}',
  summary: 'All that concerns a commune now: alerts, agenda, reports, town hall, aires',
  request: { params: communeAddress, query: communeQuery },
  responses: { 200: jsonAnswer(communePage, 'The commune'), default: problemAnswer },
})

/** What anyone reads of a commune. */
export function createCommuneRoutes(deps: Deps & { indexes: RideIndexes }) {
  return createRouter()
    .openapi(
      list,
      async (c) =>
        openAnswer(c, JSON.stringify(await searchCommunes(deps, c.req.valid('query'))), json) as never,
    )
    .openapi(one, async (c) => {
      const { address } = c.req.valid('param')
      const { lang } = c.req.valid('query')
      return openAnswer(c, JSON.stringify(await readCommunePage(deps, { address, lang })), json) as never
    })
}
