import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

const keys = { accessKeyId: 'AKBOCAGE', secretAccessKey: 's3cr3t/with+signs=' }
const region = 'fr-par'
const bucket = 'photos'
const clockSkewMs = 15 * 60_000

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()

/** The signature that AWS Signature Version 4 asks of this request, from Amazon's description of it. */
function expectedSignature(request: IncomingMessage, signedHeaders: string[], date: string): string {
  const url = new URL(request.url ?? '', 'http://s3')
  const canonical = [
    request.method,
    url.pathname,
    [...url.searchParams]
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .toSorted()
      .join('&'),
    ...signedHeaders.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signedHeaders.join(';'),
    request.headers['x-amz-content-sha256'],
  ].join('\n')
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')
  const day = hmac(`AWS4${keys.secretAccessKey}`, date.slice(0, 8))
  const key = hmac(hmac(hmac(day, region), 's3'), 'aws4_request')
  return hmac(key, toSign).toString('hex')
}

/** Why the request is not to be believed; null when it is. */
function refusalOf(request: IncomingMessage, body: Buffer): string | null {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/[^,]+, ?SignedHeaders=([^,]+), ?Signature=(\w{64})$/.exec(
      request.headers.authorization ?? '',
    )
  const date = String(request.headers['x-amz-date'])
  const instant = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!parts || parts[1] !== keys.accessKeyId) return 'InvalidAccessKeyId'
  if (!(Math.abs(Date.now() - instant) < clockSkewMs)) return 'RequestTimeTooSkewed'
  const signed = (parts[2] ?? '').split(';')
  if (!signed.includes('host') || !signed.includes('x-amz-date')) return 'AccessDenied'
  const declared = request.headers['x-amz-content-sha256']
  if (declared !== 'UNSIGNED-PAYLOAD' && declared !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  if (request.method === 'PUT' && declared === 'UNSIGNED-PAYLOAD') return 'AccessDenied'
  const given = Buffer.from(parts[3] ?? '', 'hex')
  const expected = Buffer.from(expectedSignature(request, signed, date), 'hex')
  return timingSafeEqual(given, expected) ? null : 'SignatureDoesNotMatch'
}

export type S3Server = {
  /** For MEDIA_URL, with the right keys; `secret` overrides one. */
  mediaUrl: (options?: { secret?: string; prefix?: string }) => string
  objects: Map<string, { bytes: Buffer; contentType: string }>
  /** The next `count` requests get this status instead; 0: no answer at all. */
  failNext: (count: number, status: number) => void
  requests: () => number
  close: () => Promise<void>
}

/**
 * A bucket on loopback that believes only what is signed right. `listing`: whoever asks may list it; else it does not say
 * what is not there.
 */
export async function openS3Server({ listing = true } = {}): Promise<S3Server> {
  const objects: S3Server['objects'] = new Map()
  let failing = { count: 0, status: 500 }
  let requests = 0

  const server = createServer(async (request, response) => {
    requests++
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    if (failing.count > 0) {
      failing.count--
      if (failing.status === 0) request.socket.destroy()
      else response.writeHead(failing.status).end('<Error><Code>InternalError</Code></Error>')
      return
    }
    const refusal = refusalOf(request, body)
    if (refusal) {
      response.writeHead(403).end(`<Error><Code>${refusal}</Code></Error>`)
      return
    }
    const [, inBucket, ...path] = new URL(request.url ?? '', 'http://s3').pathname.split('/')
    const key = path.join('/')
    const found = inBucket === bucket ? objects.get(key) : undefined
    if (request.method === 'PUT') {
      objects.set(key, { bytes: body, contentType: request.headers['content-type'] ?? '' })
      response.writeHead(200).end()
    } else if (request.method === 'DELETE') {
      objects.delete(key)
      response.writeHead(204).end()
    } else if (found) response.writeHead(200, { 'Content-Type': found.contentType }).end(found.bytes)
    else if (listing) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>')
    else response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    mediaUrl: ({ secret = keys.secretAccessKey, prefix = '' } = {}) =>
      `s3+http://${keys.accessKeyId}:${encodeURIComponent(secret)}@127.0.0.1:${port}/${bucket}/${prefix}?region=${region}`,
    objects,
    failNext: (count, status) => {
      failing = { count, status }
    },
    requests: () => requests,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
