import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  type Deps,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versioned,
  versionOf,
} from '../platform/http.ts'
import { editing } from './territory-admin.routes.ts'
import { communeCode, siren } from './territory.schemas.ts'
import { townHall, townHallChange } from './town-hall.schemas.ts'
import { changeTownHall, readTownHall } from './town-hall.usecases.ts'

const params = z.object({ siren, commune: communeCode })
const tags = ['communes']
const shared = {
  'x-action': 'town-hall.edit',
  path: '/api/territories/{siren}/town-halls/{commune}',
  tags,
} as const

/** What the people of a town hall keep of it. */
export function createTownHallRoutes(deps: Deps) {
  return createRouter()
    .openapi(
      defineRoute({
        ...shared,
        method: 'get',
        summary: 'Contacts and opening hours of a town hall, for those who keep them',
        request: { params },
        responses: { 200: jsonAnswer(townHall, 'The town hall'), default: problemAnswer },
      }),
      async (c) => {
        const { siren, commune } = c.req.valid('param')
        return c.json(versioned(c, await readTownHall({ ...editing(deps, c, siren), commune })), 200)
      },
    )
    .openapi(
      defineRoute({
        ...shared,
        method: 'patch',
        summary: 'Change contacts, opening hours or days unlike the others (If-Match)',
        request: { params, body: jsonBody(townHallChange) },
        responses: { 200: jsonAnswer(townHall, 'The town hall as it is now'), default: problemAnswer },
      }),
      async (c) => {
        const { siren, commune } = c.req.valid('param')
        const change = c.req.valid('json')
        const changed = await changeTownHall({
          ...editing(deps, c, siren),
          commune,
          version: versionOf(c),
          change,
        })
        return c.json(versioned(c, changed), 200)
      },
    )
}
