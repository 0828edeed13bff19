import { uuidv7 } from 'uuidv7'
import type { PickedPhoto } from '../ui/PhotoPicker.vue'

/** Photos as another write sends them: one is attached to the write that named it first. */
export const renamed = (photos: readonly PickedPhoto[]): PickedPhoto[] =>
  photos.map(({ blob }) => ({ id: uuidv7(), blob }))
