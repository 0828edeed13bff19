import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { IncidentPreview } from '../../../api/incidents/incidents.schemas.ts'
import { ProblemError } from '../../http/errors.ts'
import { preview, readQueue } from '../shared/desk-api.ts'
import type { Entry } from './entry.ts'
import { similarOf, type Similar } from './similar.ts'

const pauseMs = 250

/**
 * While the clerk writes: who it will go to, and the open reports of the same kind in the same commune, those nobody
 * but staff can see included.
 */
export function usePreview(entry: Ref<Entry>) {
  const expected = shallowRef<IncidentPreview | null>(null)
  const similar = shallowRef<Similar[]>([])
  const asking = ref(false)
  /** Why the server will not take it from there, in its own words. */
  const refusal = shallowRef<ProblemError | null>(null)

  const query = computed(() => {
    const { categoryId, pin, communeCode, departmentalRoad } = entry.value
    if (!categoryId || (!pin && !communeCode)) return null
    return {
      category: categoryId,
      departmentalRoad,
      ...(pin ? { lat: pin.lat, lon: pin.lon } : { commune: communeCode }),
    }
  })

  let latest = 0
  async function ask() {
    const mine = ++latest
    const wanted = query.value
    refusal.value = null
    asking.value = wanted !== null
    if (!wanted) {
      expected.value = null
      similar.value = []
      return
    }
    try {
      const answer = await preview(wanted)
      const { siren, pin } = entry.value
      const commune = answer.commune?.code
      const list = await readQueue({
        queue: 'all',
        territory: siren,
        category: wanted.category,
        commune,
        limit: 50,
      }).catch(() => ({ items: [] }))
      if (mine !== latest) return
      expected.value = answer
      similar.value = similarOf({ near: answer.similar, listed: list.items, pin })
    } catch (error) {
      if (mine !== latest) return
      expected.value = null
      similar.value = []
      if (error instanceof ProblemError && error.status === 422) refusal.value = error
    } finally {
      if (mine === latest) asking.value = false
    }
  }
  let timer = 0
  watch(
    () => JSON.stringify(query.value),
    () => {
      clearTimeout(timer)
      timer = window.setTimeout(ask, pauseMs)
    },
    { immediate: true },
  )

  return { expected, similar, asking, refusal }
}
