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
  followCallList,
  followCallMark,
  followCallMarked,
  followCallQuery,
  listedFollowNoted,
  newListedFollow,
} from './follow-calls.schemas.ts'
import { listFollowCalls, markFollowCall, noteFollow, removeFollow } from './follow-calls.usecases.ts'

const tags = ['Alertes : personnes à appeler']
const shared = { 'x-action': 'phone-list.keep', tags } as const
const ofId = z.object({ id: uuid })
const path = '/api/desk/calls'

const note = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/desk/phone-list/{id}/follows',
  summary: 'Note that they ask to be called about an event, a search of the agenda or the week',
  request: { params: ofId, headers: writeHeaders, body: jsonBody(newListedFollow) },
  responses: { 201: jsonAnswer(listedFollowNoted, 'Noted'), default: problemAnswer },
})
const list = defineRoute({
  ...shared,
  method: 'get',
  path,
  summary: 'What the people of a commune are called about, by name, with what is new to each',
  request: { query: followCallQuery },
  responses: { 200: jsonAnswer(followCallList, 'A page'), default: problemAnswer },
})
const mark = defineRoute({
  ...shared,
  method: 'post',
  path: `${path}/{id}`,
  summary: 'Note that they were told, that they did not answer, or take it back (If-Match)',
  request: { params: ofId, headers: writeHeaders, body: jsonBody(followCallMark) },
  responses: { 200: jsonAnswer(followCallMarked, 'How it stands now'), default: problemAnswer },
})
const remove = defineRoute({
  ...shared,
  method: 'delete',
  path: `${path}/{id}`,
  summary: 'Call them about it no more (If-Match)',
  request: { params: ofId, headers: writeHeaders },
  responses: { 200: jsonAnswer(z.object({ removed: z.literal(true) }), 'Taken off'), default: problemAnswer },
})

/** What people whom a town hall calls ask to be told of, beside alerts. */
export function createFollowCallRoutes(deps: Deps) {
  return createRouter()
    .openapi(note, async (c) => {
      const { id: personId } = c.req.valid('param')
      const asked = c.req.valid('json')
      const write = writeKeyOf(c, { personId, asked })
      return c.json(
        versioned(c, (await noteFollow(deps, { actor: c.get('actor'), personId, asked, write })).body),
        201,
      )
    })
    .openapi(list, async (c) => {
      c.header('Cache-Control', 'private, no-store')
      const { territory, commune, cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territory, commune, cursor, limit, language: c.get('language') }
      return c.json(await listFollowCalls(deps, asked), 200)
    })
    .openapi(mark, async (c) => {
      const { id } = c.req.valid('param')
      const said = c.req.valid('json')
      const version = versionOf(c)
      const write = writeKeyOf(c, { said, version })
      const asked = { actor: c.get('actor'), id, version, mark: said, language: c.get('language'), write }
      return c.json(versioned(c, (await markFollowCall(deps, asked)).body), 200)
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid('param')
      const version = versionOf(c)
      const write = writeKeyOf(c, { id, version })
      const asked = { actor: c.get('actor'), id, version, language: c.get('language'), write }
      return c.json((await removeFollow(deps, asked)).body, 200)
    })
}
