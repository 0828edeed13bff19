import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AgendaSetup, QueueCounts } from '../../../api/agenda/moderation.schemas.ts'
import { staffPinia } from '../../account/staff-pinia.ts'
import { readAgendaCounts, readAgendaSetup } from './desk-agenda-api.ts'

/** What waits for somebody, whichever the queue; late ones are among those that wait. */
export const waitingIn = ({ counts }: QueueCounts): number =>
  (counts.waiting ?? 0) + (counts.revisions ?? 0) + (counts.flagged ?? 0) + (counts.images ?? 0)

const store = defineStore('agenda-desk', () => {
  const setup = shallowRef<AgendaSetup | null>(null)
  const counts = ref<QueueCounts | null>(null)
  let opening: Promise<void> | null = null

  /** Reads once what every screen of the agenda's desk chooses from. Throws when it can't be read. */
  function open(): Promise<void> {
    if (setup.value) return Promise.resolve()
    opening ??= read().finally(() => {
      opening = null
    })
    return opening
  }
  async function read(): Promise<void> {
    setup.value = await readAgendaSetup()
  }
  async function count(): Promise<void> {
    counts.value = await readAgendaCounts()
  }
  const territories = computed(() => setup.value?.territories ?? [])
  const communes = computed(() => territories.value.flatMap((one) => one.communes))
  const maySet = computed(() => territories.value.some((one) => one.maySet))
  return { setup, counts, territories, communes, maySet, open, read, count }
})

/** What the agenda's screens of the desk share: what one moderates, how many wait. */
export const useAgendaDesk = () => store(staffPinia)
