import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { IncidentMap, PublicIncident } from '../../../api/incidents/incidents.schemas.ts'
import { NetworkError } from '../../http/errors.ts'
import type { KeptOne } from '../../offline/kept-among.ts'
import { recallRead } from '../../offline/pack/recall-read.ts'
import type { Bounds, MapMove, MapPoint } from '../../ui/map/map-types.ts'
import { mapPublic } from '../follow/public-api.ts'
import type { Filters } from './filters.ts'

const toPoint = (incident: PublicIncident): MapPoint => ({
  id: incident.id,
  lon: incident.position.lon,
  lat: incident.position.lat,
  label: `${incident.category.name}, ${incident.commune.name}`,
  tone: incident.open ? 'open' : 'closed',
})

/** A little more than what is seen, so that a small move shows no hole. */
function widen([west, south, east, north]: Bounds): string {
  const [x, y] = [(east - west) * 0.1, (north - south) * 0.1]
  return [west - x, south - y, east + x, north + y].map((degrees) => degrees.toFixed(5)).join(',')
}

/**
 * Pins of what the map shows. Filters the map's own question does not know (text, commune, near) are answered by the
 * list, whose items are then the pins: both always show the same reports.
 */
export function useMap(territory: string, filters: Ref<Filters>, listed: Ref<PublicIncident[]>) {
  const answer = shallowRef<IncidentMap | null>(null)
  /** What is shown instead, and since when, while nobody answers. */
  const kept = shallowRef<KeptOne<IncidentMap> | null>(null)
  const seen = ref<Bounds | null>(null)
  let asking: AbortController | null = null
  const fromList = computed(() => Boolean(filters.value.q || filters.value.commune || filters.value.near))

  async function read() {
    if (!seen.value || fromList.value) return
    asking?.abort()
    const mine = new AbortController()
    asking = mine
    const { category, status } = filters.value
    const query = { territory, bbox: widen(seen.value), category, status }
    try {
      const read = await mapPublic(query, mine.signal)
      if (mine.signal.aborted) return
      answer.value = read
      kept.value = null
    } catch (error) {
      if (mine.signal.aborted || !(error instanceof NetworkError)) return
      const found = await recallRead<IncidentMap>({ path: '/api/incidents/map', query })
      if (mine.signal.aborted || !found) return
      answer.value = found.data
      kept.value = found
    }
  }

  watch([() => JSON.stringify(filters.value), seen], read)

  const points = computed((): MapPoint[] => {
    if (fromList.value) return listed.value.map(toPoint)
    const { items = [], clusters = [] } = answer.value ?? {}
    return [
      ...items.map(toPoint),
      ...clusters.map(({ lat, lon, count }) => ({
        id: `${lat},${lon}`,
        lat,
        lon,
        count,
        label: '',
        tone: filters.value.status === 'closed' ? ('closed' as const) : ('open' as const),
      })),
    ]
  })
  const follow = (move: MapMove) => {
    seen.value = move.bounds
  }
  const find = (id: string) =>
    listed.value.find((item) => item.id === id) ?? answer.value?.items.find((item) => item.id === id) ?? null
  return { points, follow, find, seen, kept: computed(() => (fromList.value ? null : kept.value)) }
}
