import { uuidv7 } from 'uuidv7'
import { onBeforeUnmount, ref, toRaw, watch } from 'vue'
import { accountHere } from '../../account/account-here.ts'
import { useAccount } from '../../account/account.store.ts'
import { now } from '../../offline/clock.ts'
import { forgetDeskDraft, keepDeskDraft, readDeskDraft, rescuedAs } from '../../offline/desk-drafts.ts'
import { keepWriting } from '../../offline/keep-writing.ts'
import { merged } from '../../offline/merged.ts'
import { wasWritten, writtenAs } from '../../offline/was-written.ts'
import type { DeskDraft } from '../../offline/stored.ts'
import { newKey } from '../shared/desk-api.ts'
import { newToken } from './alert-files.ts'
import { faultsOf, toEdit, type AlertDraft, type DraftFile } from './alert-form.ts'

/** An alert being written or written again, as this phone keeps it. */
export type AlertWriting = {
  /** Made with it: however it is sent, it is done once. */
  own: { id: string; key: string }
  /** SIREN of the territory it is for; empty before one is known. */
  siren: string
  draft: AlertDraft
  /** What it began from, where it is written again. */
  base: { version: number; draft: AlertDraft } | null
}

const newOwn = () => ({ id: newKey(), key: newKey() })

export const newWriting = ({ siren, draft, base }: Omit<AlertWriting, 'own'>): AlertWriting => ({
  own: newOwn(),
  siren,
  draft,
  base,
})

const wordsOfFile = (file: DraftFile | null): DraftFile | null => {
  if (!file) return null
  const { blob: _, ...words } = file
  return words
}
/** All but the bytes of what was chosen, which can't be written in an instant. Holds no proxy. */
const words = ({ draft, ...rest }: AlertWriting): AlertWriting => {
  const { image, document } = draft
  const bare = { ...draft, image: wordsOfFile(image), document: wordsOfFile(document) }
  return JSON.parse(JSON.stringify({ ...rest, draft: bare })) as AlertWriting
}

const withBytes = (file: DraftFile | null, bytes: DraftFile | null | undefined): DraftFile | null => {
  // Sent with an earlier text: its bytes are on the server.
  if (!file || file.url) return file
  return bytes?.blob && bytes.mediaId === file.mediaId ? { ...file, blob: toRaw(bytes.blob) } : null
}
const withFiles = (bare: AlertWriting, files: AlertWriting | undefined): AlertWriting => ({
  ...bare,
  draft: {
    ...bare.draft,
    image: withBytes(bare.draft.image, files?.draft.image),
    document: withBytes(bare.draft.document, files?.draft.document),
  },
})
const said = (writing: AlertWriting) => JSON.stringify(words(writing).draft)

/** The same under names of its own. A file that left with the other leaves with this one too, as another. */
const fileAsAnother = (file: DraftFile | null): DraftFile | null =>
  file?.blob ? { ...file, mediaId: uuidv7(), uploadToken: newToken() } : file
const asAnother = ({ draft, ...rest }: AlertWriting): AlertWriting => ({
  ...rest,
  own: newOwn(),
  draft: { ...draft, image: fileAsAnother(draft.image), document: fileAsAnother(draft.document) },
})

/** Whether it says something else than what left from this phone under its name: what another window has written since. */
async function saysMore({ own, draft }: AlertWriting): Promise<boolean> {
  const write = await writtenAs(own.id)
  if (!write) return false
  // Half written, it is not what left.
  if (faultsOf(draft).length > 0) return true
  return Object.entries(toEdit(draft)).some(
    ([part, value]) => part in write.body && JSON.stringify(value) !== JSON.stringify(write.body[part]),
  )
}

/**
 * What whoever is signed in is writing in an alert, kept on this phone with its files through a reload, a tab that is
 * killed and an empty battery, until it is sent. `id`: of an alert that is written again.
 */
export function useKeptAlert(id: string | undefined) {
  const account = () => useAccount().account?.user.id ?? accountHere()
  const name = `alert:${id ?? 'new'}`
  const writing = ref<AlertWriting | null>(null)
  const resumed = ref(false)
  /** As it is when nothing is written yet. */
  let untouched = ''

  const stored = (draft: AlertWriting): DeskDraft<AlertWriting> => ({
    id: name,
    account: account(),
    incidentId: null,
    savedAt: now(),
    clock: 'service',
    draft,
  })
  const keeping = keepWriting<AlertWriting, DeskDraft<AlertWriting>>({
    form: writing,
    keep: (value) =>
      account() && said(value) !== untouched
        ? keepDeskDraft(stored(withFiles(words(value), value)))
        : forgetDeskDraft(name),
    rescuedAs: rescuedAs(name),
    wordsOf: (value) => stored(words(value)),
    bytesOf: ({ draft }) => `${draft.image?.mediaId} ${draft.document?.mediaId}`,
    idOf: ({ own }) => own.id,
    isBegun: (value) => said(value) !== untouched,
    read,
    merge: ({ base, mine, there }) => ({
      ...merged({ base, mine, there }),
      draft: merged({ base: base.draft, mine: mine.draft, there: there.draft }),
    }),
  })
  // Who goes on in the place of another has what stands in their form.
  watch(account, () => void keeping.save())
  onBeforeUnmount(keeping.end)

  async function read(): Promise<AlertWriting | undefined> {
    return (await readDeskDraft<AlertWriting>(name, account()))?.draft
  }

  function found(kept: AlertWriting | undefined): AlertWriting | undefined {
    const late = keeping.takeRescued((one) => one.account === account())
    const isLater = late !== null && (!kept || kept.own.id === late.draft.own.id)
    return isLater ? withFiles(late.draft, kept) : kept
  }

  /**
   * The app may have been closed between the queue and the form: the same words are not offered a second time. But what one
   * window wrote after another had sent the same goes on as another.
   */
  async function goesOnWith(one: AlertWriting): Promise<AlertWriting | null> {
    if (!(await wasWritten(one.own.id))) return one
    return (await saysMore(one)) ? asAnother(one) : null
  }

  /** Begins with what was left half written, or with `fresh`. A phone that keeps nothing begins with it too. */
  async function open(fresh: AlertWriting): Promise<void> {
    untouched = said(fresh)
    const kept = await read().catch(() => undefined)
    const one = found(kept)
    const left = one ? await goesOnWith(one).catch(() => null) : null
    resumed.value = left !== null
    writing.value = left ?? fresh
    keeping.begin(kept)
    if (left && left.own.id !== one?.own.id) await keeping.save()
  }

  /** Leaves what was half written for `fresh`, by the person's hand. */
  function startAgain(fresh: AlertWriting): void {
    untouched = said(fresh)
    void keeping.drop(() => forgetDeskDraft(name)).catch(() => undefined)
    writing.value = fresh
    resumed.value = false
  }

  /** Sent, or waiting to be: the form ends with it. */
  async function forget(): Promise<void> {
    const erased = keeping.drop(() => forgetDeskDraft(name))
    keeping.end()
    await erased.catch(() => undefined)
  }

  /** A picture that is ready only once the form was left. One chosen since stays. */
  function addLate(image: DraftFile): Promise<void> {
    const add = (to: AlertWriting) => (to.draft.image ? to : { ...to, draft: { ...to.draft, image } })
    return keeping.addLate(add, { hasLeft: wasWritten, of: asAnother })
  }

  return { writing, resumed, open, startAgain, forget, addLate }
}
