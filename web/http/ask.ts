import { apiGeneration, apiHeader } from '../../api/platform/generation.rules.ts'
import { recall, remember } from '../offline/remembered.ts'
import { NetworkError, ProblemError } from './errors.ts'
import { toHex } from './hex.ts'

// How the API is asked, by the pages and by the service worker alike: nothing here is of a screen.

type QueryValue = string | number | boolean | null | undefined
export type RequestOptions = {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  query?: Record<string, QueryValue | readonly string[]>
  /** Sent as JSON, except a Blob or FormData, sent as it is. */
  body?: unknown
  headers?: Record<string, string>
  /** Made where the write was made (the phone) and kept with it: a repeated write is done once. */
  idempotencyKey?: string
  /** Version of what is being changed; the server refuses with 412 when it has moved on. */
  ifMatch?: number | string
  timeoutMs?: number
  signal?: AbortSignal
}
export type Reply<T> = { data: T; status: number; headers: Headers }

const readTimeout = 15_000
const writeTimeout = 60_000
let acceptLanguage = 'fr'
let deviceName = ''

/** What a page learns by the way from every answer; `written`: where something was done. */
export type Learning = {
  hour: (headers: Headers) => void
  outdated: () => void
  written: (path: string) => void
}
let learning: Learning | null = null
let staffHere: () => string | undefined = () => undefined

/** Tells what is to be learned from answers. Said once, by the page. */
export function learnFromAnswers(wanted: Learning): void {
  learning = wanted
}

/**
 * Tells who works at the desk on this page, by the account's id: what they write there is done under that account or not
 * at all, whoever has signed in beside, in another window of a shared computer.
 */
export function sayStaff(here: () => string | undefined): void {
  staffHere = here
}

/**
 * A random name for this device, so that a village behind one address is not one visitor. Says nothing of who. The service
 * worker cannot recall it: it gives none rather than another at each of its starts, and counts with its address.
 */
function nameOfDevice(): string {
  if (typeof document === 'undefined') return ''
  deviceName ||= recall('device') ?? ''
  if (!deviceName) {
    deviceName = toHex(crypto.getRandomValues(new Uint8Array(16)))
    remember('device', deviceName)
  }
  return deviceName
}

/** Language of the sentences the server answers with. */
export function setRequestLanguage(locale: string): void {
  acceptLanguage = locale
}

/** `/api/incidents` + `{ commune: '59053', q: '' }` → `/api/incidents?commune=59053`: empty values are left out. */
export function withQuery(path: string, query: RequestOptions['query'] = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '') search.append(name, String(one))
    }
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

function encodeBody(body: unknown, headers: Headers): BodyInit | undefined {
  if (body === undefined) return undefined
  if (body instanceof FormData) return body
  if (body instanceof Blob) {
    if (!headers.has('Content-Type') && body.type) headers.set('Content-Type', body.type)
    return body
  }
  headers.set('Content-Type', 'application/json')
  return JSON.stringify(body)
}

function timeLimited(signal: AbortSignal | undefined, milliseconds: number) {
  const controller = new AbortController()
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    controller.abort()
  }, milliseconds)
  const abort = () => controller.abort()
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort, { once: true })
  return {
    signal: controller.signal,
    timedOut: () => timedOut,
    done: () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    },
  }
}

function retryAfterOf(headers: Headers): number | null {
  const value = headers.get('Retry-After')
  if (!value) return null
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return seconds * 1000
  // By the clock of who says it: this device's may be days away.
  const said = Date.parse(headers.get('Date') ?? '') || Date.now()
  return Math.max(0, Date.parse(value) - said) || null
}

/**
 * Throws NetworkError unless Bocage itself answered, in a way this version understands: a write that a wifi's sign-in
 * page answers « 200 » to, or « 403 », was neither accepted nor refused. Reads are believed by what they hold.
 */
function believe(response: Response, method: string): void {
  const generation = Number(response.headers.get(apiHeader))
  if (generation > apiGeneration) {
    learning?.outdated()
    if (method !== 'GET') throw new NetworkError('outdated')
  }
  // A fault of the server's (5xx) may be told by the proxy before it: tried again anyway.
  if (generation === 0 && response.status < 500 && (method !== 'GET' || !isJson(response)))
    throw new NetworkError('intercepted')
}

const isJson = (response: Response) => (response.headers.get('Content-Type') ?? '').includes('json')

async function problemOf(response: Response, method: string): Promise<ProblemError> {
  // A question by HEAD is answered without a word.
  if (isJson(response) && method !== 'HEAD') {
    // Cut on its way, what it refused, and why, is not known: no answer, as `send` says of all that breaks.
    const body: unknown = await response.json()
    if (body && typeof body === 'object' && 'type' in body && 'detail' in body)
      return new ProblemError(
        { title: '', ...body, status: response.status } as never,
        retryAfterOf(response.headers),
        response.headers,
      )
  }
  // Not ours: a proxy in between answered.
  return new ProblemError(
    { type: 'about:blank', title: response.statusText, detail: '', status: response.status },
    retryAfterOf(response.headers),
    response.headers,
  )
}

/**
 * Asks the API. `T` is the wire type of the answer, from the domain's schemas.
 * Throws ProblemError (the server said no), NetworkError (no answer), or the caller's own AbortError.
 */
export async function send<T>(path: string, options: RequestOptions = {}): Promise<Reply<T>> {
  const method = options.method ?? 'GET'
  const headers = new Headers(options.headers)
  headers.set('Accept', 'application/json')
  if (!headers.has('Accept-Language')) headers.set('Accept-Language', acceptLanguage)
  const device = nameOfDevice()
  if (device) headers.set('Bocage-Device', device)
  if (options.idempotencyKey) headers.set('Idempotency-Key', options.idempotencyKey)
  const staff = method !== 'GET' && path.startsWith('/api/desk/') && staffHere()
  if (staff && !headers.has('Bocage-Account')) headers.set('Bocage-Account', staff)
  if (options.ifMatch !== undefined) headers.set('If-Match', `"${options.ifMatch}"`)
  const body = encodeBody(options.body, headers)
  const limit = timeLimited(
    options.signal,
    options.timeoutMs ?? (method === 'GET' ? readTimeout : writeTimeout),
  )
  try {
    const response = await fetch(withQuery(path, options.query), {
      method,
      headers,
      body,
      credentials: 'same-origin',
      signal: limit.signal,
    })
    believe(response, method)
    learning?.hour(response.headers)
    if (!response.ok) throw await problemOf(response, method)
    const text = await response.text()
    if (method !== 'GET') learning?.written(path)
    return {
      data: (text ? JSON.parse(text) : undefined) as T,
      status: response.status,
      headers: response.headers,
    }
  } catch (error) {
    if (error instanceof ProblemError || error instanceof NetworkError || options.signal?.aborted) throw error
    if (limit.timedOut()) throw new NetworkError('timeout', error)
    throw new NetworkError(navigator.onLine === false ? 'offline' : 'unreachable', error)
  } finally {
    limit.done()
  }
}

/** Like `send`, when only what was answered matters. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  return (await send<T>(path, options)).data
}
