import { z } from '@hono/zod-openapi'
import {
  type AppContext,
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versionOf,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import {
  answerQuestion,
  cancelOwnEvent,
  eraseOwnContact,
  publishOwnEvent,
  withdrawOwnEvent,
} from './author-acts.usecases.ts'
import { editOwnEvent, type AuthorDeps } from './author-edits.usecases.ts'
import { editOwnDate } from './author-dates.usecases.ts'
import { readOwnEvent, withCurrent, type Claim } from './author.usecases.ts'
import {
  answerRequest,
  authorEdit,
  authorEvent,
  cancelRequest,
  dateEdit,
  withdrawRequest,
} from './proposals.schemas.ts'

const tags = ['Agenda : son événement']
const action = { 'x-action': 'event.author' } as const
/** The private link's secret; absent for a member of the organizer who is signed in. */
const secretHeader = z.object({ 'bocage-secret': z.string().min(16).max(128).optional() })
const headers = writeHeaders.extend(secretHeader.shape)
const params = z.object({ id: uuid })
const page = jsonAnswer(authorEvent, 'The event as it is now')
const path = '/api/author/events/{id}' as const

const read = defineRoute({
  ...action,
  method: 'get',
  path,
  summary: 'One’s own event, by the private link or by a session of its organizer',
  tags,
  request: { headers: secretHeader, params },
  responses: { 200: page, default: problemAnswer },
})
const edit = defineRoute({
  ...action,
  method: 'patch',
  path,
  summary: 'Edit it (If-Match); once published, the edit waits unless the organizer is trusted',
  tags,
  request: { headers, params, body: jsonBody(authorEdit) },
  responses: { 200: page, default: problemAnswer },
})
const date = defineRoute({
  ...action,
  method: 'post',
  path: `${path}/dates`,
  summary: 'Move, cancel or restore one date (If-Match)',
  tags,
  request: { headers, params, body: jsonBody(dateEdit) },
  responses: { 200: page, default: problemAnswer },
})
const cancel = defineRoute({
  ...action,
  method: 'post',
  path: `${path}/cancel`,
  summary: 'Cancel it, with a reason (If-Match)',
  tags,
  request: { headers, params, body: jsonBody(cancelRequest) },
  responses: { 200: page, default: problemAnswer },
})
const publish = defineRoute({
  ...action,
  method: 'post',
  path: `${path}/publish`,
  summary: 'Publish what waits, or what was cancelled: for a trusted organizer (If-Match)',
  tags,
  request: { headers, params, body: jsonBody(withdrawRequest) },
  responses: { 200: page, default: problemAnswer },
})
const withdraw = defineRoute({
  ...action,
  method: 'post',
  path: `${path}/withdraw`,
  summary: 'Take back what no moderator decided yet (If-Match)',
  tags,
  request: { headers, params, body: jsonBody(withdrawRequest) },
  responses: { 200: page, 204: { description: 'A draft: erased' }, default: problemAnswer },
})
const answer = defineRoute({
  ...action,
  method: 'post',
  path: `${path}/answers`,
  summary: 'Answer a moderator’s question',
  tags,
  request: { headers, params, body: jsonBody(answerRequest) },
  responses: { 200: page, default: problemAnswer },
})
const erase = defineRoute({
  ...action,
  method: 'delete',
  path: `${path}/contact`,
  summary: 'Erase how to reach me',
  tags,
  request: { headers: secretHeader, params },
  responses: { 204: { description: 'Erased' }, default: problemAnswer },
})

const noStore = { 'Cache-Control': 'no-store' }

/**
 * What the author of an event does with it. The secret travels in a header: addresses are logged, headers are not.
 */
export function createAuthorRoutes(deps: AuthorDeps) {
  const claimOf = (c: AppContext, id: string): Claim => ({
    id,
    secret: c.req.header('bocage-secret'),
    actor: c.get('actor'),
  })
  const act = <T>(c: AppContext, id: string, request: T) => ({
    ...claimOf(c, id),
    request,
    caller: c.get('caller'),
    write: writeKeyOf(c, { by: c.get('actor')?.userId ?? null, request }),
  })
  const current = (claim: Claim) => () => readOwnEvent(deps, claim)

  return createRouter()
    .openapi(read, async (c) =>
      c.json(await readOwnEvent(deps, claimOf(c, c.req.valid('param').id)), 200, noStore),
    )
    .openapi(edit, async (c) => {
      const given = { ...act(c, c.req.valid('param').id, c.req.valid('json')), version: versionOf(c) }
      await withCurrent(() => editOwnEvent(deps, given), current(given))
      return c.json(await readOwnEvent(deps, given), 200, noStore)
    })
    .openapi(date, async (c) => {
      const given = { ...act(c, c.req.valid('param').id, c.req.valid('json')), version: versionOf(c) }
      await withCurrent(() => editOwnDate(deps, given), current(given))
      return c.json(await readOwnEvent(deps, given), 200, noStore)
    })
    .openapi(cancel, async (c) => {
      const given = { ...act(c, c.req.valid('param').id, c.req.valid('json')), version: versionOf(c) }
      await withCurrent(() => cancelOwnEvent(deps, given), current(given))
      return c.json(await readOwnEvent(deps, given), 200, noStore)
    })
    .openapi(publish, async (c) => {
      const given = { ...act(c, c.req.valid('param').id, c.req.valid('json')), version: versionOf(c) }
      await withCurrent(() => publishOwnEvent(deps, given), current(given))
      return c.json(await readOwnEvent(deps, given), 200, noStore)
    })
    .openapi(withdraw, async (c) => {
      const given = { ...act(c, c.req.valid('param').id, c.req.valid('json')), version: versionOf(c) }
      const { body } = await withCurrent(() => withdrawOwnEvent(deps, given), current(given))
      if (body === null) return c.body(null, 204)
      return c.json(await readOwnEvent(deps, given), 200, noStore)
    })
    .openapi(answer, async (c) => {
      const given = act(c, c.req.valid('param').id, c.req.valid('json'))
      await answerQuestion(deps, given)
      return c.json(await readOwnEvent(deps, given), 200, noStore)
    })
    .openapi(erase, async (c) => {
      await eraseOwnContact(deps, claimOf(c, c.req.valid('param').id))
      return c.body(null, 204)
    })
}
