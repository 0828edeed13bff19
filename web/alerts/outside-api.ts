import { onMounted, shallowRef } from 'vue'
import type { OutsideView } from '../../api/alerts/outside.schemas.ts'
import { request } from '../http/client.ts'
import { commune, territory } from '../territory/territory.ts'

export type { OutsideView }
export const listOutside = (query: Record<string, string | number | undefined>) =>
  request<{ items: OutsideView[]; nextCursor: string | null }>('/api/outside-alerts', { query })

/** What other services say of the commune chosen on this phone, else of the territory. Silent where it can't be read. */
export function useOutside(limit = 20) {
  const items = shallowRef<readonly OutsideView[]>([])
  onMounted(async () => {
    const query = { territory: territory.value?.siren, commune: commune.value?.code, limit }
    items.value = await listOutside(query).then(
      (page) => page.items,
      () => [],
    )
  })
  return items
}
