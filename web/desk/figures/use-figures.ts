import { ref, shallowRef, watch, type Ref } from 'vue'
import type { Figures } from '../../../api/incidents/figures.schemas.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { readFigures } from '../shared/desk-api.ts'
import { figureQueryOf, type FigureFilters } from './figures-query.ts'

/** The figures of what the address asks for. While others are asked, those before stay. */
export function useFigures(filters: Ref<FigureFilters>) {
  const figures = shallowRef<Figures | null>(null)
  const failure = ref('')
  const asking = ref(false)
  let latest = 0

  async function ask() {
    const mine = ++latest
    asking.value = true
    failure.value = ''
    try {
      const answer = await readFigures(figureQueryOf(filters.value))
      if (mine === latest) figures.value = answer
    } catch (error) {
      if (mine === latest) failure.value = errorSentence(error)
    } finally {
      if (mine === latest) asking.value = false
    }
  }
  watch(() => JSON.stringify(filters.value), ask, { immediate: true })

  return { figures, failure, asking, ask }
}
