import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useDesk } from '../../shared/desk.store.ts'

export type OwnCommune = { siren: string; code: string; name: string }

/** The communes for which one calls, and the one in the address, else the first. */
export function useOwnCommunes() {
  const desk = useDesk()
  const route = useRoute()
  const router = useRouter()
  const communes = computed<OwnCommune[]>(() =>
    desk.territories.flatMap(({ siren, communes }) =>
      communes.filter(({ own }) => own).map(({ code, name }) => ({ siren, code, name })),
    ),
  )
  const chosen = computed(
    () => communes.value.find(({ code }) => code === route.query['commune']) ?? communes.value[0],
  )
  const choose = (event: Event) =>
    router.replace({ query: { ...route.query, commune: (event.target as HTMLSelectElement).value } })
  return { communes, chosen, choose }
}
