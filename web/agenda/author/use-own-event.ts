import { ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { AuthorEvent } from '../../../api/agenda/proposals.schemas.ts'
import { ProblemError } from '../../http/errors.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { forgetOwnEvent, keepOwnEvent } from '../propose/own-events.ts'
import { readOwn, type Claim } from './author-api.ts'

/** One's own event, what is done with it, and what was refused. */
export function useOwnEvent(claim: Ref<Claim>) {
  const { t } = useI18n()
  const event = ref<AuthorEvent | null>(null)
  const failure = ref<{ words: string; again: boolean } | null>(null)
  /** Why the last act was not done. */
  const refusal = ref('')
  const busy = ref(false)
  const erased = ref(false)

  async function show(read: AuthorEvent): Promise<void> {
    event.value = read
    const { id, secret } = claim.value
    if (!secret) return
    const { content, status } = read
    await keepOwnEvent({ id, secret, status, title: content.title }).catch(() => undefined)
  }

  async function load(): Promise<void> {
    failure.value = null
    try {
      await show(await readOwn(claim.value))
    } catch (error) {
      if (!event.value)
        failure.value = {
          words: errorSentence(error),
          again: !(error instanceof ProblemError && error.status < 500),
        }
    }
  }

  /** Does `work` and shows what the event became. False when it was refused: `refusal` says why. */
  async function act(work: (version: number) => Promise<AuthorEvent | undefined>): Promise<boolean> {
    if (busy.value || !event.value) return false
    busy.value = true
    refusal.value = ''
    try {
      const after = await work(event.value.version)
      if (after) await show(after)
      else {
        erased.value = true
        await forgetOwnEvent(claim.value.id).catch(() => undefined)
      }
      return true
    } catch (error) {
      refusal.value = errorSentence(error)
      if (error instanceof ProblemError && error.status === 412 && error.members['current']) {
        await show(error.members['current'] as AuthorEvent)
        refusal.value = t('propose.author.stale')
      }
      return false
    } finally {
      busy.value = false
    }
  }
  return { event, failure, refusal, busy, erased, load, act }
}
