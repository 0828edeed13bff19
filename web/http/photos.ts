import type { UploadedMedia } from '../../api/media/media.schemas.ts'
import { request } from './ask.ts'
import { type OnSent, pieceNow, sendInPieces, type SentPhoto, wasCut } from './in-pieces.ts'
import { longestPieceMs } from './piece-size.ts'

/** For a server that takes photos whole only: there is no smaller request to make. */
const wholeMs = 120_000

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
  if (photo.blob.size <= pieceNow()) {
    try {
      return await sendAtOnce(path, photo, longestPieceMs, onSent)
    } catch (error) {
      // One piece was too much for this network: what is cut again then counts.
      if (!wasCut(error)) throw error
    }
  }
  return (await sendInPieces(path, photo, onSent)) ?? sendAtOnce(path, photo, wholeMs, onSent)
}

async function sendAtOnce(
  path: string,
  { id, blob, token }: SentPhoto,
  timeoutMs: number,
  onSent?: OnSent,
): Promise<UploadedMedia> {
  const kept = await request<UploadedMedia>(path, {
    method: 'POST',
    body: blob,
    headers: {
      'Bocage-Media-Id': id,
      'Bocage-Upload-Token': token,
      'Content-Type': blob.type || 'image/jpeg',
    },
    timeoutMs,
  })
  onSent?.(blob.size, blob.size)
  return kept
}
