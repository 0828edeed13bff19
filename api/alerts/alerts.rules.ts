import type { NotificationPayload, PushAction } from './alerts.types.ts'

/** What the service worker receives. */
export type PushContent = Pick<NotificationPayload, 'title' | 'body' | 'url' | 'lang'> & {
  id: string
  tag: string
  urgent: boolean
  /** When what it tells of happened: of two with one tag, the later is shown. */
  at?: number
  /** What a person stops who wants no more such messages; absent when it cannot be stopped. */
  kind?: string
  /** Why it came, in a short sentence. */
  why?: string
  /** A picture, by its path. */
  image?: string
  actions?: PushAction[]
  /** Tells us, once, that it was really shown (`push-shown.usecases.ts`). */
  shown?: string
}

/**
 * A push service must accept 4096 bytes (RFC 8030 §7.2). The aes128gcm header takes 86 (RFC 8188 §2.1 with a
 * 65-byte key id), its delimiter 1 and its tag 16.
 */
export const pushContentBytes = 4096 - 86 - 1 - 16
const titleLimit = 120

/** Seconds a push service keeps a message for a phone that is off (RFC 8030 §5.2). */
export const pushTerms = {
  urgent: { ttlSeconds: 86_400 },
  normal: { ttlSeconds: 3 * 86_400 },
} as const

/** Sizes that leave us, in bytes of content: who listens in learns which of three, not what kind of message it was. */
const paddedSizes = [1024, 2048, pushContentBytes]

/** The JSON followed by spaces, which a reader of JSON skips, up to the next of a few sizes. */
export function padPushContent(json: string): string {
  const bytes = bytesOf(json)
  const size = paddedSizes.find((one) => one >= bytes) ?? bytes
  return json + ' '.repeat(size - bytes)
}

const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength
const graphemes = new Intl.Segmenter('fr', { granularity: 'grapheme' })

/** The first `count` characters as a person counts them, with an ellipsis when some are left out. */
function shorten(characters: string[], count: number): string {
  return count >= characters.length
    ? characters.join('')
    : `${characters.slice(0, count).join('').trimEnd()}…`
}

const charactersOf = (text: string) => Array.from(graphemes.segment(text), ({ segment }) => segment)

/**
 * JSON of at most `limit` bytes: the body is cut first, at a whole character, then the title. Throws RangeError when
 * address, tag and language alone are longer, which no page of ours is.
 */
export function fitPushContent(content: PushContent, limit = pushContentBytes): string {
  const whole = JSON.stringify(content)
  if (content.title.length <= titleLimit && bytesOf(whole) <= limit) return whole
  const title = shorten(charactersOf(content.title), titleLimit)
  // What is beyond the limit can't be shown, and segmenting it costs time.
  const body = charactersOf(content.body.slice(0, limit))
  const render = (count: number) => JSON.stringify({ ...content, title, body: shorten(body, count) })
  if (bytesOf(render(body.length)) <= limit) return render(body.length)
  let fits = -1
  for (let low = 0, high = body.length; low <= high;) {
    const middle = (low + high) >> 1
    if (bytesOf(render(middle)) <= limit) {
      fits = middle
      low = middle + 1
    } else high = middle - 1
  }
  if (fits >= 0) return render(fits)
  const bare = JSON.stringify({ ...content, title: '', body: '' })
  if (bytesOf(bare) > limit) throw new RangeError('The address of a push message is too long')
  return bare
}
