import { ref, watch, type Ref } from 'vue'
import type { TerritoryPage } from '../../../api/territory/territory.schemas.ts'
import { request } from '../../http/client.ts'
import type { Territory } from '../../territory/territory.ts'
import { tilesOf } from '../../territory/map-tiles.ts'
import { useAreas } from '../../territory/use-areas.ts'

const read = new Map<string, Promise<Territory>>()

/** A territory as its residents' app knows it, to draw maps with. Fetched once a visit. */
function readTerritory(siren: string): Promise<Territory> {
  const known = read.get(siren)
  if (known) return known
  const reading = request<TerritoryPage>(`/api/territories/${siren}`).then((page) => ({
    ...page,
    bounds: page.bbox ?? undefined,
    tiles: tilesOf(page.map),
  }))
  read.set(siren, reading)
  reading.catch(() => read.delete(siren))
  return reading
}

/** The territory to draw, and its communes as shapes; null until fetched, or when they can't be. */
export function useMapTerritory(siren: () => string | undefined) {
  const territory: Ref<Territory | null> = ref(null)
  watch(
    siren,
    async (wanted) => {
      territory.value = wanted ? await readTerritory(wanted).catch(() => null) : null
    },
    { immediate: true },
  )
  return { territory, areas: useAreas(territory) }
}
