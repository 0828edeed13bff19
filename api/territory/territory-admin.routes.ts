import { z } from '@hono/zod-openapi'
import {
  type AppContext,
  createRouter,
  defineRoute,
  type Deps,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versioned,
  versionOf,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import { pageQuery } from '../platform/pagination.ts'
import { commonProblems } from '../platform/problems.ts'
import {
  adminBody,
  auditList,
  bodyChange,
  bodyList,
  newBody,
  settings,
  settingsChange,
} from './territory-admin.schemas.ts'
import {
  addBody,
  changeBody,
  changeSettings,
  listAdminBodies,
  listAudit,
  readAdminBody,
  readSettings,
} from './territory-admin.usecases.ts'
import { siren, uuid } from './territory.schemas.ts'
import type { Editing } from './versioned-edit.ts'

export const adminTags = ['territory administration']
const action = 'territory.administer'
const ofSiren = z.object({ siren })
const ofId = z.object({ siren, id: uuid })
const page = z.object(pageQuery)

/** Who edits what, with what. Throws `signed-out`. */
export function editing(deps: Deps, c: AppContext, siren: string): Editing {
  const actor = c.get('actor')
  if (!actor) throw commonProblems['signed-out']()
  const { database, clock, ids } = deps
  return { database, clock, ids, actor, siren }
}

/** Settings and bodies of a territory, and who changed them. */
export function createTerritoryAdminRoutes(deps: Deps) {
  return createRouter()
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/territories/{siren}/settings',
        'x-action': action,
        summary: 'Settings of a territory',
        tags: adminTags,
        request: { params: ofSiren },
        responses: { 200: jsonAnswer(settings, 'The settings'), default: problemAnswer },
      }),
      async (c) => {
        const { siren } = c.req.valid('param')
        return c.json(versioned(c, await readSettings(editing(deps, c, siren))), 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'patch',
        path: '/api/territories/{siren}/settings',
        'x-action': action,
        summary: 'Change the name, the accent or when reports are published (If-Match)',
        tags: adminTags,
        request: { params: ofSiren, body: jsonBody(settingsChange) },
        responses: { 200: jsonAnswer(settings, 'The settings as they are now'), default: problemAnswer },
      }),
      async (c) => {
        const { siren } = c.req.valid('param')
        const change = c.req.valid('json')
        const changed = await changeSettings({
          ...editing(deps, c, siren),
          version: versionOf(c),
          change,
        })
        return c.json(versioned(c, changed), 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/territories/{siren}/bodies',
        'x-action': action,
        summary: 'Bodies of a territory, those put away included',
        tags: adminTags,
        request: { params: ofSiren, query: page },
        responses: { 200: jsonAnswer(bodyList, 'Bodies, by kind and name'), default: problemAnswer },
      }),
      async (c) => {
        const { siren } = c.req.valid('param')
        return c.json(await listAdminBodies({ ...editing(deps, c, siren), ...c.req.valid('query') }), 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'post',
        path: '/api/territories/{siren}/bodies',
        'x-action': action,
        summary: 'Add a département, a syndicat or another body',
        tags: adminTags,
        request: { params: ofSiren, headers: writeHeaders, body: jsonBody(newBody) },
        responses: { 201: jsonAnswer(adminBody, 'The body'), default: problemAnswer },
      }),
      async (c) => {
        const { siren } = c.req.valid('param')
        const body = c.req.valid('json')
        const who = editing(deps, c, siren)
        const write = writeKeyOf(c, { by: who.actor.userId, body })
        const answer = await addBody({ ...who, write, body })
        return c.json(versioned(c, answer.body), 201)
      },
    )
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/territories/{siren}/bodies/{id}',
        'x-action': action,
        summary: 'A body',
        tags: adminTags,
        request: { params: ofId },
        responses: { 200: jsonAnswer(adminBody, 'The body'), default: problemAnswer },
      }),
      async (c) => {
        const { siren, id } = c.req.valid('param')
        return c.json(versioned(c, await readAdminBody({ ...editing(deps, c, siren), id })), 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'patch',
        path: '/api/territories/{siren}/bodies/{id}',
        'x-action': action,
        summary: 'Change contacts, opening hours or name, or put a body away (If-Match)',
        tags: adminTags,
        request: { params: ofId, body: jsonBody(bodyChange) },
        responses: { 200: jsonAnswer(adminBody, 'The body as it is now'), default: problemAnswer },
      }),
      async (c) => {
        const { siren, id } = c.req.valid('param')
        const change = c.req.valid('json')
        const changed = await changeBody({
          ...editing(deps, c, siren),
          id,
          version: versionOf(c),
          change,
        })
        return c.json(versioned(c, changed), 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/territories/{siren}/audit',
        'x-action': action,
        summary: 'Who changed what in a territory',
        tags: adminTags,
        request: { params: ofSiren, query: page },
        responses: { 200: jsonAnswer(auditList, 'Changes, latest first'), default: problemAnswer },
      }),
      async (c) => {
        const { siren } = c.req.valid('param')
        return c.json(await listAudit({ ...editing(deps, c, siren), ...c.req.valid('query') }), 200)
      },
    )
}
