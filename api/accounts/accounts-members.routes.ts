import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versionOf,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import { pageQuery } from '../platform/pagination.ts'
import {
  changeRole,
  endMemberSessions,
  inviteMember,
  listMembers,
  removeRole,
} from './accounts-members.usecases.ts'
import { type AccountsDeps, signedIn } from './accounts.routes.ts'
import { changeSchema, inviteSchema, memberSchema } from './accounts.schemas.ts'

const action = 'members.administer'
const tags = ['members']
const nothing = { description: 'Done' } as const
const id = z.string().min(1).max(64)
const siren = z.string().regex(/^\d{9}$/)

export function createMemberRoutes(deps: AccountsDeps) {
  return createRouter()
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/territories/{siren}/members',
        'x-action': action,
        summary: 'People with a role where one administers',
        tags,
        request: { params: z.object({ siren }), query: z.object(pageQuery) },
        responses: {
          200: jsonAnswer(
            z.object({ items: z.array(memberSchema), nextCursor: z.string().nullable() }),
            'Members, by address',
          ),
          default: problemAnswer,
        },
      }),
      async (c) => {
        const { cursor, limit } = c.req.valid('query')
        const page = await listMembers({
          ...deps,
          ...c.req.valid('param'),
          actor: signedIn(c),
          cursor,
          limit,
        })
        return c.json(page, 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'post',
        path: '/api/territories/{siren}/members',
        'x-action': action,
        summary: 'Give a role to the person of an address, and tell them by mail',
        tags,
        request: { params: z.object({ siren }), headers: writeHeaders, body: jsonBody(inviteSchema) },
        responses: {
          200: jsonAnswer(memberSchema, 'The person already had this role'),
          201: jsonAnswer(memberSchema, 'The person and their roles'),
          default: problemAnswer,
        },
      }),
      async (c) => {
        const actor = signedIn(c)
        const invitation = c.req.valid('json')
        const { status, body } = await inviteMember({
          ...deps,
          ...c.req.valid('param'),
          actor,
          caller: c.get('caller'),
          language: c.get('language'),
          write: writeKeyOf(c, { by: actor.userId, invitation }),
          invitation,
        })
        return c.json(body, status === 201 ? 201 : 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'patch',
        path: '/api/territories/{siren}/memberships/{id}',
        'x-action': action,
        summary: 'Change a role or where it holds (If-Match)',
        tags,
        request: { params: z.object({ siren, id }), body: jsonBody(changeSchema) },
        responses: { 200: jsonAnswer(memberSchema, 'The person and their roles'), default: problemAnswer },
      }),
      async (c) => {
        const actor = signedIn(c)
        const change = { ...c.req.valid('param'), ...c.req.valid('json'), version: versionOf(c) }
        return c.json(await changeRole({ ...deps, ...change, actor }), 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'delete',
        path: '/api/territories/{siren}/memberships/{id}',
        'x-action': action,
        summary: 'Take a role back',
        tags,
        request: { params: z.object({ siren, id }) },
        responses: { 204: nothing, default: problemAnswer },
      }),
      async (c) => {
        await removeRole({ ...deps, ...c.req.valid('param'), actor: signedIn(c) })
        return c.body(null, 204)
      },
    )
    .openapi(
      defineRoute({
        method: 'delete',
        path: '/api/territories/{siren}/members/{userId}/sessions',
        'x-action': action,
        summary: 'Sign a member out everywhere',
        tags,
        request: { params: z.object({ siren, userId: id }) },
        responses: { 204: nothing, default: problemAnswer },
      }),
      async (c) => {
        await endMemberSessions({ ...deps, ...c.req.valid('param'), actor: signedIn(c) })
        return c.body(null, 204)
      },
    )
}
