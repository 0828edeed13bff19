import { uuidv7 } from 'uuidv7'
import { onBeforeUnmount, onMounted, ref } from 'vue'
import { photosBeyond } from '../../offline/as-another.ts'
import { phoneDatabase } from '../../offline/database.ts'
import { keepWriting, tellAllWindows } from '../../offline/keep-writing.ts'
import type { AdditionDraft, SendKind } from '../../offline/stored.ts'
import { isOnItsWay, saysMore } from '../../offline/was-written.ts'
import type { PickedPhoto } from '../../ui/PhotoPicker.vue'
import { plainPhotos } from '../../ui/plain-photos.ts'

const fresh = (): AdditionDraft => ({ id: uuidv7(), words: '', photos: [] })
const isBegun = ({ words, photos }: AdditionDraft) => words.trim() !== '' || photos.length > 0
const bare = ({ id, words }: AdditionDraft): AdditionDraft => ({ id, words, photos: [] })
/** Without proxies, which IndexedDB cannot keep. */
const plain = (draft: AdditionDraft): AdditionDraft => ({
  ...bare(draft),
  photos: plainPhotos(draft.photos),
})

/** What is being added to a report, kept on this phone through a reload or a tab that is killed, until it has left. */
export function useAddition({ kind, about }: { kind: SendKind; about: string }) {
  const key = `addition:${kind}:${about}`
  const rescuedAs = `draft.${key}`
  const draft = ref(fresh())

  const forgetKept = async () => (await phoneDatabase()).delete('drafts', key)
  const writing = keepWriting<AdditionDraft, AdditionDraft>({
    form: draft,
    keep: async (value) =>
      isBegun(value) ? (await phoneDatabase()).put('drafts', plain(value), key) : forgetKept(),
    rescuedAs,
    wordsOf: bare,
    bytesOf: ({ photos }) => photos.map(({ id }) => id).join(),
    readNewer: async () => {
      const there = await read()
      return there && (there.id === draft.value.id || !isBegun(draft.value)) ? there : null
    },
  })

  const read = async () => (await (await phoneDatabase()).get('drafts', key)) as AdditionDraft | undefined

  async function open(): Promise<void> {
    const kept = await read()
    const late = writing.takeRescued(() => true)
    const found = late && (!kept || kept.id === late.id) ? { ...late, photos: kept?.photos ?? [] } : kept
    // Typed before the phone had answered: that stays.
    const early = isBegun(draft.value)
    const left = found && (await isOnItsWay(found.id))
    // Written in one window after another had sent the same: its author has not been told.
    const more = left && (await saysMore(found.id, found.words))
    if (found && !early && (!left || more)) draft.value = found
    if (more && draft.value === found) await asAnother()
    writing.begin()
    if (early) await writing.save()
  }
  onMounted(() => void open().catch(() => undefined))
  onBeforeUnmount(writing.end)

  /** The queue holds it. What is on the screen stays until its fate is known. */
  async function letGo(): Promise<void> {
    writing.drop()
    await forgetKept()
  }

  const renew = () => {
    draft.value = fresh()
  }

  /** Another window sent other words under its id: these are added beside them, without the photos that left there. */
  async function asAnother(): Promise<void> {
    const { id, photos } = draft.value
    Object.assign(draft.value, { id: uuidv7(), photos: await photosBeyond(id, photos) })
    await writing.save()
  }

  /** A photo that is ready only once the form was left is with what was written since, at its next opening. */
  async function addLate(photo: PickedPhoto): Promise<void> {
    const there = (await read()) ?? draft.value
    const into = (await isOnItsWay(there.id)) ? fresh() : there
    await (await phoneDatabase()).put('drafts', plain({ ...into, photos: [...into.photos, photo] }), key)
    tellAllWindows(rescuedAs)
  }

  return { draft, letGo, keep: writing.save, renew, asAnother, addLate }
}
