import { z } from '@hono/zod-openapi'
import { createRouter, defineRoute, jsonAnswer, type Deps } from './platform/http.ts'
import type { Mailer } from './platform/mailer.ts'

const tags = ['Service']
const answer = z.object({ status: z.literal('ok') })

const health = defineRoute({
  'x-action': 'service.read',
  method: 'get',
  path: '/healthz',
  summary: 'The process serves',
  tags,
  responses: { 200: jsonAnswer(answer, 'Serving') },
})

const ready = defineRoute({
  'x-action': 'service.read',
  method: 'get',
  path: '/readyz',
  summary: 'The database answers; says whether mail can leave',
  tags,
  responses: {
    200: jsonAnswer(answer.extend({ mail: z.enum(['smtp', 'local', 'off']) }), 'Ready'),
    503: jsonAnswer(z.object({ status: z.literal('unavailable') }), 'Not ready'),
  },
})

/** What a supervisor or a load balancer asks. */
export function createServiceRoutes({ database, mailer, logger }: Deps & { mailer: Mailer }) {
  return createRouter()
    .openapi(health, (c) => c.json({ status: 'ok' as const }, 200))
    .openapi(ready, async (c) => {
      try {
        await database.check()
        return c.json({ status: 'ok' as const, mail: mailer.mode }, 200)
      } catch (err) {
        logger.error({ err })
        return c.json({ status: 'unavailable' as const }, 503)
      }
    })
}
