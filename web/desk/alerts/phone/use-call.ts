import { ref } from 'vue'
import { errorSentence } from '../../../locales/error-sentence.ts'

/** How a call ended; null: not made, or taken back. */
export type CallOutcome = 'called' | 'no-answer' | null
export type CallAct = 'called' | 'no-answer' | 'undo'

/** Notes how a call ended, one press at a time. `work` says by `failure` what it did not do, or throws. */
export function useCall(work: (outcome: CallOutcome) => Promise<void>) {
  const busy = ref<CallAct | null>(null)
  const failure = ref('')

  async function note(outcome: CallOutcome): Promise<void> {
    if (busy.value) return
    busy.value = outcome ?? 'undo'
    failure.value = ''
    try {
      await work(outcome)
    } catch (error) {
      failure.value = errorSentence(error)
    } finally {
      busy.value = null
    }
  }

  return { busy, failure, note }
}
