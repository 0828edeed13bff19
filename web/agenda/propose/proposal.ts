import { computed, type WritableComputedRef } from 'vue'
import { currentDraft } from '../../offline/current-draft.ts'
import { territory, type Territory } from '../../territory/territory.ts'
import { emptyEvent, hasContent, type EventDraft } from './event-draft.ts'
import { howEventIsKept } from './kept-draft.ts'

/** The one proposal being written on this phone, as its screens share it. */
export const proposal = currentDraft<EventDraft>({
  ...howEventIsKept,
  name: 'new',
  rescuedAs: 'draft.event.new',
  fresh: emptyEvent,
  isBegun: hasContent,
})

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
