import { createHash } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import type { Deps } from '../platform/http.ts'
import { createGuardedLookup, NotPublicError, type Resolve } from '../platform/public-address.ts'
import { endpointFault } from './alerts.endpoint.ts'
import { findDevices, markDeviceGone, type Device } from './alerts.repository.ts'
import { fitPushContent, padPushContent, pushTerms, type PushContent } from './alerts.rules.ts'
import type { DueNotification, Sender, SendOutcome } from './alerts.types.ts'
import type { PushKeys } from './alerts.vapid.ts'
import { createPushCipher } from './push-cipher.ts'
import { shownToken } from './push-shown.usecases.ts'
import { createPushAdmission } from './push-admission.ts'
import { canBeStopped, pushKindOf, urgencyOf } from './push-policy.rules.ts'

const timeoutMs = 10_000
const retryAfterLimitMs = 86_400_000
type Answer = { status: number; retryAfter: string | undefined }

/** Seconds or an HTTP date (RFC 9110 §10.2.3) as milliseconds from `now`, at most a day. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (!header) return undefined
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), retryAfterLimitMs) : undefined
}

/** What a push service's answer means for a message (RFC 8030 §5, §7.3, §8.4). */
export function judgePushAnswer({ status, retryAfter }: Answer, now: number): SendOutcome {
  const error = `http-${status}`
  if (status >= 200 && status < 300) return { kind: 'sent' }
  if (status === 404 || status === 410) return { kind: 'dropped', error }
  const wait = retryAfterMs(retryAfter, now)
  // 401 and 403 speak of our keys or our clock: mending those must find the phones still subscribed.
  if (status === 401 || status === 403 || status === 408 || status === 429 || status >= 500)
    return { kind: 'retry', error, ...(wait === undefined ? {} : { retryAfterMs: wait }) }
  // Redirects too: following one would let a stranger choose where we connect.
  return { kind: 'failed', error }
}

/** Messages of one tag replace each other at the push service, and so do repeats of one message. */
function topicOf(tag: string): string {
  return createHash('sha256').update(tag).digest('base64url').slice(0, 32)
}

function contentOf(due: DueNotification, tag: string, shown: string): PushContent {
  const { title, body, url, lang, actions, why, image } = due.payload
  const kind = pushKindOf(due.payload.kind, due.subject)
  return {
    id: due.id,
    title,
    body,
    url,
    tag,
    lang,
    urgent: due.urgent,
    at: due.createdAt,
    shown,
    ...(canBeStopped(kind) ? { kind } : {}),
    ...(why ? { why } : {}),
    ...(image ? { image } : {}),
    ...(actions ? { actions } : {}),
  }
}

function encrypt(
  cipher: ReturnType<typeof createPushCipher>,
  device: Device,
  due: DueNotification,
  { shown, now }: { shown: string; now: number },
) {
  const terms = due.urgent ? pushTerms.urgent : pushTerms.normal
  const { tag = due.id, ttlSeconds = terms.ttlSeconds, expiresAt } = due.payload
  // What waited to leave has less time left.
  const left = expiresAt === undefined ? ttlSeconds : Math.max(60, Math.round((expiresAt - now) / 1000))
  return cipher(
    { endpoint: device.endpoint, keys: { p256dh: device.p256dh, auth: device.auth } },
    padPushContent(fitPushContent(contentOf(due, tag, shown))),
    {
      TTL: Math.min(ttlSeconds, left),
      urgency: urgencyOf(pushKindOf(due.payload.kind, due.subject), due.urgent),
      topic: topicOf(tag),
      contentEncoding: 'aes128gcm',
    },
  )
}

/** Looks up together what is asked for in one turn of the loop. Throws, for each of them, what the lookup throws. */
function createLookup<T>(find: (ids: readonly string[]) => Promise<Map<string, T>>) {
  let asked: string[] = []
  let found: Promise<Map<string, T>> | undefined
  return async (id: string): Promise<T | undefined> => {
    asked.push(id)
    found ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      const ids = asked
      asked = []
      found = undefined
      return find(ids)
    })
    return (await found).get(id)
  }
}

/**
 * Sends notifications to phones: encrypted for the phone (RFC 8291), signed (RFC 8292), to public https addresses
 * alone, without following redirects, within 10 s. `address` is a device id. `resolve` stands for the system's names.
 */
export function createPushSender({
  database,
  clock,
  config,
  ids,
  pushKeys,
  resolve,
}: Pick<Deps, 'database' | 'clock' | 'config' | 'ids'> & { pushKeys: PushKeys; resolve?: Resolve }): Sender {
  const allowLoopback = config.pushAllowLoopback
  const admit = createPushAdmission({ database, clock, ids })
  const cipher = createPushCipher()
  const deviceOf = createLookup((ids: readonly string[]) => findDevices(database.read, ids))
  const lookup = createGuardedLookup({ allowLoopback, ...(resolve ? { resolve } : {}) })
  const pool = { keepAlive: true, maxSockets: 128, maxFreeSockets: 64, lookup }
  const agents = { 'https:': new https.Agent(pool), 'http:': new http.Agent(pool) }

  function post(endpoint: URL, headers: http.OutgoingHttpHeaders, body: Buffer): Promise<Answer> {
    return new Promise((done, fail) => {
      const secure = endpoint.protocol === 'https:'
      const request = (secure ? https : http).request(endpoint, {
        method: 'POST',
        headers,
        agent: secure ? agents['https:'] : agents['http:'],
        signal: AbortSignal.timeout(timeoutMs),
        maxHeaderSize: 8192,
      })
      request.on('response', (response) => {
        done({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] })
        // What it says is of no use; a short answer is drained so that the connection can serve again.
        let left = 4096
        response.on('data', (chunk: Buffer) => {
          left -= chunk.length
          if (left < 0) response.destroy()
        })
        response.on('error', () => {})
      })
      request.on('error', (error) => fail(Object.assign(error, { reused: request.reusedSocket })))
      request.end(body)
    })
  }

  async function send(device: Device, due: DueNotification): Promise<SendOutcome> {
    const endpoint = new URL(device.endpoint)
    const authorization = await pushKeys.authorization(endpoint.origin, device.pushKey)
    if (authorization === null) return { kind: 'dropped', error: 'push-key-retired' }
    const { headers, body } = await encrypt(cipher, device, due, {
      shown: shownToken(config.secret, due.id),
      now: clock.now(),
    })
    const all = { ...headers, Authorization: authorization }
    const answer = await post(endpoint, all, body).catch(
      (error: Error & { reused?: boolean; code?: string }) => {
        // A kept connection that the other side had closed: nothing was received, a new one is owed at once.
        if (error.reused && error.code === 'ECONNRESET') return post(endpoint, all, body)
        throw error
      },
    )
    return judgePushAnswer(answer, clock.now())
  }

  return async (due) => {
    const device = due.address ? await deviceOf(due.address) : undefined
    if (!device || device.removedAt !== null) return { kind: 'dropped', error: 'device-removed' }
    const gone = (error: string): SendOutcome => ({
      kind: 'dropped',
      error,
      // By endpoint: the phone may have registered a new one meanwhile.
      record: (tx) => markDeviceGone(tx, { id: device.id, endpoint: device.endpoint, at: clock.now() }),
    })
    if (endpointFault(device.endpoint, { allowLoopback })) return gone('endpoint-refused')
    const admitted = await admit(device, due)
    if (!('go' in admitted)) return admitted
    const { record } = admitted
    try {
      const outcome = await send(device, due)
      if (outcome.kind === 'dropped') return gone(outcome.error)
      return outcome.kind === 'sent' && record ? { ...outcome, record } : outcome
    } catch (error) {
      // The names of this network may be at fault for a while, so the phone is not forgotten.
      if (error instanceof NotPublicError) return { kind: 'retry', error: 'endpoint-not-public' }
      const { name, code } = error as Error & { code?: string }
      return {
        kind: 'retry',
        error: name === 'TimeoutError' || name === 'AbortError' ? 'timeout' : (code ?? name),
      }
    }
  }
}
