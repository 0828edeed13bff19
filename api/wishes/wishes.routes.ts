import { z } from '@hono/zod-openapi'
import { digestMailRequest, followAsked } from '../alerts/alert-followers.schemas.ts'
import { deviceSecretHeader } from '../alerts/alerts.schemas.ts'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  writeHeaders,
  writeKeyOf,
  type AppContext,
  type Deps,
} from '../platform/http.ts'
import { hashSecret } from '../platform/ids.ts'
import { uuid } from '../platform/wire.ts'
import { leaveDigestByMail } from './digest-mail.usecases.ts'
import { newWish, wishList, wishQuery, wishView } from './wishes.schemas.ts'
import { leaveWish, listWishes, removeWish, stopWish, type WishDeps, type Wisher } from './wishes.usecases.ts'

const tags = ['Notifications']
const own = { 'x-action': 'wish.leave', tags } as const
const byLink = { 'x-action': 'wish.use-link', tags } as const
const secret = z.string().min(16).max(128)
const phone = z.object({
  'bocage-push-device': uuid.optional().openapi({ description: 'The phone that is told, with its secret.' }),
  'bocage-device-secret': deviceSecretHeader.shape['bocage-device-secret'].optional(),
})
const stopped = {
  200: jsonAnswer(z.object({ stopped: z.literal(true) }), 'Stopped'),
  default: problemAnswer,
}

const leave = defineRoute({
  ...own,
  method: 'post',
  path: '/api/wishes',
  summary: 'Ask to be told: on a phone by its secret, or by mail with an account',
  request: { headers: phone.extend(writeHeaders.shape), body: jsonBody(newWish) },
  responses: { 201: jsonAnswer(wishView, 'Noted'), default: problemAnswer },
})
const leaveByMail = defineRoute({
  ...own,
  method: 'post',
  path: '/api/wishes/digest-by-mail',
  summary:
    'Ask for the weekly digest of a commune by mail, without an account: confirmed as `alert-followers`',
  request: { headers: writeHeaders, body: jsonBody(digestMailRequest) },
  responses: { 201: jsonAnswer(followAsked, 'What comes next'), default: problemAnswer },
})
const list = defineRoute({
  ...own,
  method: 'get',
  path: '/api/wishes',
  summary: 'All that a phone and the person signed in follow',
  request: { headers: phone, query: wishQuery },
  responses: { 200: jsonAnswer(wishList, 'A page'), default: problemAnswer },
})
const remove = defineRoute({
  ...own,
  method: 'delete',
  path: '/api/wishes/{id}',
  summary: 'Stop being told',
  request: { headers: phone, params: z.object({ id: uuid }) },
  responses: { 204: { description: 'Stopped' }, default: problemAnswer },
})
const stop = defineRoute({
  ...byLink,
  method: 'post',
  path: '/api/wishes/stop',
  summary: 'Stop being told, by the link or the button of any message',
  request: { headers: z.object({ 'bocage-secret': secret }) },
  responses: stopped,
})
const stopOneClick = defineRoute({
  ...byLink,
  method: 'post',
  path: '/api/wishes/stop/{secret}',
  summary: 'One-click unsubscribe of mail programs (RFC 8058)',
  request: { params: z.object({ secret }) },
  responses: stopped,
})
const stopPage = defineRoute({
  ...byLink,
  method: 'get',
  path: '/api/wishes/stop/{secret}',
  summary: 'The same address opened by a person: the page that asks before stopping',
  request: { params: z.object({ secret }) },
  responses: { 302: { description: 'To the page' }, default: problemAnswer },
})

type Phone = z.infer<typeof phone>
const wisherOf = (c: AppContext, given: Phone): Wisher => {
  const [id, key] = [given['bocage-push-device'], given['bocage-device-secret']]
  return { actor: c.get('actor'), device: id && key ? { id, secret: key } : null }
}

/** « Prévenez-moi de… » */
export function createWishRoutes(deps: WishDeps & Pick<Deps, 'ids' | 'config'>) {
  return createRouter()
    .openapi(leave, async (c) => {
      const asked = c.req.valid('json')
      const given = c.req.valid('header')
      const wisher = wisherOf(c, given)
      const write = writeKeyOf(c, {
        asked,
        // Another's key never gives this one's answer.
        person: wisher.actor?.userId ?? null,
        phone: wisher.device && [wisher.device.id, hashSecret(wisher.device.secret)],
      })
      const { body } = await leaveWish(deps, { wisher, asked, write, caller: c.get('caller') })
      return c.json(body, 201)
    })
    .openapi(leaveByMail, async (c) => {
      const request = c.req.valid('json')
      const write = writeKeyOf(c, request)
      const { body } = await leaveDigestByMail(deps, { request, write, caller: c.get('caller') })
      return c.json(body, 201)
    })
    .openapi(list, async (c) => {
      c.header('Cache-Control', 'no-store')
      const wisher = wisherOf(c, c.req.valid('header'))
      const { cursor, limit } = c.req.valid('query')
      return c.json(await listWishes(deps, { wisher, cursor, limit }), 200)
    })
    .openapi(remove, async (c) => {
      const wisher = wisherOf(c, c.req.valid('header'))
      await removeWish(deps, { wisher, id: c.req.valid('param').id })
      return c.body(null, 204)
    })
    .openapi(stopOneClick, async (c) => c.json(await stopWish(deps, c.req.valid('param')), 200))
    .openapi(stopPage, (c) => c.redirect(`/ne-plus-prevenir#${c.req.valid('param').secret}`, 302))
    .openapi(stop, async (c) =>
      c.json(await stopWish(deps, { secret: c.req.valid('header')['bocage-secret'] }), 200),
    )
}
