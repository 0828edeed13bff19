import { onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import type { PublicOccurrence } from '../../../api/agenda/agenda.schemas.ts'
import { readingSentence } from '../shared/reading-sentence.ts'
import { NetworkError } from '../../http/errors.ts'
import { keepAmong } from '../../offline/kept-among.ts'
import { recallRead } from '../../offline/pack/recall-read.ts'
import { keptListsKind, listOccurrences, type OccurrenceList } from '../shared/agenda-api.ts'

const pageSize = 40
const mostKept = 12

/** The list last left, with all its pages: whoever comes back to it finds their place in it. */
let left: { key: string; at: number; page: OccurrenceList } | null = null
const leftFor = 10 * 60_000
const cameBack = () => Boolean((history.state as { forward?: unknown } | null)?.forward)

export type ListState = 'loading' | 'ready' | 'failed'

/** Those of `added` that are not among `known`: an event that moved between two pages is shown once. */
function without(known: readonly PublicOccurrence[], added: readonly PublicOccurrence[]): PublicOccurrence[] {
  const keys = new Set(known.map(({ key }) => key))
  return added.filter(({ key }) => !keys.has(key))
}

/**
 * The occurrences that go with a question, a page at a time in both directions. A newer question makes an older
 * answer void. Without network, the first page read last with the same question.
 */
export function useOccurrences(query: Ref<Record<string, string>>) {
  const keyOf = () => new URLSearchParams(query.value).toString()
  /** The question that what is shown answers: when this screen is left, the address is another's already. */
  let shown = keyOf()
  const items = shallowRef<PublicOccurrence[]>([])
  const next = ref<string | null>(null)
  const previous = ref<string | null>(null)
  const state = ref<ListState>('loading')
  const busy = ref<'later' | 'earlier' | null>(null)
  const failure = ref('')
  /** When what is shown was read, if it was not just now. */
  const readAt = ref<number | null>(null)
  /** The commune it is all of, when it comes from what the phone keeps of it. */
  const keptOf = ref('')
  let asking: AbortController | null = null

  function begin(): AbortController {
    asking?.abort()
    asking = new AbortController()
    failure.value = ''
    return asking
  }

  function show(key: string, page: OccurrenceList, at: number | null, of = ''): void {
    keptOf.value = of
    shown = key
    items.value = page.items
    next.value = page.nextCursor
    previous.value = page.previousCursor
    readAt.value = at
    state.value = 'ready'
  }

  async function read(): Promise<void> {
    const mine = begin()
    const key = keyOf()
    state.value = 'loading'
    busy.value = null
    try {
      const page = await listOccurrences({ ...query.value, limit: pageSize }, mine.signal)
      show(key, page, null)
      void keepAmong(keptListsKind, key, page, mostKept).catch(() => undefined)
    } catch (error) {
      if (mine.signal.aborted) return
      const kept =
        error instanceof NetworkError
          ? await recallRead<OccurrenceList>(
              { path: '/api/events', query: query.value },
              { kind: keptListsKind, key },
            )
          : null
      if (mine.signal.aborted) return
      if (kept) return show(key, kept.data, kept.at, kept.of)
      failure.value = readingSentence(error)
      state.value = 'failed'
    }
  }

  /** Puts the next page after, or the page before before. Answers what was added. */
  async function readMore(way: 'later' | 'earlier'): Promise<PublicOccurrence[]> {
    const cursor = way === 'later' ? next.value : previous.value
    if (!cursor || busy.value) return []
    const mine = begin()
    busy.value = way
    try {
      const page = await listOccurrences({ ...query.value, limit: pageSize, cursor }, mine.signal)
      const added = without(items.value, page.items)
      items.value = way === 'later' ? [...items.value, ...added] : [...added, ...items.value]
      if (way === 'later') next.value = page.nextCursor
      else previous.value = page.previousCursor
      return added
    } catch (error) {
      if (!mine.signal.aborted) failure.value = readingSentence(error)
      return []
    } finally {
      if (!mine.signal.aborted) busy.value = null
    }
  }

  const kept = left?.key === keyOf() && Date.now() - left.at < leftFor && cameBack() ? left.page : null
  if (kept) show(keyOf(), kept, null)
  watch(() => JSON.stringify(query.value), read, { immediate: kept === null })
  onBeforeUnmount(() => {
    const page = { items: items.value, nextCursor: next.value, previousCursor: previous.value }
    left = state.value === 'ready' && readAt.value === null ? { key: shown, at: Date.now(), page } : null
  })
  return {
    items,
    state,
    busy,
    failure,
    readAt,
    keptOf,
    hasLater: next,
    hasEarlier: previous,
    readLater: () => readMore('later'),
    readEarlier: () => readMore('earlier'),
    again: read,
  }
}
