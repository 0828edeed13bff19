import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  writeHeaders,
  writeKeyOf,
  type Deps,
} from '../platform/http.ts'
import {
  deviceIdSchema,
  deviceRegistrationSchema,
  deviceSchema,
  deviceSecretHeader,
  deviceTestSchema,
  pushKeySchema,
} from './alerts.schemas.ts'
import { describeDevice, registerDevice, removeDevice, testDevice } from './alerts.usecases.ts'
import type { PushKeys } from './alerts.vapid.ts'
import { hashSecret } from '../platform/ids.ts'

const action = 'device.register'
const tags = ['Notifications']
const secretOf = (headers: { 'bocage-device-secret': string }) => headers['bocage-device-secret']

const readKey = defineRoute({
  'x-action': action,
  method: 'get',
  path: '/api/push/key',
  tags,
  summary: 'The key to subscribe with',
  responses: { 200: jsonAnswer(pushKeySchema, 'The public key'), default: problemAnswer },
})

const putDevice = defineRoute({
  'x-action': action,
  method: 'put',
  path: '/api/devices/{id}',
  tags,
  summary: 'Register a phone, or repair it',
  request: {
    params: deviceIdSchema,
    headers: deviceSecretHeader.extend(writeHeaders.shape),
    body: jsonBody(deviceRegistrationSchema),
  },
  responses: {
    200: jsonAnswer(deviceSchema, 'Repaired'),
    201: jsonAnswer(deviceSchema, 'Registered'),
    default: problemAnswer,
  },
})

const getDevice = defineRoute({
  'x-action': action,
  method: 'get',
  path: '/api/devices/{id}',
  tags,
  summary: 'Does the server know this phone, and is it alive?',
  request: { params: deviceIdSchema, headers: deviceSecretHeader },
  responses: { 200: jsonAnswer(deviceSchema, 'The phone'), default: problemAnswer },
})

const deleteDevice = defineRoute({
  'x-action': action,
  method: 'delete',
  path: '/api/devices/{id}',
  tags,
  summary: 'Stop all pushes to this phone',
  request: { params: deviceIdSchema, headers: deviceSecretHeader },
  responses: { 204: { description: 'Stopped' }, default: problemAnswer },
})

const postTest = defineRoute({
  'x-action': action,
  method: 'post',
  path: '/api/devices/{id}/test',
  tags,
  summary: 'Send a test message to this phone',
  request: { params: deviceIdSchema, headers: deviceSecretHeader.extend(writeHeaders.shape) },
  responses: { 202: jsonAnswer(deviceTestSchema, 'On its way'), default: problemAnswer },
})

/** The routes by which a phone makes itself known to be told of things. */
export function createAlertRoutes(deps: Deps & { pushKeys: PushKeys }) {
  return createRouter()
    .openapi(readKey, async (c) => {
      await deps.pushKeys.refresh()
      c.header('Cache-Control', 'no-cache')
      return c.json({ publicKey: deps.pushKeys.publicKey }, 200)
    })
    .openapi(putDevice, async (c) => {
      const { id } = c.req.valid('param')
      const secret = secretOf(c.req.valid('header'))
      const registration = c.req.valid('json')
      // The secret is part of what is repeated: another's key never gives this phone's answer.
      const write = writeKeyOf(c, { registration, secret: hashSecret(secret) })
      const { status, body } = await registerDevice({
        ...deps,
        id,
        secret,
        registration,
        write,
        caller: c.get('caller'),
      })
      return c.json(body, status === 201 ? 201 : 200)
    })
    .openapi(getDevice, async (c) => {
      c.header('Cache-Control', 'no-store')
      const { id } = c.req.valid('param')
      return c.json(await describeDevice({ ...deps, id, secret: secretOf(c.req.valid('header')) }), 200)
    })
    .openapi(deleteDevice, async (c) => {
      const { id } = c.req.valid('param')
      await removeDevice({ ...deps, id, secret: secretOf(c.req.valid('header')) })
      return c.body(null, 204)
    })
    .openapi(postTest, async (c) => {
      const { id } = c.req.valid('param')
      const secret = secretOf(c.req.valid('header'))
      const write = writeKeyOf(c, { secret: hashSecret(secret) })
      const { body } = await testDevice({ ...deps, id, secret, write, caller: c.get('caller') })
      return c.json(body, 202)
    })
}
