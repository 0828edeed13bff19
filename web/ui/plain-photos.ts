import { toRaw } from 'vue'
import type { PickedPhoto } from './PhotoPicker.vue'

/** Chosen photos as IndexedDB keeps them: no proxies. Their bytes are not copied. */
export const plainPhotos = (photos: readonly PickedPhoto[]): PickedPhoto[] =>
  photos.map(({ id, blob, token }) => ({ id, blob: toRaw(blob), ...(token ? { token } : {}) }))
