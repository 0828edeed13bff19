import type { UploadedMedia } from '../../api/media/media.schemas.ts'
import { request } from './ask.ts'
import { type OnSent, pieceNow, sendInPieces, type SentPhoto } from './in-pieces.ts'

const slowest = 120_000

/**
 * Sends a photo's bytes, in pieces unless one is enough. `id` and `token` were made on the phone with it: sent again, it
 * is the same photo, going on from what the server has, and only who holds the token may attach it to a report.
 */
export const uploadPhoto = (photo: SentPhoto, onSent?: OnSent): Promise<UploadedMedia> =>
  upload('/api/media', photo, onSent)

/** Sends a PDF's bytes, by staff: the same rules. */
export const uploadDocument = (document: SentPhoto, onSent?: OnSent): Promise<UploadedMedia> =>
  upload('/api/desk/documents', document, onSent)

async function upload(path: string, photo: SentPhoto, onSent?: OnSent): Promise<UploadedMedia> {
  const { id, blob, token } = photo
  const inPieces = blob.size > pieceNow() ? await sendInPieces(path, photo, onSent) : null
  if (inPieces) return inPieces
  const whole = await request<UploadedMedia>(path, {
    method: 'POST',
    body: blob,
    headers: {
      'Bocage-Media-Id': id,
      'Bocage-Upload-Token': token,
      'Content-Type': blob.type || 'image/jpeg',
    },
    timeoutMs: slowest,
  })
  onSent?.(blob.size, blob.size)
  return whole
}
