import type { PhotoReference } from '../../../api/incidents/incidents.schemas.ts'
import { toHex } from '../../http/hex.ts'
import { uploadPhoto } from '../../http/photos.ts'
import type { PickedPhoto } from '../../ui/PhotoPicker.vue'

const tokens = new Map<string, string>()

/** The secret of a photo that came without one, made once: sent again after a lost network, it is the same photo. */
function tokenOf(id: string): string {
  const known = tokens.get(id)
  if (known) return known
  const token = toHex(crypto.getRandomValues(new Uint8Array(24)))
  tokens.set(id, token)
  return token
}

/** Uploads photos, and answers what attaches them. */
export async function sendPhotos(photos: readonly PickedPhoto[]): Promise<PhotoReference[]> {
  const sent: PhotoReference[] = []
  for (const { id, blob, token: own } of photos) {
    const token = own ?? tokenOf(id)
    await uploadPhoto({ id, blob, token })
    sent.push({ id, uploadToken: token })
  }
  return sent
}
