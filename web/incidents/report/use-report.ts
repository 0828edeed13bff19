import { computed, type WritableComputedRef } from 'vue'
import type { StoredDraft } from '../../offline/stored.ts'
import { territory, type Territory } from '../../territory/territory.ts'
import { emptyDraft, report } from './draft.ts'

/** The draft and the territory, which the report's frame has opened before any of its screens is shown. */
export function useReport() {
  const opened = territory.value as Territory
  const draft: WritableComputedRef<StoredDraft> = computed({
    get: () => (report.draft.value ??= emptyDraft(opened.siren)),
    set: (next) => {
      report.draft.value = next
    },
  })
  const category = computed(() => opened.categories.find(({ id }) => id === draft.value.categoryId) ?? null)
  return { draft, territory: opened, category }
}
