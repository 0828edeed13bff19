import { computed, onMounted, ref, shallowRef } from 'vue'
import { errorSentence } from '../../locales/error-sentence.ts'
import { territory } from '../../territory/territory.ts'
import { listAires, type PublicAire } from '../aires-api.ts'

/** The aires of the territory and around it, by commune: what one chooses a start and an end among. */
export function usePlaces() {
  const aires = shallowRef<PublicAire[]>([])
  const failure = ref('')
  const ready = ref(false)

  async function read() {
    failure.value = ''
    try {
      const found: PublicAire[] = []
      let cursor: string | undefined
      do {
        const { data } = await listAires({ territory: territory.value?.siren, limit: 100, cursor })
        found.push(...data.items)
        cursor = data.nextCursor ?? undefined
      } while (cursor)
      aires.value = found
      ready.value = true
    } catch (error) {
      failure.value = errorSentence(error)
    }
  }
  onMounted(read)

  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'fr')
  /** Communes with an aire first of all, then the others of the territory: from there one walks. */
  const communes = computed(() => {
    const known = new Map((territory.value?.communes ?? []).map(({ code, name }) => [code, name]))
    for (const { commune } of aires.value) known.set(commune.code, commune.name ?? commune.code)
    return [...known].map(([code, name]) => ({ code, name })).toSorted(byName)
  })
  const sorted = computed(() =>
    aires.value
      .filter(({ listed }) => listed)
      .map((aire) => ({ ...aire, label: `${aire.name} (${aire.commune.name})` }))
      .toSorted(byName),
  )
  return { aires: sorted, communes, failure, ready, read }
}
