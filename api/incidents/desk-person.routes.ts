import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versionOf,
  versionedHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import type { DeskDeps } from './desk-entries.usecases.ts'
import { saySomething, setContact } from './desk-person.usecases.ts'
import { changeTicket } from './desk-ticket.usecases.ts'
import { changed, contactRequest, saidRequest, type Changed } from './desk.schemas.ts'
import { uuid } from './incidents.schemas.ts'

const action = { 'x-action': 'incident.enter-on-behalf' } as const
const tags = ['Espace agents']
const byId = z.object({ id: uuid })
const answer = jsonAnswer(changed, 'The ticket as it is now')

const contact = defineRoute({
  ...action,
  tags,
  method: 'put',
  path: '/api/desk/incidents/{id}/contact',
  summary: 'Keep, correct or erase (`null`) how to reach who reported it, as they ask',
  request: { params: byId, headers: versionedHeaders, body: jsonBody(contactRequest) },
  responses: { 200: answer, default: problemAnswer },
})
const said = defineRoute({
  ...action,
  tags,
  method: 'post',
  path: '/api/desk/incidents/{id}/said',
  summary: 'Write down what a resident says of it on the phone or at the counter, as by their own link',
  request: { params: byId, headers: versionedHeaders, body: jsonBody(saidRequest) },
  responses: { 201: answer, default: problemAnswer },
})

/** What a clerk does about a report in the name of who made it. */
export function createDeskPersonRoutes(deps: DeskDeps) {
  const versionHeader = (found: Changed) => ({ ETag: `"${found.ticket?.version ?? found.version}"` })
  return createRouter()
    .openapi(contact, async (c) => {
      const request = c.req.valid('json')
      const about = { actor: c.get('actor'), id: c.req.valid('param').id, write: writeKeyOf(c, request) }
      const version = versionOf(c)
      const found = await changeTicket(deps, about, () => setContact(deps, { ...about, version, request }))
      return c.json(found, 200, versionHeader(found))
    })
    .openapi(said, async (c) => {
      const request = c.req.valid('json')
      const about = { actor: c.get('actor'), id: c.req.valid('param').id, write: writeKeyOf(c, request) }
      const version = versionOf(c)
      const found = await changeTicket(deps, about, () => saySomething(deps, { ...about, version, request }))
      return c.json(found, 201, versionHeader(found))
    })
}
