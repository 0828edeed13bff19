import { ref, shallowRef, watch, type Ref } from 'vue'
import type { RideFigures, UnmetPairs } from '../../../api/carpool/ride-figures.schemas.ts'
import { request } from '../../http/client.ts'
import { errorSentence } from '../../locales/error-sentence.ts'

/** Months, `2026-11`; empty: the last twelve. */
export type RideFigureQuery = { territory: string; from: string; to: string }

/** Figures of rides of what is asked, and the pairs looked for in vain, page after page. */
export function useRideFigures(query: Ref<RideFigureQuery>) {
  const figures = shallowRef<RideFigures | null>(null)
  const pairs = shallowRef<UnmetPairs>({ items: [], nextCursor: null })
  const failure = ref('')
  let latest = 0

  const readPairs = (cursor?: string) =>
    request<UnmetPairs>('/api/ride-figures/unmet', { query: { ...query.value, cursor } })

  async function ask() {
    const mine = ++latest
    if (!query.value.territory) return
    failure.value = ''
    try {
      const [read, first] = await Promise.all([
        request<RideFigures>('/api/ride-figures', { query: query.value }),
        readPairs(),
      ])
      if (mine !== latest) return
      figures.value = read
      pairs.value = first
    } catch (error) {
      if (mine === latest) failure.value = errorSentence(error)
    }
  }
  watch(() => JSON.stringify(query.value), ask, { immediate: true })

  async function more() {
    const { items, nextCursor } = pairs.value
    if (!nextCursor) return
    try {
      const next = await readPairs(nextCursor)
      pairs.value = { items: [...items, ...next.items], nextCursor: next.nextCursor }
    } catch (error) {
      failure.value = errorSentence(error)
    }
  }
  return { figures, pairs, failure, ask, more }
}
