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
