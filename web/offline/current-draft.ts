import { watch } from 'vue'
import { draftsOfPhone, keptDraft, type Draft, type HowKept } from './kept-draft.ts'
import { queued } from './queued.ts'
import { fateOf, isOnItsWay, writtenAs } from './was-written.ts'

type How<D extends Draft> = Omit<HowKept<D>, 'keyOf' | 'formerKey' | 'setAside'> & {
  name: string
  /** One in which nothing is written yet. */
  fresh: (territory: string) => D
  /** The same under names of its own. */
  asAnother: (draft: D) => D
}

const asideKey = (id: string) => `aside:${id}`

/**
 * What is being written of its sort on this phone: one a territory. Another that takes its place (a refused one, to be
 * corrected; a copy of what was) sets it aside until that one has left.
 */
export function currentDraft<D extends Draft>({ name, fresh, asAnother, ...how }: How<D>) {
  const { store, isBegun } = how
  const keyOf = ({ territory }: D) => `${name}:${territory}`

  /** True when its place may be taken. */
  async function setAside(one: D): Promise<boolean> {
    // One that waits too: the queue may hold it in memory only.
    if (!isBegun(one) || (await fateOf(one.id)) === 'sent') return true
    return (await draftsOfPhone<D>()).put(store, { ...how.plain(one), aside: true }, asideKey(one.id))
  }

  const kept = keptDraft<D>({
    ...how,
    setAside,
    keyOf,
    formerKey: name,
  })
  const { draft } = kept

  /** Puts back the last one set aside, where nothing is being written. */
  async function takeBack(territory: string): Promise<void> {
    if (draft.value && isBegun(draft.value)) return
    const database = await draftsOfPhone<D>()
    const waiting = (await database.getAll(store)).filter((one) => one.aside && one.territory === territory)
    // Ids of drafts are in the order in which they were begun.
    for (const one of waiting.sort((a, b) => (a.id < b.id ? 1 : -1))) {
      const fate = await fateOf(one.id)
      if (fate === 'waiting') continue
      const sent = fate === 'sent'
      if (sent || (await kept.put(inHand(one)))) await database.delete(store, asideKey(one.id))
      if (!sent) return
    }
  }

  /** Off this phone, unless another took its place. */
  async function erase(one: D): Promise<void> {
    const database = await draftsOfPhone<D>()
    for (const key of [keyOf(one), asideKey(one.id)])
      if ((await database.get(store, key))?.id === one.id) await database.delete(store, key)
  }

  /**
   * The app may have been closed between the queue and the form: what has left is not offered a second time. But what one
   * window wrote after another had sent the same goes on as another: its author has not been told.
   */
  async function goesOnWith(one: D): Promise<D | null> {
    const fate = await fateOf(one.id)
    if (fate === null || fate === 'refused') return one
    const write = isBegun(one) ? await writtenAs(one.id) : undefined
    const left = (write?.draft ?? write?.eventDraft ?? null) as D | null
    if (left && JSON.stringify(how.bare(one)) !== JSON.stringify(how.bare(left))) return asAnother(one)
    if (fate === 'sent') await erase(one)
    return null
  }

  /** Goes on with what this phone has for a territory, or begins with nothing. */
  async function goOn(territory: string): Promise<void> {
    await kept.open(fresh(territory), goesOnWith)
    await takeBack(territory)
  }

  /** Reads the one kept for this territory, or begins one. */
  async function open(territory: string): Promise<void> {
    const { value: one } = draft
    if (one?.territory !== territory || (await isOnItsWay(one.id))) await goOn(territory)
  }

  /** Puts this one on the screens. One of the same id that is there already, corrected since, goes on instead. */
  async function put(next: D): Promise<void> {
    const before = await kept.read(next)
    if (before?.id === next.id) {
      await kept.put(before)
      return
    }
    const database = await draftsOfPhone<D>()
    // With its last letters, which the one that is kept in that place may lack.
    if (before && (await setAside(before))) await database.delete(store, keyOf(next))
    const aside = await database.get(store, asideKey(next.id))
    if ((await kept.put(inHand(aside ?? next))) && aside) await database.delete(store, asideKey(next.id))
  }

  /** Lets go of one that has left, or is not to be sent; another that took its place meanwhile stays. */
  async function letGo(one: D): Promise<void> {
    const isInHand = !draft.value || draft.value.id === one.id
    if (isInHand) await kept.forget(one)
    await erase(one)
    if (isInHand) await goOn(one.territory)
  }

  /** The queue holds it in memory only, so its draft stays: until it leaves, from the list or by itself. */
  function letGoOnceSent(one: D): void {
    const stop = watch(queued, async (all) => {
      if (all.some(({ id }) => id === one.id)) return
      stop()
      if ((await fateOf(one.id)) === 'sent') await letGo(one)
    })
  }

  /** What is on the screens, under names of its own: another has left under those it had. */
  async function becomeAnother(): Promise<void> {
    if (draft.value) await kept.put(asAnother(how.plain(draft.value)))
  }

  /** Begins again with nothing, by the person's hand. */
  async function startAgain(territory: string): Promise<void> {
    const before = draft.value
    if (before) {
      await kept.forget(before)
      await (await draftsOfPhone<D>()).delete(store, asideKey(before.id))
    }
    draft.value = fresh(territory)
  }

  return { draft, open, put, keep: kept.keep, letGo, letGoOnceSent, becomeAnother, startAgain }
}

/** As it is on the screens. */
function inHand<D extends Draft>({ ...draft }: D): D {
  delete draft.aside
  return draft
}
