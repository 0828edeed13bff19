import { onBeforeUnmount, onMounted, ref, watch } from 'vue'
import { askNewest } from '../../http/ask-newest.ts'
import { queued } from '../../offline/queued.ts'
import { keepFollowed, refreshFollowed } from '../follow/followed.ts'
import { readPrivate } from '../follow/private-api.ts'
import { readPublic } from '../follow/public-api.ts'

/** What is asked longer than that is said to be old meanwhile. */
const slowMs = 2_000

/** Asks what became of the newest reports this phone follows. Those no longer public keep what was known. */
export function useFreshFollowed() {
  const loaded = ref(false)
  /** What is shown is what was known before: nobody has answered, or not yet. */
  const isOld = ref(false)
  const timer = setTimeout(() => {
    isOld.value = true
  }, slowMs)
  onBeforeUnmount(() => clearTimeout(timer))

  // What leaves the queue while the screen is open is followed from then on: it must not seem lost.
  watch(queued, () => void refreshFollowed().catch(() => undefined))

  onMounted(async () => {
    const list = await refreshFollowed().catch(() => [])
    loaded.value = true
    const isFresh = await askNewest(list, async ({ id, secret }) =>
      keepFollowed(secret ? await readPrivate(secret) : await readPublic(id), secret),
    )
    if (isFresh) clearTimeout(timer)
    isOld.value = !isFresh
  })
  return { isOld, loaded }
}
