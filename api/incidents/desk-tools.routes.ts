import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  type Deps,
} from '../platform/http.ts'
import { readSentences, readViews, removeView, writeView } from './desk-tools.usecases.ts'
import { savedViewShape, sentenceList, viewList, viewRequest } from './desk-tools.schemas.ts'
import { uuid } from './incidents.schemas.ts'

const tags = ['Espace agents']
const byId = z.object({ id: uuid })
const gone = { 204: { description: 'Removed' }, default: problemAnswer } as const

const sentences = defineRoute({
  'x-action': 'incident.list-staff',
  method: 'get',
  path: '/api/desk/sentences',
  summary: 'Ready-made sentences',
  tags,
  responses: { 200: jsonAnswer(sentenceList, 'Sentences'), default: problemAnswer },
})
const views = defineRoute({
  'x-action': 'desk.saved-views',
  method: 'get',
  path: '/api/desk/views',
  summary: 'One’s own views of the inbox',
  tags,
  responses: { 200: jsonAnswer(viewList, 'Views'), default: problemAnswer },
})
// PUT under an id the client makes: repeating it changes nothing, so it needs no idempotency key.
const putView = defineRoute({
  'x-action': 'desk.saved-views',
  method: 'put',
  path: '/api/desk/views/{id}',
  summary: 'Keep or change a view',
  tags,
  request: { params: byId, body: jsonBody(viewRequest) },
  responses: { 200: jsonAnswer(savedViewShape, 'The view'), default: problemAnswer },
})
const dropView = defineRoute({
  'x-action': 'desk.saved-views',
  method: 'delete',
  path: '/api/desk/views/{id}',
  summary: 'Remove a view',
  tags,
  request: { params: byId },
  responses: gone,
})

/** What makes an agent's day shorter: ready-made sentences and saved views. */
export function createDeskToolRoutes({ database }: Pick<Deps, 'database'>) {
  return createRouter()
    .openapi(sentences, async (c) =>
      c.json({ items: await readSentences({ database, actor: c.get('actor') }) }, 200),
    )
    .openapi(views, async (c) => c.json({ items: await readViews({ database, actor: c.get('actor') }) }, 200))
    .openapi(putView, async (c) => {
      const about = { id: c.req.valid('param').id, request: c.req.valid('json') }
      return c.json(await writeView({ database, actor: c.get('actor') }, about), 200)
    })
    .openapi(dropView, async (c) => {
      await removeView({ database, actor: c.get('actor') }, c.req.valid('param'))
      return c.body(null, 204)
    })
}
