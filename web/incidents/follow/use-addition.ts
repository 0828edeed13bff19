import { uuidv7 } from 'uuidv7'
import { onBeforeUnmount, onMounted, ref } from 'vue'
import { phoneDatabase } from '../../offline/database.ts'
import { keepWriting } from '../../offline/keep-writing.ts'
import type { AdditionDraft, SendKind } from '../../offline/stored.ts'
import { isOnItsWay } from '../../offline/was-written.ts'
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
  const draft = ref(fresh())

  const forgetKept = async () => (await phoneDatabase()).delete('drafts', key)
  const writing = keepWriting<AdditionDraft, AdditionDraft>({
    form: draft,
    keep: async (value) =>
      isBegun(value) ? (await phoneDatabase()).put('drafts', plain(value), key) : forgetKept(),
    rescuedAs: `draft.${key}`,
    wordsOf: bare,
    bytesOf: ({ photos }) => photos.map(({ id }) => id).join(),
  })

  async function open(): Promise<void> {
    const kept = (await (await phoneDatabase()).get('drafts', key)) as AdditionDraft | undefined
    const late = writing.takeRescued(() => true)
    const found = late && (!kept || kept.id === late.id) ? { ...late, photos: kept?.photos ?? [] } : kept
    // Typed before the phone had answered: that stays.
    if (found && !isBegun(draft.value) && !(await isOnItsWay(found.id))) draft.value = found
    writing.begin()
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

  return { draft, letGo, keep: writing.save, renew }
}
