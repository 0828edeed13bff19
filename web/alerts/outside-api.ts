import { onMounted, ref, shallowRef } from 'vue'
import type { OutsideView } from '../../api/alerts/outside.schemas.ts'
import { request } from '../http/client.ts'
import { NetworkError } from '../http/errors.ts'
import { now } from '../offline/clock.ts'
import { keepAmong } from '../offline/kept-among.ts'
import { commune, territory } from '../territory/territory.ts'

export type { OutsideView }
export const listOutside = (query: Record<string, string | number | undefined>) =>
  request<{ items: OutsideView[]; nextCursor: string | null }>('/api/outside-alerts', { query })

const keptKind = 'outside'
const keptAtMost = 20

/** What other services say of the commune chosen on this phone, else of the territory; kept to be read without network. */
export function useOutside(limit = 20) {
  const items = shallowRef<readonly OutsideView[]>([])
  /** When they were read, if the service does not answer. */
  const readAt = ref<number | null>(null)
  onMounted(async () => {
    const query = { territory: territory.value?.siren, commune: commune.value?.code }
    const key = [query.territory, query.commune].join()
    const show = (all: readonly OutsideView[]) => {
      items.value = all.filter(({ endsAt }) => endsAt > now()).slice(0, limit)
    }
    try {
      const page = await listOutside({ ...query, limit: keptAtMost })
      show(page.items)
      await keepAmong(keptKind, key, page.items, 5).catch(() => undefined)
    } catch (error) {
      // Calm is not said by what could not be asked: the rest of the screen says that it is not up to date.
      if (!(error instanceof NetworkError)) return
      const { recallRead } = await import('../offline/pack/recall-read.ts')
      const kept = await recallRead<OutsideView[]>(
        { path: '/api/outside-alerts', query },
        { kind: keptKind, key },
      )
      if (!kept) return
      show(kept.data)
      readAt.value = kept.at
    }
  })
  return { items, readAt }
}
