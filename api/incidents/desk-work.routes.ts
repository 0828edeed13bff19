import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versionOf,
  versionedHeaders,
  writeHeaders,
  writeKeyOf,
  type AppContext,
} from '../platform/http.ts'
import { moveTogether } from './desk-bulk.usecases.ts'
import { editIncident, type EditDeps } from './desk-edit.usecases.ts'
import { mergeIncident } from './desk-merge.usecases.ts'
import { addNote, moveIncident } from './desk-moves.usecases.ts'
import { changeTicket, describeChange } from './desk-ticket.usecases.ts'
import {
  bulkAnswer,
  bulkRequest,
  changed,
  editRequest,
  mergeRequest,
  moveRequest,
  noteRequest,
  type Changed,
} from './desk.schemas.ts'
import { uuid } from './incidents.schemas.ts'

const tags = ['Espace agents']
const byId = z.object({ id: uuid })
const answer = jsonAnswer(changed, 'The ticket as it is now')

const move = defineRoute({
  'x-action': 'incident.work',
  method: 'post',
  path: '/api/desk/incidents/{id}/moves',
  summary: 'Give it another status; to `forwarded` with a body, which is written to with a reply link',
  tags,
  request: { params: byId, headers: versionedHeaders, body: jsonBody(moveRequest) },
  responses: { 200: answer, default: problemAnswer },
})
const note = defineRoute({
  'x-action': 'incident.work',
  method: 'post',
  path: '/api/desk/incidents/{id}/notes',
  summary: 'A note for colleagues, or a public message',
  tags,
  request: { params: byId, headers: writeHeaders, body: jsonBody(noteRequest) },
  responses: { 201: answer, default: problemAnswer },
})
const edit = defineRoute({
  'x-action': 'incident.work',
  method: 'patch',
  path: '/api/desk/incidents/{id}',
  summary: 'Assign, plan, correct and re-route, publish, hide: each part with its own right',
  tags,
  request: { params: byId, headers: versionedHeaders, body: jsonBody(editRequest) },
  responses: { 200: answer, default: problemAnswer },
})
const merge = defineRoute({
  'x-action': 'incident.merge',
  method: 'post',
  path: '/api/desk/incidents/{id}/merge',
  summary: 'Merge this duplicate into another report, which its followers then follow',
  tags,
  request: { params: byId, headers: versionedHeaders, body: jsonBody(mergeRequest) },
  responses: { 200: answer, default: problemAnswer },
})
const bulk = defineRoute({
  'x-action': 'incident.work',
  method: 'post',
  path: '/api/desk/bulk',
  summary: 'The same gesture on several reports, each told apart',
  tags,
  request: { headers: writeHeaders, body: jsonBody(bulkRequest) },
  responses: { 200: jsonAnswer(bulkAnswer, 'What became of each'), default: problemAnswer },
})

/** What staff do to a report. */
export function createDeskWorkRoutes(deps: EditDeps) {
  const versionHeader = (found: Changed) => ({ ETag: `"${found.ticket?.version ?? found.version}"` })
  const given = (c: AppContext, id: string, request: unknown) => ({
    actor: c.get('actor'),
    id,
    write: writeKeyOf(c, request),
  })
  return createRouter()
    .openapi(move, async (c) => {
      const request = c.req.valid('json')
      const about = given(c, c.req.valid('param').id, request)
      const version = versionOf(c)
      const found = await changeTicket(deps, about, () => moveIncident(deps, { ...about, version, request }))
      return c.json(found, 200, versionHeader(found))
    })
    .openapi(note, async (c) => {
      const request = c.req.valid('json')
      const about = given(c, c.req.valid('param').id, request)
      const { body } = await addNote(deps, { ...about, request })
      const found = await describeChange(deps, { ...about, version: body.version })
      return c.json(found, 201, versionHeader(found))
    })
    .openapi(edit, async (c) => {
      const request = c.req.valid('json')
      const about = given(c, c.req.valid('param').id, request)
      const version = versionOf(c)
      const found = await changeTicket(deps, about, () => editIncident(deps, { ...about, version, request }))
      return c.json(found, 200, versionHeader(found))
    })
    .openapi(merge, async (c) => {
      const request = c.req.valid('json')
      const about = given(c, c.req.valid('param').id, request)
      const version = versionOf(c)
      const found = await changeTicket(deps, about, () => mergeIncident(deps, { ...about, version, request }))
      return c.json(found, 200, versionHeader(found))
    })
    .openapi(bulk, async (c) => {
      const request = c.req.valid('json')
      const results = await moveTogether(deps, {
        actor: c.get('actor'),
        request,
        write: writeKeyOf(c, request),
        language: c.get('language'),
      })
      return c.json(results, 200)
    })
}
