import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  type Deps,
} from '../platform/http.ts'
import { deviceIdSchema, deviceSecretHeader } from './alerts.schemas.ts'
import { pushPreferences, pushPreferencesView, pushStop } from './push-preferences.schemas.ts'
import {
  linkPhone,
  notePhoneSeen,
  readPushPreferences,
  stopPushKind,
  unlinkPhone,
  writePushPreferences,
} from './push-preferences.usecases.ts'

const tags = ['Notifications']
const own = { 'x-action': 'device.register', tags } as const
const request = { params: deviceIdSchema, headers: deviceSecretHeader }
const responses = {
  200: jsonAnswer(pushPreferencesView, 'The preferences as they are now'),
  default: problemAnswer,
}

const read = defineRoute({
  ...own,
  method: 'get',
  path: '/api/devices/{id}/preferences',
  summary: 'What a phone does not want, and when',
  request,
  responses,
})
const write = defineRoute({
  ...own,
  method: 'put',
  path: '/api/devices/{id}/preferences',
  summary: 'Set what a phone does not want, and when',
  request: { ...request, body: jsonBody(pushPreferences) },
  responses,
})
const stop = defineRoute({
  ...own,
  method: 'post',
  path: '/api/devices/{id}/stops',
  summary: 'Stop one kind of messages, or take that back; sent again, it changes nothing',
  request: { ...request, body: jsonBody(pushStop) },
  responses,
})
const seen = defineRoute({
  ...own,
  method: 'post',
  path: '/api/devices/{id}/seen',
  summary: 'The phone gives a sign; kept to the day',
  request,
  responses: { 204: { description: 'Noted' }, default: problemAnswer },
})
const link = defineRoute({
  ...own,
  'x-action': 'device.link',
  method: 'put',
  path: '/api/devices/{id}/account',
  summary: 'Make it a phone of one’s account: the preferences of both become one, the stricter wins',
  request,
  responses,
})
const unlink = defineRoute({
  ...own,
  method: 'delete',
  path: '/api/devices/{id}/account',
  summary: 'Make it nobody’s phone; its preferences stay',
  request,
  responses,
})

const noStore = { 'Cache-Control': 'no-store' }

/** What a phone, and the account it may be of, want to be told of, and when. */
export function createPushPreferenceRoutes(deps: Pick<Deps, 'database' | 'clock' | 'rateLimiter'>) {
  const keyOf = (param: { id: string }, headers: { 'bocage-device-secret': string }) => ({
    id: param.id,
    secret: headers['bocage-device-secret'],
  })
  return createRouter()
    .openapi(read, async (c) => {
      const key = keyOf(c.req.valid('param'), c.req.valid('header'))
      return c.json(await readPushPreferences(deps, key), 200, noStore)
    })
    .openapi(write, async (c) => {
      const key = keyOf(c.req.valid('param'), c.req.valid('header'))
      const asked = { ...key, preferences: c.req.valid('json'), caller: c.get('caller') }
      return c.json(await writePushPreferences(deps, asked), 200, noStore)
    })
    .openapi(stop, async (c) => {
      const key = keyOf(c.req.valid('param'), c.req.valid('header'))
      const asked = { ...key, ...c.req.valid('json'), caller: c.get('caller') }
      return c.json(await stopPushKind(deps, asked), 200, noStore)
    })
    .openapi(seen, async (c) => {
      await notePhoneSeen(deps, keyOf(c.req.valid('param'), c.req.valid('header')))
      return c.body(null, 204)
    })
    .openapi(link, async (c) => {
      const key = keyOf(c.req.valid('param'), c.req.valid('header'))
      return c.json(await linkPhone(deps, { ...key, actor: c.get('actor') }), 200, noStore)
    })
    .openapi(unlink, async (c) => {
      const key = keyOf(c.req.valid('param'), c.req.valid('header'))
      return c.json(await unlinkPhone(deps, key), 200, noStore)
    })
}
