import { createRoute, OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import type { Database } from '../../db/client.ts'
import type { Config } from '../config.ts'
import type { Clock } from './clock.ts'
import { invalidRequest } from './field-errors.ts'
import { hashRequest, type WriteKey } from './idempotency.ts'
import { hashSecret, type Ids } from './ids.ts'
import { type Action, type Actor, authorize, policy } from './policy.ts'
import { commonProblems, type Language } from './problems.ts'
import type { Caller, RateLimiter } from './rate-limits.ts'

/** What every domain is given. */
export type Deps = {
  config: Config
  database: Database
  clock: Clock
  ids: Ids
  logger: Logger
  rateLimiter: RateLimiter
}

export type AppEnv = {
  Variables: {
    requestId: string
    language: Language
    actor: Actor
    caller: Caller
    logger: Logger
    /** What the route that answers is for. */
    action: Action
  }
}
export type AppContext = Context<AppEnv>

/** A router whose requests are refused with problem details when they don't fit their schema. */
export function createRouter() {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result, c) => {
      if (!result.success) throw invalidRequest(result.error.issues, c.get('language'))
    },
  })
}

/** Refuses, before anything is parsed, whoever no scope would let in; the use case then decides for this target. */
function guard(action: Action): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    authorize(c.get('actor') ?? null, action)
    c.set('action', action)
    await next()
  }
}

/** A route that names its policy action; the test of the policy walks every one of them. */
export function defineRoute<
  P extends string,
  R extends Omit<RouteConfig, 'path'> & { path: P; 'x-action': Action },
>(config: R) {
  return createRoute<P, R>({ ...config, middleware: guard(config['x-action']) })
}

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
  })
  .openapi('Problem')

/** A required JSON request body. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { content: { 'application/json': { schema } }, required: true } as const
}

/** A JSON answer. */
export function jsonAnswer<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema } } } as const
}

/** Documents the problems any route may answer with. */
export const problemAnswer = {
  description: 'Problem details (RFC 9457)',
  content: { 'application/problem+json': { schema: problemSchema } },
} as const

export const writeHeaders = z.object({
  'idempotency-key': z.string().min(8).max(128).openapi({
    description: 'Made by the client; the same key with the same content gives the same answer for 7 days.',
  }),
})

/** The same, of what several people may change at once. */
export const versionedHeaders = writeHeaders.extend({
  'if-match': z
    .string()
    .max(40)
    .optional()
    .openapi({ description: 'The version seen, `"7"`: another one answers 412 with the present state.' }),
})

/** Whose write it is, when a link or a session says so: a key gives its holder's answer to nobody else. */
function holderOf(c: AppContext): string | null {
  const secret = c.req.header('bocage-secret')
  if (secret) return hashSecret(secret)
  return policy[c.get('action')] === 'anyone' ? null : (c.get('actor')?.userId ?? null)
}

/** The key of a write: throws `idempotency-key-required` when the header is missing or too short. */
export function writeKeyOf(c: AppContext, content: unknown): WriteKey {
  const key = c.req.header('idempotency-key')?.trim() ?? ''
  if (key.length < 8 || key.length > 128) throw commonProblems['idempotency-key-required']()
  const holder = holderOf(c)
  const requestHash = hashRequest(holder === null ? content : { holder, content })
  return { key, route: `${c.req.method} ${c.req.path}`, requestHash }
}

/** Says which version was read, for If-Match, and keeps it out of shared caches. */
export function versioned<T extends { version: number }>(c: AppContext, state: T): T {
  c.header('ETag', `"${state.version}"`)
  c.header('Cache-Control', 'private, no-store')
  return state
}

/** The version named by If-Match (`"7"`): throws `version-required` when missing or unreadable. */
export function versionOf(c: AppContext): number {
  const match = /^(?:W\/)?"(\d{1,15})"$/.exec(c.req.header('if-match')?.trim() ?? '')
  if (!match) throw commonProblems['version-required']()
  return Number(match[1])
}
