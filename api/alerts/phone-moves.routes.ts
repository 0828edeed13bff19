import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  type Deps,
} from '../platform/http.ts'
import { deviceIdSchema, deviceSecretHeader } from './alerts.schemas.ts'
import { phoneMoveOffer, phoneMoveTaken, phoneMoveTaking, phoneMoveView } from './phone-moves.schemas.ts'
import { offerMove, readMove, takeMove, type CarryFollows } from './phone-moves.usecases.ts'

const tags = ['Notifications']
const own = { 'x-action': 'device.register', tags } as const
const request = { params: deviceIdSchema, headers: deviceSecretHeader }
const view = { 200: jsonAnswer(phoneMoveView, 'What became of the code'), default: problemAnswer }

const offer = defineRoute({
  ...own,
  method: 'put',
  path: '/api/devices/{id}/move',
  summary: 'Show a code by which another phone takes over what this one is told of',
  request: { ...request, body: jsonBody(phoneMoveOffer) },
  responses: view,
})
const read = defineRoute({
  ...own,
  method: 'get',
  path: '/api/devices/{id}/move',
  summary: 'Was the code that this phone shows used?',
  request,
  responses: view,
})
const take = defineRoute({
  ...own,
  method: 'post',
  path: '/api/devices/{id}/taken-over',
  summary:
    'Take over what another phone is told of, by the code on its screen; sent again, it changes nothing',
  request: { ...request, body: jsonBody(phoneMoveTaking) },
  responses: { 200: jsonAnswer(phoneMoveTaken, 'This phone has it now'), default: problemAnswer },
})

const noStore = { 'Cache-Control': 'no-store' }

/** Moving to another phone. */
export function createPhoneMoveRoutes(
  deps: Pick<Deps, 'database' | 'clock' | 'ids' | 'rateLimiter'> & { carry: readonly CarryFollows[] },
) {
  const keyOf = (param: { id: string }, headers: { 'bocage-device-secret': string }) => ({
    id: param.id,
    secret: headers['bocage-device-secret'],
  })
  return createRouter()
    .openapi(offer, async (c) => {
      const key = keyOf(c.req.valid('param'), c.req.valid('header'))
      const asked = { ...key, offer: c.req.valid('json'), caller: c.get('caller') }
      return c.json(await offerMove(deps, asked), 200, noStore)
    })
    .openapi(read, async (c) => {
      const key = keyOf(c.req.valid('param'), c.req.valid('header'))
      return c.json(await readMove(deps, key), 200, noStore)
    })
    .openapi(take, async (c) => {
      const key = keyOf(c.req.valid('param'), c.req.valid('header'))
      const asked = { ...key, ...c.req.valid('json'), caller: c.get('caller') }
      return c.json(await takeMove(deps, asked), 200, noStore)
    })
}
