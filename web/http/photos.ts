import type { UploadedMedia } from '../../api/media/media.schemas.ts'
import { request } from './ask.ts'

const slowest = 120_000

/**
 * Sends a photo's bytes. `id` and `token` were made on the phone with it: sent again, it is the same photo, and only
 * who holds the token may attach it to a report.
 */
export function uploadPhoto({
  id,
  blob,
  token,
}: {
  id: string
  blob: Blob
  token: string
}): Promise<UploadedMedia> {
  return upload('/api/media', { id, blob, token })
}

/** Sends a PDF's bytes, by staff: the same rules. */
export const uploadDocument = (sent: { id: string; blob: Blob; token: string }): Promise<UploadedMedia> =>
  upload('/api/desk/documents', sent)

function upload(
  path: string,
  { id, blob, token }: { id: string; blob: Blob; token: string },
): Promise<UploadedMedia> {
  return request<UploadedMedia>(path, {
    method: 'POST',
    body: blob,
    headers: {
      'Bocage-Media-Id': id,
      'Bocage-Upload-Token': token,
      'Content-Type': blob.type || 'image/jpeg',
    },
    timeoutMs: slowest,
  })
}
