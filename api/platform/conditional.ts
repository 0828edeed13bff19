import { createHash } from 'node:crypto'
import type { Context } from 'hono'

/** What a client says it has already: request headers of RFC 9110 §13. */
export type Conditions = { ifNoneMatch: string | undefined; ifModifiedSince: string | undefined }

/**
 * True when the client's copy is still good: 304, without a body. The tag decides alone when the client names one
 * (RFC 9110 §13.2.2), compared weakly, since it stands for what is said and not for how it is compressed.
 * `modifiedAt`: epoch milliseconds.
 */
export function isUnchanged(
  { ifNoneMatch, ifModifiedSince }: Conditions,
  { etag, modifiedAt }: { etag: string; modifiedAt: number },
): boolean {
  if (ifNoneMatch !== undefined) {
    const opaque = (tag: string) => tag.trim().replace(/^W\//, '')
    return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag))
  }
  if (ifModifiedSince === undefined) return false
  const since = Date.parse(ifModifiedSince)
  return !Number.isNaN(since) && Math.floor(modifiedAt / 1000) * 1000 <= since
}

/**
 * What any page may read: never sent again unchanged, and asked for anew each time unless `headers` let it be kept a
 * while. Its tag is weak, since it stands for what is said (`said`) and not for how it is compressed.
 */
export function openAnswer(
  c: Context,
  body: string,
  headers: Record<string, string>,
  said: string = body,
): Response {
  const etag = `W/"${createHash('sha256').update(said).digest('base64url').slice(0, 22)}"`
  const all = {
    'Cache-Control': 'public, no-cache',
    ...headers,
    ETag: etag,
    'Access-Control-Allow-Origin': '*',
  }
  const asked = { ifNoneMatch: c.req.header('if-none-match'), ifModifiedSince: undefined }
  return isUnchanged(asked, { etag, modifiedAt: 0 }) ? c.body(null, 304, all) : c.body(body, 200, all)
}
