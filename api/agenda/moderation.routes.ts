import { z } from '@hono/zod-openapi'
import { etag } from 'hono/etag'
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
import { Problem } from '../platform/problems.ts'
import { uuid } from '../platform/wire.ts'
import { withCurrent } from './author.usecases.ts'
import { readModerated, type ModerationPageDeps } from './moderation-page.usecases.ts'
import { countQueues, listQueue, readSetup, readTimes } from './moderation-queues.usecases.ts'
import {
  agendaSetup,
  approveRequest,
  cancelEventRequest,
  correctRequest,
  declineRequest,
  imageRequest,
  moderated,
  moderatedEvent,
  moderatedList,
  questionRequest,
  queueCounts,
  queueQuery,
  responseTimes,
  revisionRequest,
  settleRequest,
  timesQuery,
  type Moderated,
} from './moderation.schemas.ts'
import {
  acceptRevision,
  approve,
  ask,
  cancel,
  checkImage,
  correct,
  decline,
  declineRevision,
  settleFlag,
  type ModerationDeps,
} from './moderation.usecases.ts'

const tags = ['Agenda : modération']
const action = { 'x-action': 'event.moderate' } as const
const byId = z.object({ id: uuid })
const path = '/api/desk/events/{id}' as const
const versioned = writeHeaders.extend({
  'if-match': z.string().openapi({ description: 'Version that the moderator saw, in quotes: `"3"`.' }),
})
const answer = jsonAnswer(moderated, 'The event as it is now')

const setup = defineRoute({
  ...action,
  method: 'get',
  path: '/api/desk/agenda/setup',
  summary: 'Communes and kinds of events of the territories one moderates in',
  tags,
  responses: { 200: jsonAnswer(agendaSetup, 'What the lists offer'), default: problemAnswer },
})
const counts = defineRoute({
  ...action,
  method: 'get',
  path: '/api/desk/agenda/counts',
  summary: 'How many wait in each queue of the agenda',
  tags,
  responses: { 200: jsonAnswer(queueCounts, 'Counts'), default: problemAnswer },
})
const times = defineRoute({
  ...action,
  method: 'get',
  path: '/api/desk/agenda/times',
  summary: 'How long decisions took, by month, and how many were late: counts only',
  tags,
  request: { query: timesQuery },
  responses: { 200: jsonAnswer(responseTimes, 'A year of months'), default: problemAnswer },
})
const list = defineRoute({
  ...action,
  method: 'get',
  path: '/api/desk/events',
  summary: 'A queue of the agenda, of what one moderates: what waits, the oldest first',
  tags,
  request: { query: queueQuery },
  responses: { 200: jsonAnswer(moderatedList, 'A page'), default: problemAnswer },
})
const read = defineRoute({
  ...action,
  method: 'get',
  path,
  summary: 'An event with all that a moderator decides with; its ETag is what If-Match carries',
  tags,
  request: { params: byId },
  responses: { 200: jsonAnswer(moderatedEvent, 'The event'), default: problemAnswer },
})
/** One act on one event, with If-Match. */
const act = <P extends string, S extends z.ZodType>(to: P, summary: string, body: S) =>
  defineRoute({
    ...action,
    method: 'post',
    path: `${path}/${to}` as const,
    summary,
    tags,
    request: { params: byId, headers: versioned, body: jsonBody(body) },
    responses: { 200: answer, default: problemAnswer },
  })
const approveRoute = act('approve', 'Publish it, or put back what was declined or cancelled', approveRequest)
const declineRoute = act('decline', 'Decline it, or take it out of sight, with a reason', declineRequest)
const askRoute = act(
  'questions',
  'Ask its author, who answers by a link, without an account',
  questionRequest,
)
const cancelRoute = act('cancel', 'Cancel it in sight of all, with the reason', cancelEventRequest)
const imageRoute = act('image', 'Say that its image may be shown, or erase it', imageRequest)
const revisionRoute = act('revision', 'Decide of the edit that waits', revisionRequest)
const correctRoute = defineRoute({
  ...action,
  method: 'put',
  path: `${path}/content`,
  summary: 'Write other content, at once (If-Match)',
  tags,
  request: { params: byId, headers: versioned, body: jsonBody(correctRequest) },
  responses: { 200: answer, default: problemAnswer },
})
const settleRoute = defineRoute({
  ...action,
  method: 'post',
  path: `${path}/flags/{flagId}/settle`,
  summary: 'Settle what a reader said: the event stays as it is',
  tags,
  request: { params: z.object({ id: uuid, flagId: uuid }), body: jsonBody(settleRequest) },
  responses: { 200: answer, default: problemAnswer },
})

/** The event after an act; null once it is in another's queue. */
async function describe(
  deps: ModerationPageDeps,
  given: { actor: AppContext['var']['actor']; id: string; version: number },
): Promise<Moderated> {
  const event = await readModerated(deps, given).catch((error: unknown) => {
    if (error instanceof Problem && error.slug === 'event-not-found') return null
    throw error
  })
  return { id: given.id, version: event?.version ?? given.version, event }
}

/** What moderators read and do. */
export function createModerationRoutes(deps: ModerationDeps & ModerationPageDeps) {
  const router = createRouter()
  for (const one of ['events', 'agenda/counts', 'agenda/setup']) router.on('GET', `/api/desk/${one}`, etag())
  const given = (c: AppContext) => ({ ...deps, actor: c.get('actor') })
  /** Does an act at the version the moderator saw, and answers the event as it is then. */
  const done = async <T extends { id: string }>(
    c: AppContext,
    id: string,
    request: T,
    work: (about: {
      actor: AppContext['var']['actor']
      id: string
      version: number
      entryId: string
      write: ReturnType<typeof writeKeyOf>
    }) => Promise<{ body: { version: number } }>,
  ) => {
    const about = { actor: c.get('actor'), id }
    const { body } = await withCurrent(
      () => work({ ...about, version: versionOf(c), entryId: request.id, write: writeKeyOf(c, request) }),
      () => readModerated(deps, about),
    )
    const found = await describe(deps, { ...about, version: body.version })
    return c.json(found, 200, { ETag: `"${found.version}"`, 'Cache-Control': 'private, no-cache' })
  }
  return router
    .openapi(setup, async (c) => c.json(await readSetup(given(c)), 200))
    .openapi(counts, async (c) => c.json(await countQueues(given(c)), 200))
    .openapi(times, async (c) => c.json(await readTimes(given(c), c.req.valid('query')), 200))
    .openapi(list, async (c) => c.json(await listQueue(given(c), c.req.valid('query')), 200))
    .openapi(read, async (c) => {
      const found = await readModerated(deps, { actor: c.get('actor'), id: c.req.valid('param').id })
      return c.json(found, 200, { ETag: `"${found.version}"` })
    })
    .openapi(approveRoute, (c) =>
      done(c, c.req.valid('param').id, c.req.valid('json'), (about) => approve(deps, about)),
    )
    .openapi(declineRoute, (c) => {
      const { reason, words } = c.req.valid('json')
      return done(c, c.req.valid('param').id, c.req.valid('json'), (about) =>
        decline(deps, { ...about, reason, words }),
      )
    })
    .openapi(askRoute, (c) => {
      const { words } = c.req.valid('json')
      return done(c, c.req.valid('param').id, c.req.valid('json'), (about) => ask(deps, { ...about, words }))
    })
    .openapi(cancelRoute, (c) => {
      const { words } = c.req.valid('json')
      return done(c, c.req.valid('param').id, c.req.valid('json'), (about) =>
        cancel(deps, { ...about, words }),
      )
    })
    .openapi(imageRoute, (c) => {
      const { allowed, words } = c.req.valid('json')
      return done(c, c.req.valid('param').id, c.req.valid('json'), (about) =>
        checkImage(deps, { ...about, allowed, words }),
      )
    })
    .openapi(revisionRoute, (c) => {
      const request = c.req.valid('json')
      return done(c, c.req.valid('param').id, request, (about) =>
        request.accepted
          ? acceptRevision(deps, about)
          : declineRevision(deps, { ...about, words: request.words }),
      )
    })
    .openapi(correctRoute, (c) => {
      const { content, words } = c.req.valid('json')
      return done(c, c.req.valid('param').id, c.req.valid('json'), (about) =>
        correct(deps, { ...about, content, words }),
      )
    })
    .openapi(settleRoute, async (c) => {
      const about = { actor: c.get('actor'), ...c.req.valid('param') }
      await settleFlag(deps, { ...about, words: c.req.valid('json').words })
      const found = await describe(deps, { ...about, version: 0 })
      return c.json(found, 200, { ETag: `"${found.version}"` })
    })
}
