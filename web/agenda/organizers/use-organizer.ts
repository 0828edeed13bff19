import { onMounted, ref, shallowRef } from 'vue'
import type { OwnOrganizer } from '../../../api/agenda/organizers.schemas.ts'
import { ProblemError } from '../../http/errors.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { setPageTitle } from '../../router.ts'
import { readOwnOrganizer } from './organizer-api.ts'

/** One of one's organizers, and what was refused of what was done with it. */
export function useOrganizer(id: string) {
  const organizer = shallowRef<OwnOrganizer | null>(null)
  const failure = ref<{ words: string; again: boolean } | null>(null)
  const refusal = ref('')
  const busy = ref(false)

  async function load(): Promise<void> {
    failure.value = null
    try {
      organizer.value = await readOwnOrganizer(id)
      setPageTitle(organizer.value.name)
    } catch (error) {
      if (!organizer.value)
        failure.value = {
          words: errorSentence(error),
          again: !(error instanceof ProblemError && error.status < 500),
        }
    }
  }
  onMounted(load)

  /** Does `work`; what it answers is shown when it is the organizer, else the organizer is read again. */
  async function act(work: () => Promise<OwnOrganizer | undefined>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    refusal.value = ''
    try {
      const after = await work()
      if (after) organizer.value = after
      else await load()
      return true
    } catch (error) {
      refusal.value = errorSentence(error)
      return false
    } finally {
      busy.value = false
    }
  }
  return { organizer, failure, refusal, busy, load, act }
}
