import { shallowRef, watch, type Ref } from 'vue'
import type { MapAreas } from '../ui/map/map-types.ts'
import type { Territory } from './territory.ts'

/** The communes to draw on a map; null until fetched, or when they cannot be. */
export function useAreas(territory: Ref<Territory | null>) {
  const areas = shallowRef<MapAreas | null>(null)
  watch(
    () => territory.value?.pack.url,
    async () => {
      const opened = territory.value
      if (!opened) return
      const boundaries = await import('./boundaries.ts')
        .then(({ openBoundaries }) => openBoundaries(opened))
        .catch(() => null)
      areas.value = boundaries?.areas ?? null
    },
    { immediate: true },
  )
  return areas
}
