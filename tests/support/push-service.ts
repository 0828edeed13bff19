import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  randomUUID,
  verify,
  type ECDH,
} from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What `PushSubscription.toJSON()` gives in a browser. */
export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } }

/** How a push service answers a message: `hang` receives it and never answers. */
export type PushAnswer =
  number | 'hang' | { status: number; headers?: Record<string, string>; body?: string; afterMs?: number }

export type ReceivedPush = {
  endpoint: string
  headers: IncomingMessage['headers']
  /** The bytes on the wire. */
  bytes: number
  /** What the phone reads once decrypted. */
  content: Record<string, unknown>
  claims: { aud: string; exp: number; sub: string }
  /** The public key that signed. */
  signedBy: string
  /** What the service answered. */
  answer: PushAnswer
}

export type PushService = {
  origin: string
  /** A phone subscribes: it has keys of its own. */
  subscribe: () => Subscription
  /** Every readable and rightly signed message, oldest first. */
  received: ReceivedPush[]
  /** Why requests were refused before being read: signature, encryption, form. */
  refused: string[]
  /** Answers from now on; for one subscription, or all. The function is given how many that one has received. */
  answer: (answer: PushAnswer | ((received: number) => PushAnswer), subscription?: Subscription) => void
  waitFor: (count: number, timeoutMs?: number) => Promise<ReceivedPush[]>
  close: () => Promise<void>
}

type Phone = { keys: ECDH; auth: Buffer; received: number }

class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const hkdf = (salt: Buffer, secret: Buffer, info: Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length))

/**
 * Decrypts an aes128gcm body (RFC 8188) with the keys of a phone (RFC 8291). Written from the RFCs, apart from the
 * library that encrypts. Throws when a byte is not as it should be.
 */
export function decryptPush(body: Buffer, { keys, auth }: Pick<Phone, 'keys' | 'auth'>): string {
  // RFC 8188 §2.1: salt (16) | record size (4) | key id length (1) | key id, here the sender's public key.
  const salt = body.subarray(0, 16)
  const recordSize = body.readUInt32BE(16)
  const keyLength = body.readUInt8(20)
  const sender = body.subarray(21, 21 + keyLength)
  // RFC 8291 §3.3 and §3.4.
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender])
  const inputKey = hkdf(auth, keys.computeSecret(sender), keyInfo, 32)
  const contentKey = hkdf(salt, inputKey, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonceBase = hkdf(salt, inputKey, Buffer.from('Content-Encoding: nonce\0'), 12)
  const records: Buffer[] = []
  for (let start = 21 + keyLength, sequence = 0; start < body.length; start += recordSize, sequence++) {
    const record = body.subarray(start, start + recordSize)
    const last = start + recordSize >= body.length
    const nonce = Buffer.from(nonceBase)
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8)
    const decipher = createDecipheriv('aes-128-gcm', contentKey, nonce)
    decipher.setAuthTag(record.subarray(-16))
    const plain = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
    // RFC 8188 §2: content | delimiter (2 in the last record, else 1) | zeros.
    let end = plain.length - 1
    while (end >= 0 && plain[end] === 0) end--
    if (plain[end] !== (last ? 2 : 1)) throw new Error('wrong delimiter')
    records.push(plain.subarray(0, end))
  }
  return Buffer.concat(records).toString('utf8')
}

/** Checks `Authorization: vapid t=…, k=…` (RFC 8292 §2, §3): throws Refusal. Answers the claims and the key. */
function checkVapid(authorization: string | undefined, origin: string) {
  const match = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/.exec(authorization ?? '')
  if (!match) throw new Refusal(401, 'no VAPID header')
  const [, header = '', payload = '', signature = '', key = ''] = match
  const point = Buffer.from(key, 'base64url')
  if (point.length !== 65 || point[0] !== 4) throw new Refusal(401, 'VAPID key is no P-256 point')
  const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString())
  if (alg !== 'ES256') throw new Refusal(401, `VAPID algorithm ${alg}`)
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  })
  const signed = Buffer.from(`${header}.${payload}`)
  const bytes = Buffer.from(signature, 'base64url')
  if (!verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes))
    throw new Refusal(403, 'VAPID signature')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as ReceivedPush['claims']
  const now = Date.now() / 1000
  if (claims.aud !== origin) throw new Refusal(403, `VAPID audience ${claims.aud}`)
  if (!(claims.exp > now && claims.exp <= now + 86_400)) throw new Refusal(403, `VAPID expiry ${claims.exp}`)
  if (!/^(?:mailto:.+@.+|https:\/\/.+)/.test(claims.sub))
    throw new Refusal(403, `VAPID subject ${claims.sub}`)
  return { claims, signedBy: key }
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A push service on loopback that holds what the published protocols say, with the phones it serves. */
export async function openPushService(): Promise<PushService> {
  const phones = new Map<string, Phone>()
  const received: ReceivedPush[] = []
  const refused: string[] = []
  const answers = new Map<string, PushAnswer | ((count: number) => PushAnswer)>()
  let origin = ''

  async function receive(request: IncomingMessage): Promise<PushAnswer> {
    const endpoint = `${origin}${request.url}`
    const phone = phones.get(endpoint)
    const body = await read(request)
    if (!phone) return 404
    const { headers, method } = request
    if (method !== 'POST') throw new Refusal(405, `method ${method}`)
    const { claims, signedBy } = checkVapid(headers.authorization, origin)
    if (headers['content-encoding'] !== 'aes128gcm') throw new Refusal(415, 'content encoding')
    if (!/^\d+$/.test(String(headers['ttl']))) throw new Refusal(400, 'no TTL')
    if (headers['topic'] && !/^[\w-]{1,32}$/.test(String(headers['topic']))) throw new Refusal(400, 'topic')
    if (body.length > 4096) throw new Refusal(413, `${body.length} bytes`)
    const content = JSON.parse(decryptPush(body, phone)) as Record<string, unknown>
    const rule = answers.get(endpoint) ?? answers.get('') ?? 201
    const answer = typeof rule === 'function' ? rule(phone.received++) : rule
    received.push({ endpoint, headers, bytes: body.length, content, claims, signedBy, answer })
    return answer
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: PushAnswer
    try {
      answer = await receive(request)
    } catch (error) {
      refused.push((error as Error).message)
      answer = error instanceof Refusal ? error.status : 400
    }
    if (answer === 'hang') return
    const {
      status,
      headers = {},
      body = '',
      afterMs = 0,
    } = typeof answer === 'number' ? { status: answer } : answer
    if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs))
    response.writeHead(status, headers).end(body)
  }

  const server = createServer((request, response) => void respond(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    origin,
    received,
    refused,
    subscribe: () => {
      const keys = createECDH('prime256v1')
      keys.generateKeys()
      const auth = randomBytes(16)
      const endpoint = `${origin}/push/${randomUUID()}`
      phones.set(endpoint, { keys, auth, received: 0 })
      return {
        endpoint,
        keys: { p256dh: keys.getPublicKey('base64url'), auth: auth.toString('base64url') },
      }
    },
    answer: (answer, subscription) => {
      answers.set(subscription?.endpoint ?? '', answer)
    },
    waitFor: async (count, timeoutMs = 15_000) => {
      const deadline = performance.now() + timeoutMs
      while (received.length < count) {
        if (performance.now() > deadline)
          throw new Error(
            `${received.length} of ${count} pushes in ${timeoutMs} ms. Refused: ${refused.join('; ') || 'none'}`,
          )
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      return received
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
