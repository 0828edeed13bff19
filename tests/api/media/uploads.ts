import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { UploadedMedia } from '../../../api/media/media.schemas.ts'
import { systemIds } from '../../../api/platform/ids.ts'

export type Upload = { id: string; uploadToken: string }
export const anUpload = (): Upload => ({ id: systemIds.next(), uploadToken: systemIds.secret() })

/** The request that sends a photo, as the phone makes it. */
export function uploadRequest(photo: Uint8Array, { id, uploadToken }: Upload): RequestInit {
  return {
    method: 'POST',
    headers: {
      'Bocage-Media-Id': id,
      'Bocage-Upload-Token': uploadToken,
      'Content-Type': 'image/jpeg',
    },
    body: new Uint8Array(photo),
  }
}

type Requester = { request: (path: string, options?: RequestInit) => Promise<Response> }

export function send(app: Requester, photo: Uint8Array, upload: Upload = anUpload()): Promise<Response> {
  return app.request('/api/media', uploadRequest(photo, upload))
}

/** Sends a photo that must be accepted. */
export async function sendPhoto(app: Requester, photo: Uint8Array, upload: Upload = anUpload()) {
  const answer = await send(app, photo, upload)
  if (answer.status !== 201) throw new Error(`refused: ${answer.status} ${await answer.text()}`)
  return { ...upload, ...((await answer.json()) as UploadedMedia) }
}

/** Paths of all files under a folder; none when it does not exist. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
