import { z } from '@hono/zod-openapi'
import { createRouter, defineRoute, jsonBody, problemAnswer, type Deps } from '../platform/http.ts'
import { tellShown } from './push-shown.usecases.ts'

const token = z.string().regex(/^[\w.-]{16,128}$/)
const pushesShown = z
  .strictObject({
    tokens: z.array(token).min(1).max(50).openapi({
      description:
        'The `shown` of each push: this one, and those that an earlier cut of the network left over.',
    }),
  })
  .openapi('PushesShown')

const shown = defineRoute({
  'x-action': 'push.shown',
  method: 'post',
  path: '/api/push/shown',
  summary: 'The phone has really shown some pushes: for counts alone; told again, it changes nothing',
  tags: ['Notifications'],
  request: { body: jsonBody(pushesShown) },
  responses: { 204: { description: 'Noted, or passed over' }, default: problemAnswer },
})

/** Where the service worker tells what it has shown. */
export function createPushShownRoutes(deps: Deps) {
  return createRouter().openapi(shown, async (c) => {
    await tellShown(deps, { ...c.req.valid('json'), caller: c.get('caller') })
    return c.body(null, 204)
  })
}
