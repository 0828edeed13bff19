import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Account } from '../../api/accounts/accounts.schemas.ts'
import type { TerritoryPage } from '../../api/territory/territory.schemas.ts'
import { useAccount } from '../account/account.store.ts'
import { staffPinia } from '../account/staff-pinia.ts'
import { request } from '../http/client.ts'
import { recall, remember } from '../offline/remembered.ts'

type Membership = Account['memberships'][number]

const adminStore = defineStore('admin', () => {
  const accounts = useAccount()
  const siren = ref('')
  /** What everyone may know of the territory: the communes to choose among, the bodies' names. */
  const page = shallowRef<TerritoryPage | null>(null)

  const within = (action: string): Membership[] =>
    accounts.account?.memberships.filter(
      (membership) => membership.territory.siren === siren.value && membership.actions.includes(action),
    ) ?? []
  /** Territories where this person has something to set. */
  const territories = computed(() => {
    const own = accounts.account?.memberships.filter(
      ({ actions }) => actions.includes('territory.administer') || actions.includes('sentences.edit'),
    )
    return [...new Map(own?.map(({ territory }) => [territory.siren, territory])).values()]
  })
  const administers = computed(() => within('territory.administer').length > 0)
  /** Administers the whole territory, not only one of its communes or bodies. */
  const wholly = computed(() =>
    within('territory.administer').some(({ scope }) => scope.kind === 'territory'),
  )
  const administered = (id: string | null) =>
    within('territory.administer').some(({ scope }) => scope.kind === 'territory' || scope.id === id)
  const mayEditBody = ({ id, communeCode }: { id: string; communeCode: string | null }) =>
    administered(id) || administered(communeCode)
  const communes = computed(() => page.value?.communes ?? [])

  /** Opens the territory chosen last on this device, else the first one. False when there is none to set. */
  async function open(): Promise<boolean> {
    await accounts.known()
    const choices = territories.value
    const chosen =
      choices.find((one) => one.siren === (siren.value || recall('admin-territory'))) ?? choices[0]
    if (!chosen) return false
    siren.value = chosen.siren
    if (page.value?.siren !== chosen.siren) await refresh()
    return true
  }

  async function choose(next: string): Promise<void> {
    remember('admin-territory', next)
    siren.value = next
    await refresh()
  }

  /** Reads again what everyone may know: something in it was changed. */
  async function refresh(): Promise<void> {
    page.value = await request<TerritoryPage>(`/api/territories/${siren.value}`)
  }

  return {
    siren,
    page,
    territories,
    administers,
    wholly,
    communes,
    within,
    administered,
    mayEditBody,
    open,
    choose,
    refresh,
  }
})

/** The store of the territory being set, and of what this person may set in it. */
export const useAdmin = () => adminStore(staffPinia)
