import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import type { StaffPhoto } from '../../../api/incidents/desk.schemas.ts'
import type { RoundTicket } from '../../offline/stored.ts'

/** A kept report whose photos are those of the phone: what was not taken along is left out. `release` frees them. */
export function withKeptPhotos(kept: ComputedRef<RoundTicket | null>) {
  const addresses = shallowRef(new Map<string, string>())
  const release = () => addresses.value.forEach((address) => URL.revokeObjectURL(address))
  watch(
    () => kept.value?.photos,
    (photos) => {
      release()
      addresses.value = new Map(photos?.map(({ id, blob }) => [id, URL.createObjectURL(blob)]))
    },
    { immediate: true },
  )
  const shown = (photos: readonly StaffPhoto[]) =>
    photos.flatMap((photo): StaffPhoto[] => {
      const url = addresses.value.get(photo.id)
      return url ? [{ ...photo, url, thumbUrl: url }] : []
    })
  const ticket = computed(() => {
    const one = kept.value?.ticket
    if (!one) return null
    return {
      ...one,
      photos: shown(one.photos),
      history: one.history.map((entry) => ({ ...entry, photos: shown(entry.photos) })),
    }
  })
  return { ticket, release }
}
