import { ref, shallowRef, watch, type Ref } from 'vue'
import type { IncidentList, PublicIncident } from '../../../api/incidents/incidents.schemas.ts'
import { NetworkError } from '../../http/errors.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import type { KeptOne } from '../../offline/kept-among.ts'
import { recallRead } from '../../offline/pack/recall-read.ts'
import { listPublic } from '../follow/public-api.ts'
import type { Filters } from './filters.ts'

const pageSize = 30

/**
 * The list that goes with the filters, a page at a time. A newer question makes an older answer void. Without network,
 * what the phone keeps of its commune.
 */
export function useList(territory: string, filters: Ref<Filters>) {
  const items = shallowRef<PublicIncident[]>([])
  const next = ref<string | null>(null)
  const state = ref<'loading' | 'ready' | 'more' | 'failed'>('loading')
  const failure = ref('')
  /** What is shown instead, and since when, while nobody answers. */
  const kept = shallowRef<KeptOne<IncidentList> | null>(null)
  let asking: AbortController | null = null

  function show(page: IncidentList, before: readonly PublicIncident[] = []) {
    items.value = [...before, ...page.items]
    next.value = page.nextCursor
    state.value = 'ready'
  }

  async function read(cursor: string | null) {
    asking?.abort()
    const mine = new AbortController()
    asking = mine
    state.value = cursor ? 'more' : 'loading'
    const query = { territory, ...filters.value, cursor, limit: pageSize }
    try {
      const page = await listPublic(query, mine.signal)
      kept.value = null
      show(page, cursor ? items.value : [])
    } catch (error) {
      if (mine.signal.aborted) return
      const found =
        error instanceof NetworkError
          ? await recallRead<IncidentList>({ path: '/api/incidents', query })
          : null
      if (mine.signal.aborted) return
      kept.value = found
      if (found) return show(found.data)
      failure.value = errorSentence(error)
      state.value = 'failed'
    }
  }

  watch(
    () => JSON.stringify(filters.value),
    () => read(null),
    { immediate: true },
  )
  return {
    items,
    state,
    failure,
    kept,
    more: next,
    readMore: () => read(next.value),
    again: () => read(null),
  }
}
