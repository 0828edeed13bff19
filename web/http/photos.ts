import type { UploadedMedia } from '../../api/media/media.schemas.ts'
import { request } from './client.ts'

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
  return request<UploadedMedia>('/api/media', {
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
