import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versioned,
  versionOf,
  writeHeaders,
  writeKeyOf,
  type Deps,
} from '../platform/http.ts'
import { commonProblems } from '../platform/problems.ts'
import {
  followAsked,
  followConfirmed,
  followWays,
  smsConfirm,
  smsFollowRequest,
} from './alert-followers.schemas.ts'
import { smsBudgetChange, smsBudgetView } from './sms-budget.schemas.ts'
import { changeSmsBudget, readSmsBudget } from './sms-budget.usecases.ts'
import { confirmBySms, followBySms, readWays } from './sms-followers.usecases.ts'
import { receiveSmsReply } from './sms-replies.usecases.ts'

const tags = ['Alertes']
const following = { 'x-action': 'alert.follow-by-address', tags } as const
const siren = z.string().regex(/^\d{9}$/)
const largest = 16 * 1024

const ways = defineRoute({
  ...following,
  method: 'get',
  path: '/api/alert-followers/ways',
  summary: 'Whether a territory’s alerts can be followed by text message',
  request: { query: z.object({ territory: siren }) },
  responses: { 200: jsonAnswer(followWays, 'The ways'), default: problemAnswer },
})
const ask = defineRoute({
  ...following,
  method: 'post',
  path: '/api/alert-followers/sms',
  summary: 'Ask to be told of a commune’s danger alerts by text message, confirmed by a code',
  request: { headers: writeHeaders, body: jsonBody(smsFollowRequest) },
  responses: { 201: jsonAnswer(followAsked, 'What comes next'), default: problemAnswer },
})
const confirm = defineRoute({
  ...following,
  method: 'post',
  path: '/api/alert-followers/sms/confirm',
  summary: 'Confirm it, by the code of the message; five tries',
  request: { body: jsonBody(smsConfirm) },
  responses: { 200: jsonAnswer(followConfirmed, 'Confirmed'), default: problemAnswer },
})
const replied = defineRoute({
  'x-action': 'sms.replied',
  method: 'post',
  path: '/api/sms-replies',
  summary: 'What somebody answered to a text message, handed over by the gateway: STOP stops',
  tags,
  request: {
    headers: z.object({
      'bocage-signature': z.string().max(200).default('').openapi({
        description: '`t=SECONDS,v1=HEX`: HMAC-SHA-256 of `SECONDS.` and the body, with SMS_WEBHOOK_SECRET.',
      }),
    }),
  },
  responses: {
    200: jsonAnswer(z.object({ stopped: z.boolean() }), 'Whether it stopped'),
    default: problemAnswer,
  },
})
const budgetOf = {
  'x-action': 'territory.administer' as const,
  tags: ['Alertes : espace agents'],
  path: '/api/territories/{siren}/sms-budget' as const,
}
const budget = defineRoute({
  ...budgetOf,
  method: 'get',
  summary: 'What text messages may cost, and what they cost this month',
  request: { params: z.object({ siren }) },
  responses: { 200: jsonAnswer(smsBudgetView, 'The budget'), default: problemAnswer },
})
const changeBudget = defineRoute({
  ...budgetOf,
  method: 'patch',
  summary: 'Set it (If-Match, "0" as long as nobody did)',
  request: { params: z.object({ siren }), body: jsonBody(smsBudgetChange) },
  responses: { 200: jsonAnswer(smsBudgetView, 'The budget as it is now'), default: problemAnswer },
})

/** Alerts by text message: followed, confirmed, stopped by an answer, paid within a limit. */
export function createSmsRoutes(deps: Deps) {
  return createRouter()
    .openapi(ways, async (c) => c.json(await readWays(deps, c.req.valid('query')), 200))
    .openapi(ask, async (c) => {
      const request = c.req.valid('json')
      const asked = { request, write: writeKeyOf(c, request), caller: c.get('caller') }
      return c.json((await followBySms(deps, asked)).body, 201)
    })
    .openapi(confirm, async (c) => {
      c.header('Cache-Control', 'no-store')
      const asked = { request: c.req.valid('json'), caller: c.get('caller') }
      return c.json(await confirmBySms(deps, asked), 200)
    })
    .openapi(replied, async (c) => {
      const tooLarge = () => commonProblems['body-too-large']({ limit: '16 Ko' })
      if (Number(c.req.header('content-length') ?? 0) > largest) throw tooLarge()
      const body = Buffer.from(await c.req.arrayBuffer())
      if (body.length > largest) throw tooLarge()
      const signature = c.req.valid('header')['bocage-signature']
      return c.json(await receiveSmsReply(deps, { signature, body }), 200)
    })
    .openapi(budget, async (c) => {
      const { siren: of } = c.req.valid('param')
      return c.json(versioned(c, await readSmsBudget(deps, { actor: c.get('actor'), siren: of })), 200)
    })
    .openapi(changeBudget, async (c) => {
      const { siren: of } = c.req.valid('param')
      const asked = { actor: c.get('actor'), siren: of, change: c.req.valid('json'), version: versionOf(c) }
      return c.json(versioned(c, await changeSmsBudget(deps, asked)), 200)
    })
}
