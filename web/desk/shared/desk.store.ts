import { onceKept } from '../../http/write-once.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { DeskCounts, DeskSetup } from '../../../api/incidents/desk.schemas.ts'
import type { OfferedSentence, SavedView } from '../../../api/incidents/desk-tools.schemas.ts'
import { useAccount } from '../../account/account.store.ts'
import { staffPinia } from '../../account/staff-pinia.ts'
import * as api from './desk-api.ts'

export type DeskTerritory = DeskSetup['territories'][number]

const deskStore = defineStore('desk', () => {
  const setup = shallowRef<DeskSetup | null>(null)
  const counts = ref<DeskCounts['counts'] | null>(null)
  const sentences = shallowRef<OfferedSentence[]>([])
  const views = shallowRef<SavedView[]>([])

  const territories = computed(() => setup.value?.territories ?? [])
  const me = computed(() => setup.value?.me ?? null)
  const may = (action: string) => setup.value?.actions.includes(action) ?? false
  const territoryOf = (siren: string) => territories.value.find((one) => one.siren === siren) ?? null

  /** The lists are those a round took along: they serve until the server's are read. */
  let fromPhone = false
  let opening: Promise<void> | null = null
  async function readAll(): Promise<void> {
    const [read, offered, kept] = await Promise.all([api.readSetup(), api.readSentences(), api.readViews()])
    sentences.value = offered.items
    views.value = kept.items
    setup.value = read
    fromPhone = false
  }

  /** Reads once what every screen of the desk chooses from. Throws when it can't be read. */
  function open(): Promise<void> {
    if (setup.value && !fromPhone) return Promise.resolve()
    opening ??= readAll().finally(() => {
      opening = null
    })
    return opening
  }

  // Of who goes on in the place of another: what is half written on the screens stays there.
  watch(
    () => useAccount().account?.user.id,
    (id) => {
      if (id && setup.value && setup.value.me.id !== id) void readAll().catch(() => undefined)
    },
  )

  /** Works from lists read earlier, until `open` reads them anew. What was read since stays. */
  function openWith(kept: { setup: DeskSetup; sentences: OfferedSentence[] }): void {
    if (setup.value) return
    sentences.value = kept.sentences
    setup.value = kept.setup
    fromPhone = true
  }

  async function count(): Promise<void> {
    counts.value = (await api.readCounts()).counts
  }

  async function keepView(name: string, query: string): Promise<SavedView> {
    const view = { name, query, position: views.value.length }
    const saved = await onceKept('view', view, (id) => api.saveView(id, view))
    views.value = [...views.value, saved]
    return saved
  }

  async function dropView(id: string): Promise<void> {
    await api.removeView(id)
    views.value = views.value.filter((view) => view.id !== id)
  }

  return {
    setup,
    counts,
    sentences,
    views,
    territories,
    me,
    may,
    territoryOf,
    open,
    openWith,
    count,
    keepView,
    dropView,
  }
})

/** What the desk's screens share: who may do what, the lists to choose from, how many wait. */
export const useDesk = () => deskStore(staffPinia)
