import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref } from 'vue'
import type { DeskItem } from '../../../api/incidents/desk.schemas.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { readQueue } from '../shared/desk-api.ts'
import { useDesk } from '../shared/desk.store.ts'
import { queryOf, type InboxFilters } from './inbox-query.ts'
import { takeIn, type Line } from './merge-list.ts'

const pageSize = 30
const everyMs = 15_000

/** The list of a queue, watched while it is on screen. */
export function useInbox(filters: Ref<InboxFilters>) {
  const desk = useDesk()
  const lines = shallowRef<Line<DeskItem>[]>([])
  const cursor = ref<string | null>(null)
  const newcomers = ref(0)
  const state = ref<'opening' | 'open' | 'failed'>('opening')
  const failure = ref('')
  const loadingMore = ref(false)
  let tag = ''
  let asked = 0

  const query = computed(() => queryOf(filters.value))
  const parameters = () => ({ queue: filters.value.queue, ...query.value })

  async function load(): Promise<void> {
    const turn = ++asked
    // What was shown stays until the rest has come: nothing jumps under a finger already on its way.
    if (lines.value.length === 0) state.value = 'opening'
    failure.value = ''
    try {
      const page = await readQueue({ ...parameters(), limit: pageSize })
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
      const page = await readQueue({ ...parameters(), limit: pageSize, cursor: cursor.value })
      if (turn !== asked) return
      const known = new Set(lines.value.map(({ item }) => item.id))
      const fresh = page.items.filter(({ id }) => !known.has(id)).map((item) => ({ item, gone: false }))
      lines.value = [...lines.value, ...fresh]
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
    const page = await readQueue({ ...parameters(), limit: pageSize }).catch(() => null)
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
    () => JSON.stringify(query.value),
    () => void load(),
    { immediate: true },
  )

  return { lines, cursor, newcomers, state, failure, loadingMore, load, more, look }
}
