import { effectScope, ref, toRaw, watch, type EffectScope } from 'vue'
import { phoneDatabase } from '../../offline/database.ts'
import { recall, remember } from '../../offline/remembered.ts'
import type { EventDraft } from './event-draft.ts'

const saveAfterMs = 150

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

/**
 * A draft of an event that survives a reload, a way back and a tab that the phone closes: kept under `name`. Saved a
 * moment after each change, at once when a photo is chosen; the last letters typed before the page goes are rescued where
 * a database would come too late.
 */
export function keptDraft(name: string) {
  const draft = ref<EventDraft | null>(null)
  const lastWords = `draft.event.${name}`
  let timer: ReturnType<typeof setTimeout> | undefined
  let scope: EffectScope | null = null

  async function save(): Promise<void> {
    clearTimeout(timer)
    const saving = timer
    if (draft.value) await (await phoneDatabase()).put('eventDrafts', plainDraft(draft.value), name)
    if (timer === saving) timer = undefined
  }

  function rescue(): void {
    if (timer === undefined || !draft.value) return
    const { image, ...rest } = plainDraft(draft.value)
    remember(lastWords, JSON.stringify({ ...rest, image: image && { ...image, source: null } }))
  }

  function withLastWords(kept: EventDraft | undefined): EventDraft | undefined {
    const rescued = recall(lastWords)
    if (!rescued) return kept
    remember(lastWords, '')
    const late = JSON.parse(rescued) as EventDraft
    if (kept && kept.id !== late.id) return kept
    return { ...late, image: withBytes(late.image, kept?.image?.source ?? null) }
  }

  const hidden = () => {
    if (document.visibilityState === 'hidden' && timer !== undefined) void save()
  }

  function begin(): void {
    if (scope) return
    scope = effectScope(true)
    scope.run(() =>
      watch(
        draft,
        () => {
          clearTimeout(timer)
          timer = setTimeout(() => void save(), saveAfterMs)
        },
        { deep: true },
      ),
    )
    // Bytes can't be rescued when the page goes: a photo is kept as soon as it is chosen, whatever is changed after it.
    scope.run(() =>
      watch(
        () => draft.value?.image?.source,
        (source) => void (source && save()),
      ),
    )
    window.addEventListener('pagehide', rescue)
    document.addEventListener('visibilitychange', hidden)
  }

  /** Reads what was kept, if it still `fits`; else begins with `make`. Answers whether something was there. */
  async function open(make: () => EventDraft, fits: (kept: EventDraft) => boolean): Promise<boolean> {
    const kept = withLastWords(await (await phoneDatabase()).get('eventDrafts', name))
    const resumed = kept !== undefined && fits(kept)
    draft.value = resumed ? kept : make()
    begin()
    return resumed
  }

  /** Puts another in its place, and keeps it. */
  async function put(next: EventDraft): Promise<void> {
    draft.value = next
    begin()
    await save()
  }

  async function forget(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    draft.value = null
    await (await phoneDatabase()).delete('eventDrafts', name)
  }

  /** Saves what is not yet, and stops watching: the screen is left. */
  function close(): void {
    if (timer !== undefined) void save()
    scope?.stop()
    scope = null
    window.removeEventListener('pagehide', rescue)
    document.removeEventListener('visibilitychange', hidden)
  }

  return { draft, open, put, forget, close }
}
