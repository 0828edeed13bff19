import { createRouter, defineRoute, jsonAnswer, jsonBody, problemAnswer, type Deps } from './platform/http.ts'
import { findUnknownKeys } from './platform/idempotency.ts'
import type { RateRule } from './platform/rate-limits.ts'
import { writesAsked, writesUnknown } from './writes.schemas.ts'

/** A phone asks once an hour, of five hundred writes at most. */
const askRate: RateRule = { name: 'writes-asked', windowSeconds: 3600, perDevice: 30, perAddress: 3000 }

const unknown = defineRoute({
  'x-action': 'write.ask',
  method: 'post',
  path: '/api/writes/unknown',
  summary:
    'Which of these accepted writes the service no longer knows, after it was put back from an older copy',
  tags: ['Service'],
  request: { body: jsonBody(writesAsked) },
  responses: { 200: jsonAnswer(writesUnknown, 'Those it does not know'), default: problemAnswer },
})

/** What a phone asks of the writes it was told were accepted: docs/decisions/phone-queue.md. */
export function createWriteRoutes(deps: Pick<Deps, 'database' | 'clock' | 'rateLimiter'>) {
  return createRouter().openapi(unknown, async (c) => {
    const { writes } = c.req.valid('json')
    await deps.database.write((tx) => deps.rateLimiter.spend(tx, askRate, c.get('caller')))
    c.header('Cache-Control', 'no-store')
    return c.json({ unknown: await findUnknownKeys(deps, writes) }, 200)
  })
}
