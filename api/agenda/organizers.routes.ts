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
import type { Language } from '../platform/problems.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { uuid } from '../platform/wire.ts'
import { withCurrent } from './author.usecases.ts'
import {
  newMember,
  newOrganizer,
  organizerChange,
  organizerEvents,
  organizerEventsQuery,
  organizerList,
  organizerQuery,
  organizersQuery,
  ownOrganizer,
  ownOrganizerList,
  publicOrganizer,
} from './organizers.schemas.ts'
import {
  addMember,
  confirmOrganizer,
  createOrganizer,
  editOrganizer,
  listOrganizerEvents,
  listOrganizers,
  listOwnOrganizers,
  readOrganizer,
  readOwnOrganizer,
  removeMember,
  type OrganizerDeps,
} from './organizers.usecases.ts'

const tags = ['Agenda : organisateurs']
const byId = z.object({ id: uuid })
const own = { 'x-action': 'organizer.manage' } as const
const created = z.object({ id: z.string(), slug: z.string() })
const path = '/api/organizers/{id}' as const
const noStore = { 'Cache-Control': 'no-store' }

const list = defineRoute({
  'x-action': 'organizer.read',
  method: 'get',
  path: '/api/organizers',
  summary: 'Organizers of a territory, by name',
  tags,
  request: { query: organizersQuery },
  responses: { 200: jsonAnswer(organizerList, 'A page'), default: problemAnswer },
})
const read = defineRoute({
  'x-action': 'organizer.read',
  method: 'get',
  path: '/api/organizers/{reference}',
  summary: 'An organizer, by its id or, with its territory, by the end of its address',
  tags,
  request: { params: z.object({ reference: z.string().max(120) }), query: organizerQuery },
  responses: { 200: jsonAnswer(publicOrganizer, 'The organizer'), default: problemAnswer },
})
const create = defineRoute({
  'x-action': 'organizer.create',
  method: 'post',
  path: '/api/organizers',
  summary: 'Open an organizer: its first member confirms it by the sign-in link of a mail',
  tags,
  request: { headers: writeHeaders, body: jsonBody(newOrganizer) },
  responses: { 201: jsonAnswer(created, 'Waits for its first member'), default: problemAnswer },
})
const mine = defineRoute({
  ...own,
  method: 'get',
  path: '/api/account/organizers',
  summary: 'The organizers one is of',
  tags,
  responses: { 200: jsonAnswer(ownOrganizerList, 'By name'), default: problemAnswer },
})
const manage = defineRoute({
  ...own,
  method: 'get',
  path: `${path}/account`,
  summary: 'An organizer as its people see it',
  tags,
  request: { params: byId },
  responses: { 200: jsonAnswer(ownOrganizer, 'The organizer'), default: problemAnswer },
})
const confirm = defineRoute({
  ...own,
  method: 'post',
  path: `${path}/confirm`,
  summary: 'Say that the organizer is one’s own: from now on anyone sees it',
  tags,
  request: { params: byId },
  responses: { 200: jsonAnswer(ownOrganizer, 'The organizer'), default: problemAnswer },
})
const edit = defineRoute({
  ...own,
  method: 'patch',
  path,
  summary: 'Edit its page (If-Match)',
  tags,
  request: { params: byId, body: jsonBody(organizerChange) },
  responses: { 200: jsonAnswer(ownOrganizer, 'The organizer'), default: problemAnswer },
})
const invite = defineRoute({
  ...own,
  method: 'post',
  path: `${path}/members`,
  summary: 'Invite a person: a sign-in link is mailed to their address',
  tags,
  request: { params: byId, headers: writeHeaders, body: jsonBody(newMember) },
  responses: { 201: jsonAnswer(z.object({ userId: z.string() }), 'A member'), default: problemAnswer },
})
const remove = defineRoute({
  ...own,
  method: 'delete',
  path: `${path}/members/{userId}`,
  summary: 'Take a person out, oneself included',
  tags,
  request: { params: z.object({ id: uuid, userId: z.string().min(1).max(64) }) },
  responses: { 204: { description: 'Taken out' }, default: problemAnswer },
})
const events = defineRoute({
  ...own,
  method: 'get',
  path: `${path}/events`,
  summary: 'Its events, the newest first, with how often each was seen and followed',
  tags,
  request: { params: byId, query: organizerEventsQuery },
  responses: { 200: jsonAnswer(organizerEvents, 'A page'), default: problemAnswer },
})

export type OrganizerRouteDeps = OrganizerDeps & {
  /** Mails a sign-in link to a member; what goes wrong with it is logged, and told to nobody. */
  inviteBySignIn: (person: { email: string; language: Language; caller: Caller }) => void
}

/** Organizers: their public pages, and what their people do with them. */
export function createOrganizerRoutes(deps: OrganizerRouteDeps) {
  return createRouter()
    .openapi(list, async (c) => {
      const { territory, ...query } = c.req.valid('query')
      return c.json(await listOrganizers(deps, { territorySiren: territory, ...query }), 200)
    })
    .openapi(create, async (c) => {
      const request = c.req.valid('json')
      const caller = c.get('caller')
      const answer = await createOrganizer(
        { ...deps, invite: (email) => deps.inviteBySignIn({ email, language: request.locale, caller }) },
        { request, write: writeKeyOf(c, request), caller },
      )
      return c.json(answer.body, 201)
    })
    .openapi(mine, async (c) =>
      c.json(await listOwnOrganizers(deps, { actor: c.get('actor') }), 200, noStore),
    )
    .openapi(manage, async (c) => {
      const given = { actor: c.get('actor'), ...c.req.valid('param') }
      return c.json(await readOwnOrganizer(deps, given), 200, noStore)
    })
    .openapi(confirm, async (c) => {
      const given = { actor: c.get('actor'), ...c.req.valid('param') }
      await confirmOrganizer(deps, given)
      return c.json(await readOwnOrganizer(deps, given), 200, noStore)
    })
    .openapi(edit, async (c) => {
      const given = { actor: c.get('actor'), ...c.req.valid('param') }
      const change = { ...given, version: versionOf(c), change: c.req.valid('json') }
      return c.json(
        await withCurrent(
          () => editOrganizer(deps, change),
          () => readOwnOrganizer(deps, given),
        ),
        200,
        noStore,
      )
    })
    .openapi(invite, async (c) => {
      const request = c.req.valid('json')
      const caller = c.get('caller')
      const language = c.get('language')
      const answer = await addMember(
        { ...deps, invite: (email) => deps.inviteBySignIn({ email, language, caller }) },
        {
          actor: c.get('actor'),
          ...c.req.valid('param'),
          request,
          write: writeKeyOf(c, request),
          caller,
        },
      )
      return c.json(answer.body, 201)
    })
    .openapi(remove, async (c) => {
      await removeMember(deps, { actor: c.get('actor'), ...c.req.valid('param') })
      return c.body(null, 204)
    })
    .openapi(events, async (c) =>
      c.json(
        await listOrganizerEvents(deps, {
          actor: c.get('actor'),
          ...c.req.valid('param'),
          ...c.req.valid('query'),
        }),
        200,
        noStore,
      ),
    )
    .openapi(read, async (c) => {
      const { reference } = c.req.valid('param')
      const { territory } = c.req.valid('query')
      return c.json(await readOrganizer(deps, { reference, territorySiren: territory }), 200)
    })
}
