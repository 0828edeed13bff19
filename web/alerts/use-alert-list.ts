import { onMounted, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PublicAlert } from '../../api/alerts/alert.schemas.ts'
import { NetworkError } from '../http/errors.ts'
import { errorSentence } from '../locales/error-sentence.ts'
import { now } from '../offline/clock.ts'
import { keepAmong } from '../offline/kept-among.ts'
import { commune, territory } from '../territory/territory.ts'
import { listAlerts, type AlertList } from './alerts-api.ts'
import { inForceAt } from './as-now.ts'

const keptKind = 'alerts'

/** What reads of the phone is fetched only when nobody answers. */
async function recall(query: Record<string, string | undefined>, key: string) {
  const { recallRead } = await import('../offline/pack/recall-read.ts')
  return recallRead<AlertList>({ path: '/api/alerts', query }, { kind: keptKind, key })
}

/** Alerts of the commune chosen on this phone, else of the territory; those in force are kept to be read offline. */
export function useAlertList(when: 'current' | 'past', limit = 30) {
  const { locale } = useI18n()
  const items = shallowRef<PublicAlert[]>([])
  const cursor = ref<string | null>(null)
  const state = ref<'loading' | 'ready' | 'failed'>('loading')
  const failure = ref('')
  /** When it was read, if the service does not answer. */
  const readAt = ref<number | null>(null)

  function show(page: AlertList, more = false): void {
    // What was kept stands otherwise now: begun meanwhile, or over.
    const found = when === 'past' ? page.items : inForceAt(page.items, now())
    items.value = more ? [...items.value, ...found] : found
    cursor.value = page.nextCursor
    state.value = 'ready'
  }

  async function load(more = false): Promise<void> {
    const query = {
      territory: territory.value?.siren,
      commune: commune.value?.code,
      lang: locale.value,
      when,
    }
    const key = [query.territory, query.commune, query.lang].join()
    try {
      const page = await listAlerts({
        ...query,
        limit,
        ...(more && cursor.value ? { cursor: cursor.value } : {}),
      })
      readAt.value = null
      show(page, more)
      if (when === 'current' && !more) void keepAmong(keptKind, key, page, 5).catch(() => undefined)
    } catch (error) {
      const offline = error instanceof NetworkError && when === 'current' && !more
      const kept = offline ? await recall(query, key).catch(() => null) : null
      readAt.value = kept?.at ?? null
      if (kept) return show({ ...kept.data, nextCursor: null })
      failure.value = errorSentence(error)
      state.value = 'failed'
    }
  }
  onMounted(() => load())
  return { items, cursor, state, failure, readAt, load }
}
