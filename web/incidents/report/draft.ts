import { uuidv7 } from 'uuidv7'
import { computed, ref, toRaw } from 'vue'
import { phoneDatabase } from '../../offline/database.ts'
import { keepWriting } from '../../offline/keep-writing.ts'
import type { StoredDraft } from '../../offline/stored.ts'

const current = 'report'

export function emptyDraft(territory: string): StoredDraft {
  return {
    id: uuidv7(),
    key: uuidv7(),
    territory,
    photos: [],
    place: { position: null, named: null, words: '' },
    communeCode: null,
    categoryId: null,
    answers: {},
    departmentalRoad: null,
    words: '',
    email: '',
    phone: '',
  }
}

/** The report being written, as the four screens share it. Null until read from the phone. */
export const draft = ref<StoredDraft | null>(null)

/** Whether anything would be lost by starting again. */
export const draftHasContent = computed(() => {
  const now = draft.value
  return (
    now !== null &&
    (now.photos.length > 0 ||
      now.place.position !== null ||
      now.place.named !== null ||
      now.categoryId !== null ||
      now.words !== '')
  )
})

/** A plain copy: IndexedDB cannot keep Vue's proxies. Photos are not copied. */
function plain(value: StoredDraft): StoredDraft {
  const { photos, ...rest } = toRaw(value)
  return {
    ...(JSON.parse(JSON.stringify(rest)) as StoredDraft),
    photos: photos.map(({ id, blob, token }) => ({ id, blob: toRaw(blob), token })),
  }
}

const writing = keepWriting({
  form: draft,
  keep: async (value) => (await phoneDatabase()).put('drafts', plain(value), current),
  rescuedAs: 'draft.last-words',
  wordsOf: (value) => ({ ...plain(value), photos: [] }),
  bytesOf: ({ photos }) => photos.map(({ id }) => id).join(),
})

/** What was kept, with the last letters rescued from a page that closed too soon. */
function withLastWords(kept: StoredDraft | undefined): StoredDraft | undefined {
  const late = writing.takeRescued()
  if (!late || (kept && kept.id !== late.id)) return kept
  return { ...late, photos: kept?.photos ?? [] }
}

/** Reads the draft kept on the phone, or begins one. */
export async function openDraft(territory: string): Promise<void> {
  if (draft.value?.territory !== territory) {
    const kept = withLastWords(await (await phoneDatabase()).get('drafts', current))
    draft.value = kept?.territory === territory ? kept : emptyDraft(territory)
  }
  writing.begin()
}

/** Puts a draft back on the screens, to be corrected. */
export async function restoreDraft(kept: StoredDraft): Promise<void> {
  draft.value = kept
  await writing.save()
}

export async function discardDraft(): Promise<void> {
  writing.drop()
  const territory = draft.value?.territory ?? ''
  draft.value = emptyDraft(territory)
  await (await phoneDatabase()).delete('drafts', current)
}

/** What is kept when the person says "send": a copy that no screen changes any more. */
export function frozenDraft(): StoredDraft | null {
  return draft.value ? plain(draft.value) : null
}
