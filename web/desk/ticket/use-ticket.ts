import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { contestedChanges, type ContestedField } from '../../../api/incidents/desk.rules.ts'
import type { Changed, Ticket } from '../../../api/incidents/desk.schemas.ts'
import { isWorthRetrying, ProblemError } from '../../http/errors.ts'
import { isSpent } from '../../http/write-once.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { markRead, readTicket } from '../shared/desk-api.ts'

const everyMs = 15_000

/** A colleague changed what this agent was acting on: what was seen, what is now, and in which fields they differ. */
export type Conflict = { seen: Ticket; current: Ticket; fields: ConflictField[] }
/** How to reach the person is contested on this screen alone: phones that send later keep none of it. */
export type ConflictField = ContestedField | 'contact'
const conflictsOf = (seen: Ticket, current: Ticket): ConflictField[] => [
  ...contestedChanges(seen, current),
  ...(JSON.stringify(seen.contact) === JSON.stringify(current.contact) ? [] : (['contact'] as const)),
]
type Work = (version: number) => Promise<Changed>

/** The report on screen: read, watched, changed one write at a time. */
export function useTicket(
  id: string,
  { onChanged, onSpentKey = () => undefined }: { onChanged: () => void; onSpentKey?: () => void },
) {
  const ticket = shallowRef<Ticket | null>(null)
  const state = ref<'opening' | 'open' | 'failed' | 'gone'>('opening')
  const failure = ref('')
  const busy = ref(false)
  const conflict = shallowRef<Conflict | null>(null)
  /** No network: what was sent leaves again by itself once there is. */
  const waiting = shallowRef<(() => Promise<boolean>) | null>(null)

  async function load(): Promise<void> {
    failure.value = ''
    try {
      ticket.value = await readTicket(id)
      state.value = 'open'
      if (ticket.value.unread)
        void markRead(id)
          .then(onChanged)
          .catch(() => undefined)
    } catch (error) {
      failure.value = errorSentence(error)
      if (!ticket.value) state.value = 'failed'
    }
  }

  /** What a colleague did shows by itself, unless this agent is in the middle of sending. */
  async function look(): Promise<void> {
    if (state.value !== 'open' || busy.value || conflict.value) return
    const fresh = await readTicket(id).catch(() => null)
    if (fresh && !busy.value && !conflict.value) ticket.value = fresh
  }

  function take(answer: Changed): void {
    conflict.value = null
    if (answer.ticket) ticket.value = answer.ticket
    else state.value = 'gone'
    onChanged()
  }

  async function attempt(work: Work, seen: Ticket): Promise<void> {
    try {
      take(await work(seen.version))
    } catch (error) {
      const current =
        error instanceof ProblemError && error.status === 412
          ? (error.members['current'] as Ticket | undefined)
          : undefined
      if (!current) throw error
      const fields = conflictsOf(seen, current)
      // Only a reading, a "moi aussi" or a note came between: no choice was made that this one would undo.
      if (fields.length === 0) return attempt(work, current)
      ticket.value = current
      conflict.value = { seen, current, fields }
    }
  }

  /**
   * Does a change on the version on screen. True once the server has it. False: `failure`, `conflict` or `waiting` say
   * why, and nothing typed is lost.
   */
  async function act(work: Work): Promise<boolean> {
    const seen = ticket.value
    if (!seen || busy.value) return false
    busy.value = true
    failure.value = ''
    waiting.value = null
    try {
      await attempt(work, seen)
      return conflict.value === null
    } catch (error) {
      // An earlier attempt had arrived after all, and then the text was changed: what it did is shown.
      if (isSpent(error)) {
        ticket.value = await readTicket(id).catch(() => ticket.value)
        onSpentKey()
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

  return { ticket, state, failure, busy, conflict, waiting, load, act }
}
