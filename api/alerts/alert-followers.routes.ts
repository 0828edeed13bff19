import { z } from '@hono/zod-openapi'
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
import { hashSecret } from '../platform/ids.ts'
import {
  followAsked,
  followConfirmed,
  followConfirmRequest,
  followerChoices,
  followerStop,
  followerView,
  mailFollowRequest,
  stopped,
} from './alert-followers.schemas.ts'
import {
  changeChoices,
  confirmFollow,
  followByMail,
  readChoices,
  stopFollowing,
  stopPageOf,
} from './alert-followers.usecases.ts'
import { deviceSecretHeader } from './alerts.schemas.ts'

const tags = ['Alertes']
const shared = { 'x-action': 'alert.follow-by-address', tags } as const
const secretHeader = z.object({ 'bocage-secret': z.string().min(16).max(128) })
const linkParam = z.object({ secret: z.string().regex(/^[\w.-]{16,128}$/) })

const ask = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/alert-followers',
  summary: 'Ask to be told of a commune’s alerts by mail, confirmed by a link',
  request: { headers: writeHeaders, body: jsonBody(mailFollowRequest) },
  responses: { 201: jsonAnswer(followAsked, 'What comes next'), default: problemAnswer },
})
const confirm = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/alert-followers/confirm',
  summary: 'Confirm it, by the link of the mail',
  request: {
    headers: secretHeader.extend(deviceSecretHeader.partial().shape),
    body: jsonBody(followConfirmRequest),
  },
  responses: { 200: jsonAnswer(followConfirmed, 'Confirmed'), default: problemAnswer },
})
const read = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/alert-followers/own',
  summary: 'What an address receives, by the link of its messages',
  request: { headers: secretHeader },
  responses: { 200: jsonAnswer(followerView, 'Communes and kinds'), default: problemAnswer },
})
const change = defineRoute({
  ...shared,
  method: 'put',
  path: '/api/alert-followers/own',
  summary: 'Set the kinds of each commune followed',
  request: { headers: secretHeader.extend(writeHeaders.shape), body: jsonBody(followerChoices) },
  responses: { 200: jsonAnswer(followerView, 'Communes and kinds'), default: problemAnswer },
})
const stop = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/alert-followers/stop',
  summary: 'Stop a kind, a weekly digest, or all',
  request: { headers: secretHeader, body: jsonBody(followerStop) },
  responses: { 200: jsonAnswer(stopped, 'Stopped'), default: problemAnswer },
})
const stopOneClick = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/alert-followers/stop/{secret}',
  summary:
    'One-click unsubscribe of mail programs (RFC 8058): stops all to the address, or the digest whose mail it is',
  request: { params: linkParam },
  responses: { 200: jsonAnswer(stopped, 'Stopped'), default: problemAnswer },
})
const stopPage = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/alert-followers/stop/{secret}',
  summary: 'The same address opened by a person, or by a program that reads links: the page that asks first',
  request: { params: linkParam },
  responses: { 302: { description: 'The page' }, default: problemAnswer },
})

/** Where alerts are followed without this app: by mail. */
export function createFollowerRoutes(deps: Deps) {
  return createRouter()
    .openapi(ask, async (c) => {
      const request = c.req.valid('json')
      const answer = await followByMail(deps, {
        request,
        actor: c.get('actor'),
        write: writeKeyOf(c, request),
        caller: c.get('caller'),
      })
      return c.json(answer.body, 201)
    })
    .openapi(confirm, async (c) => {
      const headers = c.req.valid('header')
      const { deviceId } = c.req.valid('json')
      const phone = deviceId ? { id: deviceId, secret: headers['bocage-device-secret'] ?? '' } : null
      c.header('Cache-Control', 'no-store')
      return c.json(await confirmFollow(deps, { secret: headers['bocage-secret'], phone }), 200)
    })
    .openapi(read, async (c) => {
      c.header('Cache-Control', 'no-store')
      return c.json(await readChoices(deps, { secret: c.req.valid('header')['bocage-secret'] }), 200)
    })
    .openapi(change, async (c) => {
      const choices = c.req.valid('json')
      const secret = c.req.valid('header')['bocage-secret']
      const write = writeKeyOf(c, { choices, secret: hashSecret(secret) })
      const answer = await changeChoices(deps, { secret, choices, write, caller: c.get('caller') })
      c.header('Cache-Control', 'no-store')
      return c.json(answer.body, 200)
    })
    .openapi(stop, async (c) => {
      const { kind, digest } = c.req.valid('json')
      const secret = c.req.valid('header')['bocage-secret']
      return c.json(await stopFollowing(deps, { secret, kind, digest }), 200)
    })
    .openapi(stopOneClick, async (c) => c.json(await stopFollowing(deps, c.req.valid('param')), 200))
    .openapi(stopPage, async (c) => c.redirect(await stopPageOf(deps, c.req.valid('param')), 302))
}
