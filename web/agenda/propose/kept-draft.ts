import { ref, toRaw } from 'vue'
import { phoneDatabase } from '../../offline/database.ts'
import { keepWriting } from '../../offline/keep-writing.ts'
import type { EventDraft } from './event-draft.ts'

/** A plain copy: IndexedDB cannot keep Vue's proxies. The image's bytes are not copied. */
export function plainDraft(value: EventDraft): EventDraft {
  const { image, ...rest } = toRaw(value)
  const copy = JSON.parse(JSON.stringify(rest)) as Omit<EventDraft, 'image'>
  const { source = null, ...said } = toRaw(image) ?? {}
  return {
    ...copy,
    image: image
      ? {
          ...(JSON.parse(JSON.stringify(said)) as Omit<NonNullable<EventDraft['image']>, 'source'>),
          source: toRaw(source),
        }
      : null,
  }
}

/** Of an image still on the phone, what was rescued has all but its bytes: without them there is none. */
function withBytes(image: EventDraft['image'], source: Blob | null): EventDraft['image'] {
  if (!image?.token) return image
  return source && { ...image, source }
}

/** A draft of an event that survives a reload, a way back and a tab that the phone closes: kept under `name`. */
export function keptDraft(name: string) {
  const draft = ref<EventDraft | null>(null)
  const writing = keepWriting({
    form: draft,
    keep: async (value) => (await phoneDatabase()).put('eventDrafts', plainDraft(value), name),
    rescuedAs: `draft.event.${name}`,
    wordsOf: (value) => {
      const { image, ...rest } = plainDraft(value)
      return { ...rest, image: image && { ...image, source: null } }
    },
    bytesOf: ({ image }) => image?.source,
  })

  function withLastWords(kept: EventDraft | undefined): EventDraft | undefined {
    const late = writing.takeRescued()
    if (!late || (kept && kept.id !== late.id)) return kept
    return { ...late, image: withBytes(late.image, kept?.image?.source ?? null) }
  }

  /** Reads what was kept, if it still `fits`; else begins with `make`. Answers whether something was there. */
  async function open(make: () => EventDraft, fits: (kept: EventDraft) => boolean): Promise<boolean> {
    const kept = withLastWords(await (await phoneDatabase()).get('eventDrafts', name))
    const resumed = kept !== undefined && fits(kept)
    draft.value = resumed ? kept : make()
    writing.begin()
    return resumed
  }

  /** Puts another in its place, and keeps it. */
  async function put(next: EventDraft): Promise<void> {
    draft.value = next
    writing.begin()
    await writing.save()
  }

  async function forget(): Promise<void> {
    writing.drop()
    draft.value = null
    await (await phoneDatabase()).delete('eventDrafts', name)
  }

  return { draft, open, put, forget, close: writing.end }
}
