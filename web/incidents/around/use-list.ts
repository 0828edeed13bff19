import { ref, shallowRef, watch, type Ref } from 'vue'
import type { PublicIncident } from '../../../api/incidents/incidents.schemas.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { listPublic } from '../follow/public-api.ts'
import type { Filters } from './filters.ts'

const pageSize = 30

/** The list that goes with the filters, a page at a time. A newer question makes an older answer void. */
export function useList(territory: string, filters: Ref<Filters>) {
  const items = shallowRef<PublicIncident[]>([])
  const next = ref<string | null>(null)
  const state = ref<'loading' | 'ready' | 'more' | 'failed'>('loading')
  const failure = ref('')
  let asking: AbortController | null = null

  async function read(cursor: string | null) {
    asking?.abort()
    const mine = new AbortController()
    asking = mine
    state.value = cursor ? 'more' : 'loading'
    try {
      const query = { territory, ...filters.value, cursor, limit: pageSize }
      const page = await listPublic(query, mine.signal)
      items.value = cursor ? [...items.value, ...page.items] : page.items
      next.value = page.nextCursor
      state.value = 'ready'
    } catch (error) {
      if (mine.signal.aborted) return
      failure.value = errorSentence(error)
      state.value = 'failed'
    }
  }

  watch(
    () => JSON.stringify(filters.value),
    () => read(null),
    { immediate: true },
  )
  return { items, state, failure, more: next, readMore: () => read(next.value), again: () => read(null) }
}
