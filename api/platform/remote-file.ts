import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import {
  createGuardedLookup,
  isLoopback,
  isPublicAddress,
  NotPublicError,
  type Resolve,
} from './public-address.ts'

/** Why a file was not fetched; stable codes that callers turn into sentences. */
export type FetchFault =
  | 'not-a-web-address'
  | 'has-credentials'
  | 'odd-port'
  | 'not-public'
  | 'too-many-redirects'
  | 'too-slow'
  | 'too-large'
  | 'unknown-encoding'
  | 'bad-certificate'
  | 'unreachable'
  | 'gone'
  | 'refused'
  | 'server-error'

export class FetchError extends Error {
  readonly fault: FetchFault
  /** HTTP status, when the other side answered. */
  readonly status: number | null
  constructor(fault: FetchFault, status: number | null = null) {
    super(fault)
    this.fault = fault
    this.status = status
  }
}

export type RemoteFile = {
  bytes: Buffer
  contentType: string | null
  etag: string | null
  lastModified: string | null
  /** The Link header (RFC 8288). */
  link: string | null
}
export type FetchRemote = (asked: {
  url: string
  /** Of the last time: when nothing changed since, the answer is null. */
  etag?: string | null
  lastModified?: string | null
  /** To call an interface rather than read a file. Default: GET, with what a reader of feeds says of itself. */
  method?: 'GET' | 'POST' | 'PATCH'
  headers?: Record<string, string>
  body?: string
  /** How many may be followed. None, when a key is sent along. Default: three. */
  redirects?: number
}) => Promise<RemoteFile | null>

const addressLimit = 2048
const redirectLimit = 3
export const remoteLimits = { bytes: 10 * 1024 * 1024, timeoutMs: 20_000 } as const

/**
 * An address as calendars and people write it: `webcal:` is https, spaces around and a fragment are nobody's. Throws
 * `FetchError` for what no public web server answers. `allowLoopback` (tests) accepts any port of loopback.
 */
export function readWebAddress(text: string, { allowLoopback }: { allowLoopback: boolean }): URL {
  const written = text.trim().replace(/^webcals?:/i, 'https:')
  if (written.length > addressLimit || !URL.canParse(written)) throw new FetchError('not-a-web-address')
  const url = new URL(written)
  if (!/^https?:$/.test(url.protocol)) throw new FetchError('not-a-web-address')
  if (url.username || url.password) throw new FetchError('has-credentials')
  url.hash = ''
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (allowLoopback && (host === 'localhost' || isLoopback(host))) return url
  // An address in figures is never looked up: it is judged here.
  const named = host.includes('.') && !/\.(?:localhost|local|internal|home\.arpa)$/.test(host)
  if (isIP(host) ? !isPublicAddress(host) : !named) throw new FetchError('not-public')
  if (url.port !== '') throw new FetchError('odd-port')
  return url
}

const decoders: Record<string, (() => NodeJS.ReadWriteStream) | undefined> = {
  gzip: () => zlib.createGunzip(),
  'x-gzip': () => zlib.createGunzip(),
  deflate: () => zlib.createInflate(),
  br: () => zlib.createBrotliDecompress(),
}

/** Keeps what comes, up to `limit` bytes: what was unpacked counts, so that a small file can't become a huge one. */
function createCollector(limit: number) {
  const chunks: Buffer[] = []
  let size = 0
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      size += chunk.length
      chunks.push(chunk)
      done(size > limit ? new FetchError('too-large') : null)
    },
  })
  return { sink, bytes: () => Buffer.concat(chunks) }
}

type Stage = NodeJS.ReadableStream | NodeJS.WritableStream
const failureOf = (stream: Stage) =>
  new Promise<never>((_, fail) => stream.once('error', (error: Error) => fail(error)))

/**
 * Runs an answer through. When what comes last gives up on a large one that is packed, `pipeline` neither reads nor
 * leaves the rest, and waits for ever (Node 24): the first that fails ends the wait, and so does `signal`.
 */
function run(stages: Stage[], signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_, fail) => {
    const end = () => fail(new Error('aborted'))
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
  })
  return Promise.race([pipeline(stages), aborted, ...stages.map(failureOf)])
}

async function readBody(response: http.IncomingMessage, limit: number, signal: AbortSignal): Promise<Buffer> {
  if (Number(response.headers['content-length'] ?? 0) > limit) throw new FetchError('too-large')
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  const { sink, bytes } = createCollector(limit)
  if (encoding === 'identity' || encoding === '') {
    await run([response, sink], signal)
    return bytes()
  }
  const decoder = decoders[encoding]
  if (!decoder) throw new FetchError('unknown-encoding')
  await run([response, decoder(), sink], signal)
  return bytes()
}

function judge(status: number): FetchFault | null {
  if (status >= 200 && status < 300) return null
  if (status === 404 || status === 410) return 'gone'
  return status >= 500 || status === 408 || status === 429 ? 'server-error' : 'refused'
}

/** What the network or the other side did, in one of our codes. */
function faultOf(error: unknown): FetchError {
  if (error instanceof FetchError) return error
  if (error instanceof NotPublicError) return new FetchError('not-public')
  const { code = '' } = error as Error & { code?: string }
  if (/^Z_|^ERR__ERROR_|BROTLI/.test(code)) return new FetchError('unknown-encoding')
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_|SSL|TLS/.test(code)) return new FetchError('bad-certificate')
  return new FetchError('unreachable')
}

/**
 * Reads a file from an address given by a stranger: from public addresses alone, each redirect (at most three) judged
 * like the first address, the very addresses that were judged being those connected to. At most 10 MB, counted
 * unpacked, and 20 s in all, unless `limits` says otherwise. Throws `FetchError`, nothing else. `resolve` stands for the system's names.
 */
export function createRemoteReader({
  allowLoopback,
  resolve,
  accept = 'text/calendar, application/json, text/csv, */*;q=0.5',
  limits = remoteLimits,
}: {
  allowLoopback: boolean
  resolve?: Resolve
  accept?: string
  limits?: { bytes: number; timeoutMs: number }
}): FetchRemote {
  const lookup: LookupFunction = createGuardedLookup({ allowLoopback, ...(resolve ? { resolve } : {}) })

  function ask(
    url: URL,
    { method = 'GET', body }: Pick<Parameters<FetchRemote>[0], 'method' | 'body'>,
    headers: http.OutgoingHttpHeaders,
    signal: AbortSignal,
  ) {
    return new Promise<http.IncomingMessage>((done, fail) => {
      const request = (url.protocol === 'https:' ? https : http).request(url, {
        method,
        headers,
        lookup,
        signal,
        agent: false,
        maxHeaderSize: 16_384,
      })
      request.on('response', done)
      request.on('error', fail)
      request.end(body)
    })
  }

  async function follow(asked: Parameters<FetchRemote>[0], signal: AbortSignal): Promise<RemoteFile | null> {
    let url = readWebAddress(asked.url, { allowLoopback })
    const headers = {
      'User-Agent': 'Bocage',
      Accept: accept,
      'Accept-Encoding': 'gzip, deflate, br',
      ...(asked.etag ? { 'If-None-Match': asked.etag } : {}),
      ...(asked.lastModified ? { 'If-Modified-Since': asked.lastModified } : {}),
      ...asked.headers,
      ...(asked.body === undefined ? {} : { 'Content-Length': Buffer.byteLength(asked.body) }),
    }
    const mostHops = asked.redirects ?? redirectLimit
    for (let hops = 0; ; hops++) {
      const response = await ask(url, asked, headers, signal)
      try {
        const status = response.statusCode ?? 0
        if (status === 304) return null
        const { location } = response.headers
        if (status >= 300 && status < 400 && location) {
          if (hops === mostHops) throw new FetchError('too-many-redirects', status)
          if (!URL.canParse(location, url)) throw new FetchError('not-a-web-address', status)
          url = readWebAddress(new URL(location, url).href, { allowLoopback })
          continue
        }
        const fault = judge(status)
        if (fault) throw new FetchError(fault, status)
        return {
          bytes: await readBody(response, limits.bytes, signal),
          contentType: response.headers['content-type'] ?? null,
          etag: response.headers.etag ?? null,
          lastModified: response.headers['last-modified'] ?? null,
          link: response.headers.link?.toString() ?? null,
        }
      } finally {
        response.destroy()
      }
    }
  }

  return async (asked) => {
    const signal = AbortSignal.timeout(limits.timeoutMs)
    try {
      return await follow(asked, signal)
    } catch (error) {
      throw signal.aborted ? new FetchError('too-slow') : faultOf(error)
    }
  }
}
