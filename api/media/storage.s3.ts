import { AwsClient } from 'aws4fetch'
import { createHash } from 'node:crypto'
import { type MediaStorage, StorageError } from './storage.ts'

const timeoutMs = 15_000

/**
 * Photos in a bucket of any S3 service, addressed by path, signed by SigV4. A call that gets no answer in 15 seconds, or
 * a bad one three times, throws StorageError, without the keys.
 */
export function createS3Storage({
  endpoint,
  bucket,
  prefix,
  region,
  accessKeyId,
  secretAccessKey,
}: {
  /** Scheme and host. */
  endpoint: string
  bucket: string
  /** Empty, or ends with a slash. */
  prefix: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}): MediaStorage {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 })

  /** Status and body of the answer; null when there is no such object. */
  async function call(method: 'PUT' | 'GET' | 'DELETE', key: string, bytes?: Uint8Array) {
    const where = `${method} ${endpoint}/${bucket}`
    let status: number
    let body: Buffer
    try {
      const response = await client.fetch(`${endpoint}/${bucket}/${prefix}${key}`, {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        // The service checks what arrived against the hash that is signed.
        ...(bytes && {
          body: bytes as Uint8Array<ArrayBuffer>,
          headers: {
            'Content-Type': 'image/jpeg',
            'X-Amz-Content-Sha256': createHash('sha256').update(bytes).digest('hex'),
          },
        }),
      })
      status = response.status
      body = Buffer.from(await response.arrayBuffer())
    } catch (error) {
      throw new StorageError(`${where}: no answer`, { cause: error })
    }
    if (status === 404 && method !== 'PUT') return null
    if (status >= 200 && status < 300) return body
    // Said of what is not there to whoever may not list the bucket (Amazon S3, GetObject § Permissions).
    if (status === 403 && method === 'GET' && body.includes('<Code>AccessDenied</Code>')) return null
    throw new StorageError(`${where}: ${status} ${body.toString('utf8', 0, 300)}`)
  }

  return {
    put: async (key, bytes) => {
      await call('PUT', key, bytes)
    },
    get: (key) => call('GET', key),
    delete: async (key) => {
      await call('DELETE', key)
    },
  }
}
