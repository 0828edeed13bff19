import sharp from 'sharp'
import { drawScene, type Scene, scenes } from '../../db/seed/demo-pictures.ts'
import { type MediaDeps, uploadMedia } from '../media/media.usecases.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { demoId } from './demo-ids.ts'

export type UploadedPhoto = { id: string; uploadToken: string }

/** Draws each scene once. */
export async function drawScenes(): Promise<Map<Scene, Buffer>> {
  const drawn = scenes.map(async (scene) => {
    const jpeg = await sharp(Buffer.from(drawScene(scene)))
      .jpeg({ quality: 82 })
      .toBuffer()
    return [scene, jpeg] as const
  })
  return new Map(await Promise.all(drawn))
}

/** Sends a picture as a phone would: every photo of the demo went through what real ones go through. */
export async function uploadPicture(
  media: MediaDeps,
  { name, picture, caller }: { name: string; picture: Buffer; caller: Caller },
): Promise<UploadedPhoto> {
  const photo = { id: demoId(`photo ${name}`), uploadToken: demoId(`token ${name}`) }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield picture
  }
  await uploadMedia(media, { ...photo, body: bytes(), caller })
  return photo
}
