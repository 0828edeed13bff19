import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import type { Moderated, ModeratedEvent } from '../../../api/agenda/moderation.schemas.ts'
import { isWorthRetrying, ProblemError } from '../../http/errors.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { readModerated } from './desk-agenda-api.ts'

const everyMs = 15_000
type Work = (version: number) => Promise<Moderated>
/** A colleague acted on what this moderator was deciding of. */
export type Conflict = { seen: ModeratedEvent; current: ModeratedEvent }

/** The event on screen: read, watched, acted on one write at a time. */
export function useModerated(id: string, { onChanged }: { onChanged: () => void }) {
  const event = shallowRef<ModeratedEvent | null>(null)
  const state = ref<'opening' | 'open' | 'failed' | 'gone'>('opening')
  const failure = ref('')
  const problem = shallowRef<ProblemError | null>(null)
  const busy = ref(false)
  const conflict = shallowRef<Conflict | null>(null)
  /** No network: what was sent leaves again by itself once there is. */
  const waiting = shallowRef<(() => Promise<boolean>) | null>(null)

  async function load(): Promise<void> {
    failure.value = ''
    try {
      event.value = await readModerated(id)
      state.value = 'open'
    } catch (error) {
      failure.value = errorSentence(error)
      if (!event.value) state.value = 'failed'
    }
  }

  /** What a colleague did shows by itself, unless this moderator is in the middle of sending. */
  async function look(): Promise<void> {
    if (state.value !== 'open' || busy.value || conflict.value) return
    const fresh = await readModerated(id).catch(() => null)
    if (fresh && fresh.version !== event.value?.version && !busy.value && !conflict.value) event.value = fresh
  }

  /**
   * Does an act on the version on screen. True once the server has it. False: `failure`, `problem`, `conflict` or
   * `waiting` say why, and nothing typed is lost.
   */
  async function act(work: Work): Promise<boolean> {
    const seen = event.value
    if (!seen || busy.value) return false
    busy.value = true
    failure.value = ''
    problem.value = null
    waiting.value = null
    conflict.value = null
    try {
      const answer = await work(seen.version)
      if (answer.event) event.value = answer.event
      else state.value = 'gone'
      onChanged()
      return true
    } catch (error) {
      if (error instanceof ProblemError) {
        problem.value = error
        const current = error.status === 412 && (error.members['current'] as ModeratedEvent | undefined)
        if (current) {
          event.value = current
          conflict.value = { seen, current }
          onChanged()
          return false
        }
      }
      failure.value = errorSentence(error)
      if (isWorthRetrying(error)) waiting.value = () => act(work)
      return false
    } finally {
      busy.value = false
    }
  }

  const again = () => {
    if (waiting.value) void waiting.value()
  }
  const lookWhenSeen = () => {
    if (document.visibilityState === 'visible') void look()
  }
  let timer = 0
  onMounted(() => {
    void load()
    timer = window.setInterval(lookWhenSeen, everyMs)
    window.addEventListener('online', again)
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    window.removeEventListener('online', again)
  })

  return { event, state, failure, problem, busy, conflict, waiting, load, act }
}
