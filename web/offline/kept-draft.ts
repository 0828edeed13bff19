import { ref, type Ref } from 'vue'
import { openWith, phoneDatabase } from './database.ts'
import { keepWriting } from './keep-writing.ts'
import { openPhoneDatabase } from './open-database.ts'
import type { PhoneStores } from './phone-store.ts'

openWith(openPhoneDatabase)

type Store = 'drafts' | 'eventDrafts'
/** What a resident writes. `aside`: it waits until another that took its place was sent. */
export type Draft = { id: string; territory: string; aside?: true }

/** How a sort of drafts is kept on the phone. */
export type HowKept<D extends Draft> = {
  store: Store
  /** Under which key, told from the draft itself. */
  keyOf: (draft: D) => string
  /** The key of versions of the app that kept one for all. */
  formerKey?: string
  rescuedAs: string
  /** Whether anything would be lost with it. */
  isBegun: (draft: D) => boolean
  /** Keeps elsewhere one whose place is taken. False when it could be held in memory only. */
  setAside?: (draft: D) => Promise<boolean>
  /** A plain copy: IndexedDB cannot keep Vue's proxies. The bytes of photos are not copied. */
  plain: (draft: D) => D
  /** What of it can be written in an instant: all but the bytes of photos. */
  bare: (draft: D) => D
  /** What was rescued bare, with the bytes of what was kept before. */
  withBytes: (late: D, kept: D | undefined) => D
  /** What changes when a photo is chosen or removed. */
  bytesOf: (draft: D) => unknown
}

export const draftsOfPhone = async <D extends Draft>() =>
  (await phoneDatabase()) as unknown as PhoneStores<Record<Store, D>>

/** A draft of a resident that survives a reload, a way back and a tab that the phone closes. */
export function keptDraft<D extends Draft>({ store, keyOf, formerKey, ...how }: HowKept<D>) {
  const draft = ref(null) as Ref<D | null>
  const writing = keepWriting<D, D>({
    form: draft,
    keep: keepIt,
    rescuedAs: how.rescuedAs,
    wordsOf: how.bare,
    bytesOf: how.bytesOf,
    idOf: ({ id }) => id,
    // One that is not begun stays so: another window's is begun beside it.
    isBegun: () => true,
    read: (mine) => stored(keyOf(mine)),
  })

  /** In the place of another, as of one that another tab began, only what is begun itself, and nothing of it is lost. */
  async function keepIt(value: D): Promise<boolean> {
    const database = await draftsOfPhone<D>()
    const key = keyOf(value)
    const there = await database.get(store, key)
    if (there && there.id !== value.id) {
      if (!how.isBegun(value)) return true
      // A phone that cannot keep both keeps the one it has.
      if (how.setAside && !(await how.setAside(there))) return false
    }
    return database.put(store, how.plain(value), key)
  }

  async function stored(key: string): Promise<D | undefined> {
    const database = await draftsOfPhone<D>()
    const kept = await database.get(store, key)
    if (kept || !formerKey) return kept
    const former = await database.get(store, formerKey)
    if (!former || keyOf(former) !== key) return undefined
    if (await database.put(store, former, key)) await database.delete(store, formerKey)
    return former
  }

  /** What this phone has where `like` would be kept, with the last letters rescued from a page that closed too soon. */
  async function read(like: D): Promise<D | undefined> {
    await writing.flush()
    const key = keyOf(like)
    const kept = await stored(key)
    const late = writing.takeRescued((one) => keyOf(one) === key)
    if (!late || (kept && kept.id !== late.id)) return kept
    const found = how.withBytes(late, kept)
    // What was rescued is given once: this page may be closed before another letter is typed.
    await keepIt(found)
    return found
  }

  /**
   * Goes on with what was kept, or what `goesOnWith` makes of it; else begins with `fresh`. Answers whether something was
   * there.
   */
  async function open(fresh: D, goesOnWith: (kept: D) => D | null | Promise<D | null>): Promise<boolean> {
    const kept = await read(fresh)
    const found = kept ? await goesOnWith(kept) : null
    draft.value = found ?? fresh
    writing.begin(kept)
    if (found && found !== kept) await writing.save()
    return found !== null
  }

  /** Puts another on the screens, and keeps it. False when it could be held in memory only. */
  async function put(next: D): Promise<boolean> {
    draft.value = next
    writing.begin(null)
    return writing.save()
  }

  /** Lets go of it. What another tab wrote in its place meanwhile stays. */
  async function forget(one: D): Promise<void> {
    const { id } = one
    const key = keyOf(one)
    const erased = writing.drop(async () => {
      const database = await draftsOfPhone<D>()
      if ((await database.get(store, key))?.id === id) await database.delete(store, key)
    })
    draft.value = null
    await erased
  }

  return { draft, read, open, put, forget, keep: writing.save, close: writing.end }
}
