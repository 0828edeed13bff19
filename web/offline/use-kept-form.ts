import { uuidv7 } from 'uuidv7'
import { onBeforeUnmount, onMounted, ref, toRaw, type Ref } from 'vue'
import type { PickedPhoto } from '../ui/PhotoPicker.vue'
import { plainPhotos } from '../ui/plain-photos.ts'
import { photosBeyond } from './as-another.ts'
import { phoneDatabase } from './database.ts'
import { keepWriting } from './keep-writing.ts'
import type { AdditionDraft } from './stored.ts'
import { isOnItsWay, saysMore } from './was-written.ts'

const isBegun = ({ words, photos }: AdditionDraft) => words.trim() !== '' || photos.length > 0

/**
 * Words and photos about a report, kept on this phone through a reload or a tab that is killed, until they have left. `key`:
 * under which name. `fresh`: one in which nothing is written.
 */
export function useKeptForm<D extends AdditionDraft>(key: string, fresh: () => D) {
  const draft = ref(fresh()) as Ref<D>
  const bare = (value: D): D => ({ ...toRaw(value), photos: [] })
  /** Without proxies, which IndexedDB cannot keep. */
  const plain = (value: D): D => ({ ...bare(value), photos: plainPhotos(value.photos) })

  const read = async () => (await (await phoneDatabase()).get('drafts', key)) as D | undefined
  const forgetKept = async () => (await phoneDatabase()).delete('drafts', key)
  const writing = keepWriting<D, D>({
    form: draft,
    keep: async (value) =>
      isBegun(value) ? (await phoneDatabase()).put('drafts', plain(value), key) : forgetKept(),
    rescuedAs: `draft.${key}`,
    wordsOf: bare,
    bytesOf: ({ photos }) => photos.map(({ id }) => id).join(),
    idOf: ({ id }) => id,
    isBegun,
    read,
  })

  async function open(): Promise<void> {
    const kept = await read()
    const late = writing.takeRescued(() => true)
    const found = late && (!kept || kept.id === late.id) ? { ...late, photos: kept?.photos ?? [] } : kept
    // Typed before the phone had answered: that stays.
    const early = isBegun(draft.value)
    const left = found && (await isOnItsWay(found.id))
    // Written in one window after another had sent the same: its author has not been told.
    const more = left && (await saysMore(found.id, found.words))
    const takes = found && !early && (!left || more)
    if (takes) draft.value = found
    if (takes && more) await asAnother()
    writing.begin(kept)
    if (early) await writing.save()
  }
  onMounted(() => void open().catch(() => undefined))
  onBeforeUnmount(writing.end)

  /** The queue holds it. What is on the screen stays until its fate is known. */
  const letGo = () => writing.drop(forgetKept)

  const renew = () => {
    draft.value = fresh()
  }

  /** Another window sent other words under its id: these are added beside them, without the photos that left there. */
  async function asAnother(): Promise<void> {
    const { id, photos } = draft.value
    Object.assign(draft.value, { id: uuidv7(), photos: await photosBeyond(id, photos) })
    await writing.save()
  }

  const addLate = (photo: PickedPhoto) =>
    writing.addLate((to) => ({ ...to, photos: [...to.photos, photo] }), { hasLeft: isOnItsWay, of: fresh })

  return { draft, letGo, keep: writing.save, renew, asAnother, addLate }
}
