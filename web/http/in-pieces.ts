import type { UploadedMedia } from '../../api/media/media.schemas.ts'
import { send, type Reply } from './ask.ts'
import { NetworkError, ProblemError } from './errors.ts'
import { firstPiece, longestPieceMs, nextPiece } from './piece-size.ts'

// A photo sent in pieces (draft-ietf-httpbis-resumable-upload-12; docs/decisions/photos.md): after a failure, and at the
// beginning, the server is asked how much it has. What the phone believes is not kept anywhere.

/** `id` and `token` were made on the phone with the photo. */
export type SentPhoto = { id: string; blob: Blob; token: string }
/** Told how many bytes of how many the server has. */
export type OnSent = (sent: number, total: number) => void

/** How many bytes the server has; `none`: it has not begun; `unable`: it takes photos whole only. */
type Standing = number | 'none' | 'unable'

const askMs = 15_000
/** The last request may wait for other photos to be judged. */
const judgeMs = 60_000
/** Tries in a row after which nothing more had arrived. */
const mostFruitless = 3
/** The server is not to be argued with about pieces: the photo is sent whole. */
const sendWhole = new Set([
  'uploads-full',
  'inconsistent-upload-length',
  'upload-piece-too-small',
  'not-a-partial-upload',
])

/** Learned from one photo for the next. */
let size: number | null = null

/** The piece to send now, in bytes: what fits in it needs no pieces. */
export function pieceNow(): number {
  const { connection } = navigator as Navigator & { connection?: { effectiveType?: string } }
  size ??= firstPiece(connection?.effectiveType)
  return size
}

/** Whether a request was given up for its slowness, or broke: the next piece is then half of it. */
export function wasCut(error: unknown): boolean {
  if (!(error instanceof NetworkError) || (error.reason !== 'timeout' && error.reason !== 'unreachable'))
    return false
  size = nextPiece(pieceNow(), null)
  return true
}

async function ask({ id, token }: SentPhoto): Promise<Standing> {
  try {
    const { headers } = await send(`/api/media/uploads/${id}`, {
      method: 'HEAD',
      headers: { 'Bocage-Upload-Token': token },
      timeoutMs: askMs,
    })
    return Number(headers.get('Upload-Offset'))
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    // One that knows of pieces says its limits, also of a photo it does not know.
    if (error.status === 404) return error.headers?.has('Upload-Limit') ? 'none' : 'unable'
    if (error.status === 405 || error.status === 501) return 'unable'
    throw error
  }
}

function sendPiece(
  path: string,
  { id, blob, token }: SentPhoto,
  at: Exclude<Standing, 'unable'>,
): Promise<Reply<UploadedMedia>> {
  const from = at === 'none' ? 0 : at
  const upto = Math.min(blob.size, from + pieceNow())
  const body = blob.slice(from, upto)
  const headers = { 'Bocage-Upload-Token': token, 'Bocage-Media-Id': id }
  if (at === 'none')
    return send(path, {
      method: 'POST',
      body,
      headers: {
        ...headers,
        'Content-Type': blob.type || 'image/jpeg',
        'Upload-Complete': '?0',
        'Upload-Length': String(blob.size),
      },
      timeoutMs: longestPieceMs,
    })
  return send(`/api/media/uploads/${id}`, {
    method: 'PATCH',
    body,
    headers: {
      ...headers,
      'Content-Type': 'application/partial-upload',
      'Upload-Complete': upto === blob.size ? '?1' : '?0',
      'Upload-Offset': String(from),
    },
    timeoutMs: from === blob.size ? judgeMs : longestPieceMs,
  })
}

/**
 * Sends a photo in pieces, going on from where the server is. Null when it is to be sent whole: an older server, one that
 * takes no more beginnings, or several that share nothing. Throws what the last try met when nothing more arrives; asked
 * again later, it goes on.
 */
export async function sendInPieces(
  path: string,
  photo: SentPhoto,
  onSent?: OnSent,
): Promise<UploadedMedia | null> {
  const total = photo.blob.size
  let standing = await ask(photo)
  let most = -1
  let fruitless = 0
  let forgotten = false
  for (;;) {
    if (standing === 'unable' || (standing !== 'none' && standing > total)) return null
    if (standing === 'none' && most > 0) {
      // Begun anew once; a server that forgets each time does not keep its disk.
      if (forgotten) return null
      forgotten = true
      most = -1
    }
    const sent = standing === 'none' ? 0 : standing
    fruitless = sent > most ? 0 : fruitless + 1
    most = Math.max(most, sent)
    onSent?.(sent, total)
    const began = performance.now()
    try {
      const { data, headers } = await sendPiece(path, photo, standing)
      if (headers.get('Upload-Complete') === '?1') {
        onSent?.(total, total)
        return data
      }
      size = nextPiece(pieceNow(), performance.now() - began)
      standing = Number(headers.get('Upload-Offset'))
    } catch (error) {
      const next = await standingAfter(error, photo)
      if (next !== 'unable' && fruitless >= mostFruitless) {
        // Who answers each time something else is several servers.
        if (error instanceof ProblemError) return null
        throw error
      }
      standing = next
    }
  }
}

/** Where the upload stands after a try that failed; throws when going on would not help. */
async function standingAfter(error: unknown, photo: SentPhoto): Promise<Standing> {
  if (error instanceof ProblemError) {
    if (error.slug === 'mismatching-upload-offset') return Number(error.members['expected-offset'])
    // Forgotten: too old, or the server is back from a restore.
    if (error.slug === 'upload-not-found') return 'none'
    if (sendWhole.has(error.slug) || error.status === 405 || error.status === 501) return 'unable'
    throw error
  }
  if (!wasCut(error)) throw error
  return ask(photo)
}
