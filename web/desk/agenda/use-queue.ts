import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import type { ModeratedItem } from '../../../api/agenda/moderation.schemas.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { takeIn, type Line } from '../inbox/merge-list.ts'
import { useAgendaDesk } from './agenda-desk.store.ts'
import { readEvents } from './desk-agenda-api.ts'
import type { QueueFilters } from './queue-query.ts'

const pageSize = 30
const everyMs = 15_000

/** The list of a queue of the agenda, watched while it is on screen. */
export function useQueue(filters: Ref<QueueFilters>) {
  const desk = useAgendaDesk()
  const lines = ref<Line<ModeratedItem>[]>([])
  const cursor = ref<string | null>(null)
  const newcomers = ref(0)
  const state = ref<'opening' | 'open' | 'failed'>('opening')
  const failure = ref('')
  const loadingMore = ref(false)
  let tag = ''
  let asked = 0

  async function load(): Promise<void> {
    const turn = ++asked
    if (lines.value.length === 0) state.value = 'opening'
    failure.value = ''
    try {
      const page = await readEvents({ ...filters.value, limit: pageSize })
      if (turn !== asked) return
      tag = page.tag
      lines.value = page.items.map((item) => ({ item, gone: false }))
      cursor.value = page.nextCursor
      newcomers.value = 0
      state.value = 'open'
    } catch (error) {
      if (turn !== asked) return
      failure.value = errorSentence(error)
      state.value = 'failed'
    }
  }

  async function more(): Promise<void> {
    if (!cursor.value || loadingMore.value) return
    loadingMore.value = true
    const turn = asked
    try {
      const page = await readEvents({ ...filters.value, limit: pageSize, cursor: cursor.value })
      if (turn !== asked) return
      const known = new Set(lines.value.map(({ item }) => item.id))
      const fresh = page.items.filter(({ id }) => !known.has(id))
      lines.value = [...lines.value, ...fresh.map((item) => ({ item, gone: false }))]
      cursor.value = page.nextCursor
    } catch (error) {
      failure.value = errorSentence(error)
    } finally {
      loadingMore.value = false
    }
  }

  /** Looks at what changed, without moving anything. A look that fails is made again at the next turn. */
  async function look(): Promise<void> {
    void desk.count().catch(() => undefined)
    if (state.value !== 'open') return state.value === 'failed' ? load() : undefined
    const turn = asked
    const page = await readEvents({ ...filters.value, limit: pageSize }).catch(() => null)
    if (!page || turn !== asked || page.tag === tag) return
    tag = page.tag
    const taken = takeIn(lines.value, page.items, page.nextCursor === null)
    lines.value = taken.lines
    newcomers.value = taken.newcomers
  }

  const lookWhenSeen = () => {
    if (document.visibilityState === 'visible') void look()
  }
  let timer = 0
  onMounted(() => {
    timer = window.setInterval(lookWhenSeen, everyMs)
    document.addEventListener('visibilitychange', lookWhenSeen)
    window.addEventListener('online', lookWhenSeen)
    void desk.count().catch(() => undefined)
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', lookWhenSeen)
    window.removeEventListener('online', lookWhenSeen)
  })
  watch(
    () => JSON.stringify(filters.value),
    () => void load(),
    { immediate: true },
  )

  return { lines, cursor, newcomers, state, failure, loadingMore, load, more, look }
}
