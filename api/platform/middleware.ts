import { createHash } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Config } from '../config.ts'
import { networkOf } from './addresses.ts'
import { apiGeneration, apiHeader } from './generation.rules.ts'
import type { AppContext, AppEnv, Deps } from './http.ts'
import { oldBrowserScript } from './old-browser.rules.ts'
import type { Actor } from './policy.ts'
import { commonProblems, pickLanguage, Problem } from './problems.ts'

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Network of the client: the socket's, or the nearest proxy's word when it is to be trusted. */
function addressOf(c: AppContext, config: Config): string {
  if (config.trustProxy) {
    const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
    if (forwarded) return networkOf(forwarded)
  }
  try {
    return networkOf(getConnInfo(c).remote.address ?? 'unknown')
  } catch {
    // In-process requests of the API tests have no socket.
    return 'in-process'
  }
}

/** Gives each request its id, language, caller and logger, and writes one line when it ends. */
export function requestContext({ config, ids, logger, clock }: Deps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const started = clock.now()
    const requestId = ids.next()
    c.set('requestId', requestId)
    c.set('language', pickLanguage(c.req.header('accept-language'), c.req.query('lang')))
    const device = c.req.header('bocage-device')
    c.set('caller', { address: addressOf(c, config), device: device && device.length <= 64 ? device : null })
    const log = logger.child({ requestId })
    c.set('logger', log)
    c.set('actor', null)
    c.header('X-Request-Id', requestId)
    c.header(apiHeader, String(apiGeneration))
    // By our clock, which phones compare theirs with.
    c.header('Date', new Date(started).toUTCString())
    await next()
    // The route's pattern, not the address: an address may hold a private link or a search.
    log.info({
      method: c.req.method,
      route: c.req.routePath,
      status: c.res.status,
      ms: clock.now() - started,
    })
  }
}

/** Recognises staff by their session, and refuses their writes when another site sent them. */
export function identify({
  config,
  readActor,
}: {
  config: Config
  readActor: (headers: Headers) => Promise<Actor>
}): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.header('cookie')) {
      const actor = await readActor(c.req.raw.headers)
      c.set('actor', actor)
      if (actor && unsafe.has(c.req.method)) {
        const origin = c.req.header('origin')
        const site = c.req.header('sec-fetch-site')
        const own = new Set([new URL(config.publicUrl).origin, new URL(c.req.url).origin])
        if ((origin && !own.has(origin)) || (site && site !== 'same-origin' && site !== 'none'))
          throw commonProblems['wrong-origin']()
      }
    }
    requireAuthor(c)
    await next()
    // What a session opens stays out of the caches of a shared computer, unless the route says otherwise.
    if (c.get('actor') && !c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-store')
  }
}

/**
 * A phone that kept a write until it had a network says whose it is: it is done under that account or not at all,
 * whoever is signed in by then. Throws `signed-out` and `other-account`.
 */
function requireAuthor(c: AppContext): void {
  const author = c.req.header('bocage-account')
  if (author === undefined) return
  const actor = c.get('actor')
  if (!actor) throw commonProblems['signed-out']()
  if (actor.userId !== author) throw commonProblems['other-account']()
}

export const jsonLimitBytes = 256 * 1024

/** Refuses what is not JSON, or too long, before anything reads it. Routes that take files are exempt by path. */
export function limitBody({ exempt }: { exempt: RegExp }): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (unsafe.has(c.req.method) && !exempt.test(c.req.path)) {
      const text = await readLimited(c.req.raw, jsonLimitBytes)
      if (text !== '') {
        if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(c.req.header('content-type') ?? ''))
          throw commonProblems['unsupported-content-type']()
        // Hono keeps the promise of a body, though its type says the body; the route's validator reads it from there.
        c.req.bodyCache.text = Promise.resolve(text) as unknown as string
      }
    }
    await next()
  }
}

// JSON is UTF-8 (RFC 8259 §8.1). Read loosely, the accents of another charset would be replaced, for ever.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

async function readLimited(request: Request, limit: number): Promise<string> {
  const bytes = await readBytes(request, limit)
  try {
    return utf8.decode(bytes)
  } catch {
    throw commonProblems['malformed-json']()
  }
}

/** A body of at most `limit` bytes. Throws `body-too-large`, on its word or as it comes. */
export async function readBytes(request: Request, limit: number): Promise<ArrayBuffer | Uint8Array> {
  const said = limit < 1_048_576 ? `${Math.floor(limit / 1024)} Ko` : `${Math.floor(limit / 1_048_576)} Mo`
  const tooLarge = () => commonProblems['body-too-large']({ limit: said })
  const announced = request.headers.get('content-length')
  if (Number(announced ?? 0) > limit) throw tooLarge()
  // No more than announced ever arrives: read at once, without the web streams that cost more than what they carry.
  if (announced !== null) return request.arrayBuffer()
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > limit) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * CSP without unsafe-inline, no third party but the map tiles the server is configured with. Of scripts in a page, the one
 * for old browsers alone.
 */
export function securityHeaders({ config }: { config: Config }): MiddlewareHandler<AppEnv> {
  const tiles = config.tileUrl ? ` ${new URL(config.tileUrl.replace(/[{}]/g, '')).origin}` : ''
  const basemap = config.pmtilesUrl ? ` ${new URL(config.pmtilesUrl).origin}` : ''
  const policy = [
    `default-src 'none'`,
    `script-src 'self' 'sha256-${createHash('sha256').update(oldBrowserScript).digest('base64')}'`,
    `style-src 'self'`,
    `img-src 'self' data: blob:${tiles}`,
    `font-src 'self'`,
    `connect-src 'self'${tiles}${basemap}`,
    `manifest-src 'self'`,
    `worker-src 'self'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ].join('; ')
  const https = config.publicUrl.startsWith('https:')
  return async (c, next) => {
    // Before the route, which may say its own: headers added to an answer already made cost a second answer.
    c.header('Content-Security-Policy', policy)
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('Referrer-Policy', 'no-referrer')
    c.header('Cross-Origin-Opener-Policy', 'same-origin')
    c.header('Permissions-Policy', 'camera=(self), geolocation=(self), microphone=(self)')
    // Its own name alone: at the domain of a village, http addresses of its neighbours (mail.…) go on working.
    if (https) c.header('Strict-Transport-Security', 'max-age=31536000')
    await next()
  }
}

/** What a route throws, as it may be told: what nobody foresaw is logged, and told without its insides. */
export function problemOf(error: Error, c: AppContext): Problem {
  const problem =
    error instanceof Problem
      ? error
      : error instanceof HTTPException && error.status < 500
        ? commonProblems['malformed-json']()
        : commonProblems.unexpected({ requestId: c.get('requestId') ?? '' })
  if (problem.status >= 500) c.get('logger')?.error({ err: error })
  const retryAfter = problem.extra['retryAfter']
  if (typeof retryAfter === 'number') c.header('Retry-After', String(retryAfter))
  return problem
}

/** Turns what a route throws into problem details. */
export function answerProblem(error: Error, c: AppContext): Response {
  const language = c.get('language') ?? 'fr'
  const problem = problemOf(error, c)
  return c.body(JSON.stringify(problem.toJSON(language)), problem.status as ContentfulStatusCode, {
    'Content-Type': 'application/problem+json',
    'Content-Language': language,
    'Cache-Control': 'no-store',
  })
}
