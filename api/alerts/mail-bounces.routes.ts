import { z } from '@hono/zod-openapi'
import { createRouter, defineRoute, jsonAnswer, problemAnswer, type Deps } from '../platform/http.ts'
import { commonProblems } from '../platform/problems.ts'
import { receiveReturnedMail } from './mail-bounces.usecases.ts'

/** A notification may hold the whole mail that came back. */
const largest = 1024 * 1024

const receive = defineRoute({
  'x-action': 'mail.returned',
  method: 'post',
  path: '/api/mail-bounces',
  summary:
    'A mail that came back to a return address, handed over by the mail server, whole (message/rfc822)',
  tags: ['Courriels'],
  request: {
    headers: z.object({
      'bocage-signature': z.string().max(200).default('').openapi({
        description: '`t=SECONDS,v1=HEX`: HMAC-SHA-256 of `SECONDS.` and the body, with MAIL_BOUNCE_SECRET.',
      }),
      'bocage-recipient': z.string().max(320).optional().openapi({
        description: 'Whom the mail server received it for; without it, the To of the mail.',
      }),
    }),
  },
  responses: {
    200: jsonAnswer(z.object({ counted: z.number() }), 'How many reports counted'),
    default: problemAnswer,
  },
})

/** Where the mail server hands over what came back. */
export function createBounceRoutes(deps: Deps) {
  return createRouter().openapi(receive, async (c) => {
    const headers = c.req.valid('header')
    const tooLarge = () => commonProblems['body-too-large']({ limit: '1 Mo' })
    if (Number(c.req.header('content-length') ?? 0) > largest) throw tooLarge()
    const body = Buffer.from(await c.req.arrayBuffer())
    if (body.length > largest) throw tooLarge()
    const recipient = headers['bocage-recipient']
    return c.json(
      await receiveReturnedMail(deps, { signature: headers['bocage-signature'], recipient, body }),
      200,
    )
  })
}
