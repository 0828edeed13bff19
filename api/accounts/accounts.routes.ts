import { z } from '@hono/zod-openapi'
import {
  type AppContext,
  createRouter,
  defineRoute,
  type Deps,
  jsonAnswer,
  jsonBody,
  problemAnswer,
} from '../platform/http.ts'
import type { Mailer } from '../platform/mailer.ts'
import { type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Auth } from './accounts.auth.ts'
import { accountSchema, confirmSchema, sessionSchema, signInSchema } from './accounts.schemas.ts'
import {
  confirmSignIn,
  endSession,
  listSessions,
  readAccount,
  renewedCookie,
  requestSignIn,
  signOut,
} from './accounts.usecases.ts'
import type { Background } from './background.ts'

export type AccountsDeps = Deps & { mailer: Mailer; auth: Auth; background: Background }

/** The person signed in. Throws `signed-out`. */
export function signedIn(c: AppContext): NonNullable<Actor> {
  const actor = c.get('actor')
  if (!actor) throw commonProblems['signed-out']()
  return actor
}

function setCookies(c: AppContext, cookies: string[]): void {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true })
  c.header('Cache-Control', 'no-store')
}

const tags = ['account']
const nothing = { description: 'Done' } as const

export function createAccountRoutes(deps: AccountsDeps) {
  const { auth, config, database, clock } = deps
  const secure = config.publicUrl.startsWith('https:')

  return createRouter()
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/account',
        'x-action': 'account.read-self',
        summary: 'Who is signed in, and what each role allows',
        tags,
        responses: { 200: jsonAnswer(accountSchema, 'The person signed in'), default: problemAnswer },
      }),
      async (c) => {
        const account = await readAccount({ database, actor: signedIn(c) })
        const renewed = renewedCookie(c.req.raw.headers, { secure })
        setCookies(c, renewed ? [renewed] : [])
        return c.json(account, 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'post',
        path: '/api/account/sign-in',
        'x-action': 'account.sign-in',
        summary: 'Ask for a sign-in link by mail; the answer is the same for an unknown address',
        tags,
        request: { body: jsonBody(signInSchema) },
        responses: { 202: nothing, default: problemAnswer },
      }),
      async (c) => {
        const { email } = c.req.valid('json')
        await requestSignIn({ ...deps, caller: c.get('caller'), email, language: c.get('language') })
        return c.body(null, 202)
      },
    )
    .openapi(
      defineRoute({
        method: 'post',
        path: '/api/account/sign-in/confirm',
        'x-action': 'account.sign-in',
        summary: 'Use a sign-in link up and open a session',
        tags,
        request: { body: jsonBody(confirmSchema) },
        responses: { 204: nothing, default: problemAnswer },
      }),
      async (c) => {
        const { token } = c.req.valid('json')
        const headers = c.req.raw.headers
        setCookies(c, await confirmSignIn({ ...deps, caller: c.get('caller'), token, headers }))
        return c.body(null, 204)
      },
    )
    .openapi(
      defineRoute({
        method: 'post',
        path: '/api/account/sign-out',
        'x-action': 'account.sign-in',
        summary: 'End this session; done already when there is none',
        tags,
        responses: { 204: nothing, default: problemAnswer },
      }),
      async (c) => {
        setCookies(c, await signOut({ auth, headers: c.req.raw.headers }))
        return c.body(null, 204)
      },
    )
    .openapi(
      defineRoute({
        method: 'get',
        path: '/api/account/sessions',
        'x-action': 'account.sessions',
        summary: 'Where one is signed in',
        tags,
        responses: {
          200: jsonAnswer(z.object({ items: z.array(sessionSchema) }), 'Sessions, the latest first'),
          default: problemAnswer,
        },
      }),
      async (c) => {
        const items = await listSessions({
          auth,
          database,
          clock,
          actor: signedIn(c),
          headers: c.req.raw.headers,
        })
        return c.json({ items }, 200)
      },
    )
    .openapi(
      defineRoute({
        method: 'delete',
        path: '/api/account/sessions/{id}',
        'x-action': 'account.sessions',
        summary: 'Sign out there',
        tags,
        request: { params: z.object({ id: z.string().max(64) }) },
        responses: { 204: nothing, default: problemAnswer },
      }),
      async (c) => {
        await endSession({ database, actor: signedIn(c), id: c.req.valid('param').id })
        return c.body(null, 204)
      },
    )
}
