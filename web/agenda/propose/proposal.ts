import { computed, type WritableComputedRef } from 'vue'
import { territory, type Territory } from '../../territory/territory.ts'
import { emptyEvent, hasContent, type EventDraft } from './event-draft.ts'
import { keptDraft } from './kept-draft.ts'

/** The one proposal being written on this phone, as its screens share it. */
export const proposal = keptDraft('new')

/** Reads the proposal kept on the phone, or begins one. */
export async function openProposal(siren: string): Promise<void> {
  if (proposal.draft.value?.territory === siren) return
  await proposal.open(
    () => emptyEvent(siren),
    (kept) => kept.territory === siren,
  )
}

/** The draft and the territory, which the frame has opened before any of its screens is shown. */
export function useProposal() {
  const opened = territory.value as Territory
  const draft: WritableComputedRef<EventDraft> = computed({
    get: () => (proposal.draft.value ??= emptyEvent(opened.siren)),
    set: (next) => {
      proposal.draft.value = next
    },
  })
  return { draft, territory: opened, begun: computed(() => hasContent(draft.value)) }
}
