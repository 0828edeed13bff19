import { uuidv7 } from 'uuidv7'
import type { ForwardedReply, ForwardedTicket } from '../../../api/incidents/desk-forward.schemas.ts'
import { request } from '../../http/client.ts'
import { uploadPhoto } from '../../http/photos.ts'
import { namedWrite } from '../../http/write-once.ts'
import type { PickedPhoto } from '../../ui/PhotoPicker.vue'

const by = (secret: string) => ({ 'Bocage-Secret': secret })

/** What the body reads by the link of the email it was sent. */
export function readForwarded(secret: string): Promise<ForwardedTicket> {
  return request<ForwardedTicket>('/api/forwarded', { headers: by(secret) })
}

/**
 * One answer being written. Its id, its key and its photos' tokens are made once, so that sending again after a cut is
 * the same answer, also on a page that was read again.
 */
export function newReply() {
  const write = namedWrite(uuidv7, { about: 'reply' })
  const tokens = new Map<string, string>()
  const tokenOf = (photo: PickedPhoto) => {
    const token = photo.token ?? tokens.get(photo.id) ?? `${uuidv7()}${uuidv7()}`
    tokens.set(photo.id, token)
    return token
  }
  return async (
    secret: string,
    { photos, ...reply }: Omit<ForwardedReply, 'id' | 'after'> & { photos: PickedPhoto[] },
  ): Promise<void> => {
    for (const photo of photos) await uploadPhoto({ ...photo, token: tokenOf(photo) })
    const after = photos.map((photo) => ({ id: photo.id, uploadToken: tokenOf(photo) }))
    // A photo chosen again bears another name.
    await write.send(
      (id) =>
        request('/api/forwarded/replies', {
          method: 'POST',
          headers: by(secret),
          idempotencyKey: id,
          body: { ...reply, id, after },
        }),
      [secret, reply, after.length],
    )
  }
}
