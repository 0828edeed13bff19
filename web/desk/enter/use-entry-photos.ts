import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { now } from '../../offline/clock.ts'
import { forgetDeskDraft, keepDeskDraft, readDeskDraft, rescuedAs } from '../../offline/desk-drafts.ts'
import { keepWriting } from '../../offline/keep-writing.ts'
import type { DeskDraft, EntryPhotos } from '../../offline/stored.ts'
import type { PickedPhoto } from '../../ui/PhotoPicker.vue'
import { plainPhotos } from '../../ui/plain-photos.ts'
import type { Entry } from './entry.ts'

/** `id`: of the report being entered. */
type Chosen = EntryPhotos & { id: string }
const keptAs = (entryId: string) => `enter:${entryId}`

/**
 * The photos of the report being entered, kept through a reload for the agent who chose them, as all that is half written
 * at the desk. A tab that is closed leaves them without the words: unseen, erased at sign-out or after 48 hours.
 */
export function useEntryPhotos(entry: Readonly<Ref<Entry>>, account: () => string) {
  const chosen = ref<Chosen>({ id: entry.value.id, photos: [] })
  /** They are in the memory of this page alone. */
  const inMemory = ref(false)
  const stored = ({ id, photos }: Chosen): DeskDraft<EntryPhotos> => ({
    id: keptAs(id),
    account: account(),
    incidentId: null,
    savedAt: now(),
    clock: 'service',
    draft: { photos: plainPhotos(photos) },
  })
  async function read({ id }: Chosen): Promise<Chosen | null> {
    const kept = await readDeskDraft<EntryPhotos>(keptAs(id), account())
    return kept && { id, photos: kept.draft.photos }
  }
  async function keep(value: Chosen): Promise<boolean> {
    if (value.photos.length === 0 || !account()) {
      inMemory.value = value.photos.length > 0
      await forgetDeskDraft(keptAs(value.id))
      return true
    }
    const isKept = await keepDeskDraft(stored(value))
    inMemory.value = !isKept
    return isKept
  }
  const writing = keepWriting<Chosen, DeskDraft<EntryPhotos>>({
    form: chosen,
    keep,
    rescuedAs: rescuedAs('enter'),
    wordsOf: ({ id }) => stored({ id, photos: [] }),
    bytesOf: ({ photos }) => photos.map(({ id }) => id).join(),
    idOf: ({ id }) => id,
    // Another window enters another report.
    isBegun: () => true,
    read,
  })
  async function open(): Promise<void> {
    const kept = await read(chosen.value).catch(() => null)
    const { id, photos } = chosen.value
    // Chosen before the phone had answered: those stay too.
    if (kept?.id === id) chosen.value = { id, photos: [...kept.photos, ...photos] }
    writing.begin(kept)
    if (photos.length > 0) await writing.save()
  }
  void open()
  watch(account, () => void writing.save())
  onBeforeUnmount(writing.end)

  watch(
    () => entry.value.id,
    (id, before) => {
      const { photos } = chosen.value
      void writing.drop(() => forgetDeskDraft(keptAs(before))).catch(() => undefined)
      chosen.value = { id, photos }
    },
    { flush: 'sync' },
  )
  const photos = computed({
    get: () => chosen.value.photos,
    set: (those) => {
      chosen.value = { ...chosen.value, photos: those }
    },
  })

  /** A photo that is ready only once the form was left is with that report, if it is still being entered. */
  async function addLate(entryId: string, photo: PickedPhoto): Promise<void> {
    if (chosen.value.id !== entryId) return
    const add = (to: Chosen): Chosen => ({ ...to, photos: [...to.photos, photo] })
    await writing.addLate(add, { hasLeft: async () => false, of: (same) => same })
  }

  return { photos, inMemory, addLate }
}
