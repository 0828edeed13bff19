import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import type { DeskDeps } from './desk-entries.usecases.ts'
import { forwardedReply, forwardedTicket } from './desk-forward.schemas.ts'
import { readForwarded, replyToForward } from './desk-reply.usecases.ts'

const tags = ['Lien de réponse']
const secretHeader = z.object({ 'bocage-secret': z.string().min(16).max(128) })

const read = defineRoute({
  'x-action': 'incident.use-reply-link',
  method: 'get',
  path: '/api/forwarded',
  summary: 'What another body was sent, by its reply link',
  tags,
  request: { headers: secretHeader },
  responses: { 200: jsonAnswer(forwardedTicket, 'The report'), default: problemAnswer },
})
const reply = defineRoute({
  'x-action': 'incident.use-reply-link',
  method: 'post',
  path: '/api/forwarded/replies',
  summary: 'Answer: a status, or words alone',
  tags,
  request: { headers: writeHeaders.extend(secretHeader.shape), body: jsonBody(forwardedReply) },
  responses: { 201: jsonAnswer(forwardedTicket, 'The report as it is now'), default: problemAnswer },
})

/** What the holder of a reply link may do. The secret travels in a header: addresses are logged, headers are not. */
export function createReplyRoutes(deps: DeskDeps) {
  return createRouter()
    .openapi(read, async (c) => {
      const found = await readForwarded(deps, { secret: c.req.valid('header')['bocage-secret'] })
      return c.json(found, 200, { 'Cache-Control': 'no-store' })
    })
    .openapi(reply, async (c) => {
      const request = c.req.valid('json')
      const secret = c.req.valid('header')['bocage-secret']
      await replyToForward(deps, { secret, request, write: writeKeyOf(c, request) })
      return c.json(await readForwarded(deps, { secret }), 201, { 'Cache-Control': 'no-store' })
    })
}
