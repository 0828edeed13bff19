import { NotSent } from '../http/errors.ts'
import type { PickedPhoto } from '../ui/PhotoPicker.vue'
import { phoneDatabase } from './database.ts'
import { renamed } from './renamed.ts'
import type { QueuedSend } from './stored.ts'

/** Another window of this phone sent other words under the same id. */
export const saysOther = (error: unknown): boolean => error instanceof NotSent && error.why === 'other-words'

/** The photos that the write `id`, on its way or arrived, does not carry. */
export async function photosBeyond(id: string, photos: readonly PickedPhoto[]): Promise<PickedPhoto[]> {
  const database = await phoneDatabase()
  const other: Pick<QueuedSend, 'photos'> | undefined =
    (await database.get('sends', id)) ?? (await database.get('accepted', id))?.send
  const carried = new Set(other?.photos.map((photo) => photo.id))
  return renamed(photos.filter((photo) => !carried.has(photo.id)))
}
