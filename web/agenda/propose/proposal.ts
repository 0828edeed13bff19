import { uuidv7 } from 'uuidv7'
import { computed, type WritableComputedRef } from 'vue'
import { currentDraft } from '../../offline/current-draft.ts'
import { territory, type Territory } from '../../territory/territory.ts'
import { emptyEvent, hasContent, type EventDraft } from './event-draft.ts'
import { newImageName } from './image-cut.ts'
import { howEventIsKept } from './kept-draft.ts'

/** The one proposal being written on this phone, as its screens share it. */
export const proposal = currentDraft<EventDraft>({
  ...howEventIsKept,
  name: 'new',
  rescuedAs: 'draft.event.new',
  fresh: emptyEvent,
  isBegun: hasContent,
  // Two proposals share no date, place or image.
  asAnother: ({ image, when, where, ...rest }) => ({
    ...rest,
    id: uuidv7(),
    key: uuidv7(),
    image: image?.token ? { ...image, ...newImageName() } : null,
    when: { ...when, dates: when.dates.map((date) => ({ ...date, id: uuidv7() })) },
    where: { ...where, fresh: where.fresh && { ...where.fresh, id: uuidv7() } },
  }),
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
