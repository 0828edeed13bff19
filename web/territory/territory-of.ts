import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { ProblemError } from '../http/errors.ts'
import { errorSentence } from '../locales/error-sentence.ts'
import { chooseTerritory, openTerritory, territory } from './territory.ts'

/** Opens the territory that something is of, unless it is open. Throws, and stays where one is, when it cannot be read. */
export async function goToTerritory(siren: string): Promise<void> {
  await openTerritory().catch(() => undefined)
  if (territory.value?.siren !== siren) await chooseTerritory(siren)
}

/** The same from a screen: `failure` says why it could not. Its words: `sends`. */
export function useTerritoryOf() {
  const { t } = useI18n()
  const failure = ref('')

  async function goTo(siren: string): Promise<boolean> {
    failure.value = ''
    try {
      await goToTerritory(siren)
      return true
    } catch (error) {
      const isGone = error instanceof ProblemError && error.status === 404
      failure.value = isGone ? t('sends.territoryGone') : errorSentence(error)
      return false
    }
  }
  return { failure, goTo }
}
