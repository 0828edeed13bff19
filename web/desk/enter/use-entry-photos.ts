import { ref, watch, type Ref } from 'vue'
import { now } from '../../offline/clock.ts'
import { forgetDeskDraft, keepDeskDraft, readDeskDraft } from '../../offline/desk-drafts.ts'
import type { EntryPhotos } from '../../offline/stored.ts'
import type { PickedPhoto } from '../../ui/PhotoPicker.vue'
import { plainPhotos } from '../../ui/plain-photos.ts'
import type { Entry } from './entry.ts'

const keptAs = (entryId: string) => `enter:${entryId}`

/**
 * The photos of the report being entered, kept through a reload for the agent who chose them, as all that is half written
 * at the desk. A tab that is closed leaves them without the words: unseen, erased at sign-out or after 48 hours.
 */
export function useEntryPhotos(entry: Readonly<Ref<Entry>>, account: string): Ref<PickedPhoto[]> {
  const photos = ref<PickedPhoto[]>([])
  /** One after the other: what is there is read before it is written over. */
  let keeping: Promise<unknown> = Promise.resolve()
  function inTurn(work: () => Promise<void>): void {
    const former = keeping
    keeping = (async () => {
      await former
      // A browser that keeps nothing still lets one enter.
      await work().catch(() => undefined)
    })()
  }

  inTurn(async () => {
    const kept = await readDeskDraft<EntryPhotos>(keptAs(entry.value.id), account)
    if (kept) photos.value = [...kept.draft.photos, ...photos.value]
  })
  async function keep(entryId: string, chosen: PickedPhoto[]): Promise<void> {
    const id = keptAs(entryId)
    if (chosen.length === 0 || !account) return forgetDeskDraft(id)
    const draft = { photos: plainPhotos(chosen) }
    await keepDeskDraft({ id, account, incidentId: null, savedAt: now(), clock: 'service', draft })
  }
  watch([() => entry.value.id, photos], ([id, chosen], [before]) =>
    inTurn(async () => {
      if (before !== id) await forgetDeskDraft(keptAs(before))
      await keep(id, chosen)
    }),
  )
  return photos
}
