import { onBeforeUnmount, onMounted, ref, toRaw, watch, type Ref } from 'vue'
import { accountHere } from '../../account/account-here.ts'
import { useAccount } from '../../account/account.store.ts'
import { photosBeyond } from '../../offline/as-another.ts'
import { now } from '../../offline/clock.ts'
import { forgetDeskDraft, keepDeskDraft, readDeskDraft, rescuedAs } from '../../offline/desk-drafts.ts'
import { keepWriting } from '../../offline/keep-writing.ts'
import { saysMore, wasWritten } from '../../offline/was-written.ts'
import type { DeskDraft } from '../../offline/stored.ts'
import type { PickedPhoto } from '../../ui/PhotoPicker.vue'
import { plainPhotos } from '../../ui/plain-photos.ts'
import { newKey } from '../shared/desk-api.ts'
import { isBegun, newDraft, type Drafts, type MoveDraft } from './drafts.ts'

type Kind = keyof Drafts
type Draft = Drafts[Kind]

/** The lists of photos of a draft, each through `change`. */
function withPhotos<D extends Draft>(draft: D, change: (photos: readonly PickedPhoto[]) => PickedPhoto[]): D {
  const before = 'before' in draft ? { before: change(draft.before) } : {}
  return { ...draft, after: change(draft.after), ...before }
}

/** As IndexedDB keeps it: no proxies; the bytes of photos are not copied. */
const plain = <D extends Draft>(draft: D): D => withPhotos(toRaw(draft), plainPhotos)

/** The letters of `late`, rescued when the page went, with the photos that were kept before. */
function withLastLetters(late: Draft, kept: Draft | undefined): Draft {
  const before = 'before' in late ? { before: kept && 'before' in kept ? kept.before : [] } : {}
  return { ...late, after: kept?.after ?? [], ...before }
}

/** One draft, kept on this phone for whoever writes it. */
function keptDraft<K extends Kind>(
  kind: K,
  { incidentId, account }: { incidentId: string; account: () => string },
) {
  const id = `${kind}:${incidentId}`
  const draft = ref(newDraft[kind]()) as Ref<Drafts[K]>
  const stored = (value: Draft): DeskDraft<Draft> => ({
    id,
    account: account(),
    incidentId,
    savedAt: now(),
    clock: 'service',
    draft: value,
  })
  const writing = keepWriting<Draft, DeskDraft<Draft>>({
    form: draft,
    keep: (value) =>
      account() && isBegun(value) ? keepDeskDraft(stored(plain(value))) : forgetDeskDraft(id),
    rescuedAs: rescuedAs(id),
    wordsOf: (value) => stored(withPhotos(value, () => [])),
    bytesOf: (value) =>
      [...value.after, ...('before' in value ? value.before : [])].map((one) => one.id).join(),
    idOf: (value) => value.id,
    isBegun,
    read: async () => (await readDeskDraft<Drafts[K]>(id, account()))?.draft,
  })

  async function open(): Promise<void> {
    const kept = (await readDeskDraft<Draft>(id, account()))?.draft
    const late = writing.takeRescued((one) => one.account === account())
    const isLater = late !== null && (!kept || kept.id === late.draft.id)
    const found = isLater ? withLastLetters(late.draft, kept) : kept
    // The app may have been closed between the queue and the form: the same words are not offered a second time.
    const left = found && (await wasWritten(found.id))
    // Written in one window after another had sent the same: its author has not been told.
    const more = left && (await saysMore(found.id, found.words))
    if (found && (!left || more)) draft.value = { ...draft.value, ...found }
    if (more) await asAnother()
    writing.begin(kept)
    if (more) await writing.save()
  }

  /** Sent: the next one begins anew, with a key of its own. */
  async function renew(): Promise<void> {
    draft.value = newDraft[kind]() as Drafts[K]
    await writing.drop(() => forgetDeskDraft(id))
  }

  /** Its key has served for something else than what it says now: what is written is kept, to be sent as another act. */
  function rekey(): void {
    Object.assign(draft.value, { key: newKey(), id: newKey(), actedAt: null })
  }

  /** Another window wrote other words under its id: these are one more, without the photos that left there. */
  async function asAnother(): Promise<void> {
    const { value } = draft
    const [after, before] = await Promise.all([
      photosBeyond(value.id, value.after),
      'before' in value ? photosBeyond(value.id, value.before) : null,
    ])
    Object.assign(value, { after, ...(before ? { before } : {}) })
    rekey()
  }

  /** A photo that is ready only once its form was left is with what was written since, at its next opening. */
  function addLate(list: 'before' | 'after', photo: PickedPhoto): Promise<void> {
    const add = (to: Draft): Draft => {
      const name = list in to ? list : 'after'
      return { ...to, [name]: [...(to as MoveDraft)[name], photo] } as Draft
    }
    return writing.addLate(add, { hasLeft: wasWritten, of: newDraft[kind] })
  }

  return { draft, open, renew, rekey, asAnother, addLate, save: writing.save, end: writing.end }
}

/**
 * What whoever is signed in is writing about a report: a move, a note and what somebody said of it, each kept on this phone
 * with its photos, through a reload, a tab that is killed and an empty battery, until it is sent. To be shown once `opened`
 * is true.
 */
export function useDrafts(incidentId: string, onOpened: () => void = () => undefined) {
  const whose = { incidentId, account: () => useAccount().account?.user.id ?? accountHere() }
  const move = keptDraft('move', whose)
  const note = keptDraft('note', whose)
  const said = keptDraft('said', whose)
  const all = { move, note, said }
  const opened = ref(false)
  onMounted(async () => {
    // A phone that keeps nothing begins with empty forms.
    await Promise.allSettled([move.open(), note.open(), said.open()])
    onOpened()
    opened.value = true
  })
  // Who goes on in the place of another has what stands in their forms.
  watch(whose.account, () => {
    for (const one of Object.values(all)) void one.save()
  })
  onBeforeUnmount(() => {
    for (const one of Object.values(all)) one.end()
  })
  return {
    move: move.draft,
    note: note.draft,
    said: said.draft,
    opened,
    renew: (kind: Kind) => all[kind].renew(),
    addLate: { move: move.addLate, note: note.addLate, said: said.addLate },
    asAnother: (kind: Kind) => all[kind].asAnother(),
    rekey: () => {
      move.rekey()
      note.rekey()
    },
  }
}
