import { computed, onMounted, ref, shallowRef } from 'vue'
import { allPages } from '../../http/all-pages.ts'
import { errorSentence } from '../../locales/error-sentence.ts'
import { recall, remember } from '../../offline/remembered.ts'
import { territory } from '../../territory/territory.ts'
import { listAires, type PublicAire } from '../aires-api.ts'

type Where = { siren: string; communes: readonly { code: string; name: string }[] }

/** The aires of a territory and around it, by commune: what one chooses a start and an end among. */
export function usePlaces(of: () => Where | null = () => territory.value) {
  const aires = shallowRef<PublicAire[]>([])
  const failure = ref('')

  function kept(name: string): PublicAire[] {
    try {
      const list = JSON.parse(recall(name) || '[]') as PublicAire[]
      return Array.isArray(list) ? list : []
    } catch {
      return []
    }
  }

  async function read() {
    failure.value = ''
    // Staff may work for another territory than the one this phone shows.
    const siren = of()?.siren
    const keptName = `aires.${siren ?? ''}`
    try {
      aires.value = await allPages(
        async (cursor) => (await listAires({ territory: siren, limit: 100, cursor })).data,
      )
      remember(keptName, JSON.stringify(aires.value))
    } catch (error) {
      aires.value = kept(keptName)
      // Without network one still chooses among those read last; sending says what is missing.
      if (aires.value.length === 0) failure.value = errorSentence(error)
    }
  }
  onMounted(read)

  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'fr')
  /** Communes with an aire first of all, then the others of the territory: from there one walks. */
  const communes = computed(() => {
    const known = new Map((of()?.communes ?? []).map(({ code, name }) => [code, name]))
    for (const { commune } of aires.value) known.set(commune.code, commune.name ?? commune.code)
    return [...known].map(([code, name]) => ({ code, name })).toSorted(byName)
  })
  const sorted = computed(() =>
    aires.value
      .filter(({ listed }) => listed)
      .map((aire) => ({ ...aire, label: `${aire.name} (${aire.commune.name})` }))
      .toSorted(byName),
  )
  return { aires: sorted, communes, failure, read }
}
