import { uuidv7 } from 'uuidv7'
import { computed, ref, toRaw, watch } from 'vue'
import { phoneDatabase } from '../../offline/database.ts'
import { recall, remember } from '../../offline/remembered.ts'
import type { StoredDraft } from '../../offline/stored.ts'

const current = 'report'
const saveAfterMs = 150

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

/** Set while something typed is not yet written. */
let timer: ReturnType<typeof setTimeout> | undefined
let watching = false

/** A plain copy: IndexedDB cannot keep Vue's proxies. Photos are not copied. */
function plain(value: StoredDraft): StoredDraft {
  const { photos, ...rest } = toRaw(value)
  return {
    ...(JSON.parse(JSON.stringify(rest)) as StoredDraft),
    photos: photos.map(({ id, blob, token }) => ({ id, blob: toRaw(blob), token })),
  }
}

async function save(): Promise<void> {
  clearTimeout(timer)
  const saving = timer
  if (draft.value) await (await phoneDatabase()).put('drafts', plain(draft.value), current)
  // Only what is written counts as saved, unless more was typed meanwhile.
  if (timer === saving) timer = undefined
}

/** The last letters typed before the page went away: written at once, where a database would come too late. */
const lastWords = 'draft.last-words'

function rescueLastWords(): void {
  if (timer === undefined || !draft.value) return
  remember(lastWords, JSON.stringify({ ...plain(draft.value), photos: [] }))
}

/** What was kept, with the last letters rescued from a page that closed too soon. */
function withLastWords(kept: StoredDraft | undefined): StoredDraft | undefined {
  const rescued = recall(lastWords)
  if (!rescued) return kept
  remember(lastWords, '')
  const late = JSON.parse(rescued) as StoredDraft
  if (kept && kept.id !== late.id) return kept
  return { ...late, photos: kept?.photos ?? [] }
}

function keepSaved(): void {
  if (watching) return
  watching = true
  watch(
    draft,
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void save(), saveAfterMs)
    },
    { deep: true },
  )
  window.addEventListener('pagehide', rescueLastWords)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && timer !== undefined) void save()
  })
}

/** Reads the draft kept on the phone, or begins one. */
export async function openDraft(territory: string): Promise<void> {
  if (draft.value?.territory !== territory) {
    const kept = withLastWords(await (await phoneDatabase()).get('drafts', current))
    draft.value = kept?.territory === territory ? kept : emptyDraft(territory)
  }
  keepSaved()
}

/** Puts a draft back on the screens, to be corrected. */
export async function restoreDraft(kept: StoredDraft): Promise<void> {
  draft.value = kept
  await save()
}

export async function discardDraft(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  const territory = draft.value?.territory ?? ''
  draft.value = emptyDraft(territory)
  await (await phoneDatabase()).delete('drafts', current)
}

/** What is kept when the person says "send": a copy that no screen changes any more. */
export function frozenDraft(): StoredDraft | null {
  return draft.value ? plain(draft.value) : null
}
