import { createHmac, timingSafeEqual } from 'node:crypto'

export type MediaUrls = { url: string; thumbUrl: string }

/** Addresses of a photo for whoever may see it as they are: anyone once it is public, staff by their session. */
export function mediaUrls(id: string): MediaUrls {
  return { url: `/api/media/${id}`, thumbUrl: `/api/media/${id}?size=thumb` }
}

function sign(secret: string, id: string, until: number): string {
  return createHmac('sha256', secret).update(`media:${id}:${until}`).digest('base64url')
}

const hourMs = 3_600_000

/**
 * Addresses that open a photo which is not public to whoever was shown them (an `<img>` carries no secret header),
 * until the end of the hour that follows. They change once an hour, so that a page read again finds its photos kept.
 */
export function privateMediaUrls({
  id,
  secret,
  now,
}: {
  id: string
  secret: string
  now: number
}): MediaUrls {
  const until = (Math.floor(now / hourMs) + 2) * hourMs
  const query = `until=${until}&signature=${sign(secret, id, until)}`
  return { url: `/api/media/${id}?${query}`, thumbUrl: `/api/media/${id}?size=thumb&${query}` }
}

/** True when `signature` is ours, for this photo, and not over. */
export function isPrivateUrlValid({
  id,
  secret,
  now,
  until,
  signature,
}: {
  id: string
  secret: string
  now: number
  until: number
  signature: string
}): boolean {
  const expected = Buffer.from(sign(secret, id, until))
  const given = Buffer.from(signature)
  return now < until && given.length === expected.length && timingSafeEqual(given, expected)
}
