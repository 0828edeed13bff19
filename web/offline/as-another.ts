import { NotSent } from '../http/errors.ts'
import type { PickedPhoto } from '../ui/PhotoPicker.vue'
import { renamed } from './renamed.ts'
import { writtenAs } from './was-written.ts'

/** Another window of this phone sent other words under the same id. */
export const saysOther = (error: unknown): boolean => error instanceof NotSent && error.why === 'other-words'

/** The photos that the write `id`, on its way or arrived, does not carry. */
export async function photosBeyond(id: string, photos: readonly PickedPhoto[]): Promise<PickedPhoto[]> {
  const carried = new Set((await writtenAs(id))?.photos.map((photo) => photo.id))
  return renamed(photos.filter((photo) => !carried.has(photo.id)))
}

/** Sends; where another window sent other words under the same id, once more as another. */
export const besideOther = <T>(leave: () => Promise<T>, asAnother: () => Promise<void>): Promise<T> =>
  leave().catch(async (error: unknown) => {
    if (!saysOther(error)) throw error
    await asAnother()
    return leave()
  })
