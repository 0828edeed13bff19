import { ref, shallowRef, watch } from 'vue'
import { NetworkError } from '../../http/errors.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { searchRides, type SearchAnswer } from './rides-api.ts'

/** A search as its address holds it; empty before anything is asked. `at`: wall time, `2026-11-27T07:30`. */
export type RideQuery = { from: string; to: string; at: string; by: 'departure' | 'arrival' }

/**
 * The rides of a territory that answer what is asked now, whatever was asked before and answers late. `shown` is called
 * once an answer, or why there is none, is to be seen.
 */
export function useRideSearch(territory: string, query: () => RideQuery, shown: () => void) {
  const answer = shallowRef<SearchAnswer | null>(null)
  const searching = ref(false)
  const failure = ref('')
  /** Nobody answered: what this phone keeps is shown instead. */
  const unanswered = ref(false)

  let turn = 0
  async function read() {
    const mine = ++turn
    const { from, to, at, by } = query()
    failure.value = ''
    searching.value = Boolean(from && to)
    if (!searching.value) {
      answer.value = null
      return
    }
    try {
      const found = await searchRides({ territory, from, to, by, at: at || undefined })
      if (mine !== turn) return
      answer.value = found
    } catch (error) {
      if (mine !== turn) return
      answer.value = null
      failure.value = errorSentence(error)
      unanswered.value = error instanceof NetworkError
    }
    searching.value = false
    shown()
  }
  watch(() => JSON.stringify(query()), read, { immediate: true })

  return { answer, searching, failure, unanswered, read }
}
