import { onBeforeUnmount, ref, toRaw } from 'vue'
import { accountHere } from '../../account/account-here.ts'
import { useAccount } from '../../account/account.store.ts'
import { now } from '../../offline/clock.ts'
import { forgetDeskDraft, keepDeskDraft, readDeskDraft, rescuedAs } from '../../offline/desk-drafts.ts'
import { keepWriting } from '../../offline/keep-writing.ts'
import { wasWritten } from '../../offline/was-written.ts'
import type { DeskDraft } from '../../offline/stored.ts'
import { newKey } from '../shared/desk-api.ts'
import type { AlertDraft, DraftFile } from './alert-form.ts'

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

export const newWriting = ({ siren, draft, base }: Omit<AlertWriting, 'own'>): AlertWriting => ({
  own: { id: newKey(), key: newKey() },
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

/**
 * What whoever is signed in is writing in an alert, kept on this phone with its files through a reload, a tab that is
 * killed and an empty battery, until it is sent. `id`: of an alert that is written again.
 */
export function useKeptAlert(id: string | undefined) {
  const account = useAccount().account?.user.id ?? accountHere() ?? ''
  const name = `alert:${id ?? 'new'}`
  const writing = ref<AlertWriting | null>(null)
  const resumed = ref(false)
  /** As it is when nothing is written yet. */
  let untouched = ''

  const stored = (draft: AlertWriting): DeskDraft<AlertWriting> => ({
    id: name,
    account,
    incidentId: null,
    savedAt: now(),
    clock: 'service',
    draft,
  })
  const keeping = keepWriting<AlertWriting, DeskDraft<AlertWriting>>({
    form: writing,
    keep: (value) =>
      account && said(value) !== untouched
        ? keepDeskDraft(stored(withFiles(words(value), value)))
        : forgetDeskDraft(name),
    rescuedAs: rescuedAs(name),
    wordsOf: (value) => stored(words(value)),
    bytesOf: ({ draft }) => `${draft.image?.mediaId} ${draft.document?.mediaId}`,
    readNewer: async () => {
      const there = (await readDeskDraft<AlertWriting>(name, account))?.draft
      const mine = writing.value
      return there && mine && (there.own.id === mine.own.id || said(mine) === untouched) ? there : null
    },
  })
  onBeforeUnmount(keeping.end)

  async function found(): Promise<AlertWriting | null> {
    const kept = (await readDeskDraft<AlertWriting>(name, account))?.draft
    const late = keeping.takeRescued((one) => one.account === account)
    const isLater = late !== null && (!kept || kept.own.id === late.draft.own.id)
    const one = isLater ? withFiles(late.draft, kept) : kept
    // The app may have been closed between the queue and the form: the same words are not offered a second time.
    return one && !(await wasWritten(one.own.id)) ? one : null
  }

  /** Begins with what was left half written, or with `fresh`. A phone that keeps nothing begins with it too. */
  async function open(fresh: AlertWriting): Promise<void> {
    untouched = said(fresh)
    const left = await found().catch(() => null)
    resumed.value = left !== null
    writing.value = left ?? fresh
    keeping.begin()
  }

  /** Leaves what was half written for `fresh`, by the person's hand. */
  function startAgain(fresh: AlertWriting): void {
    untouched = said(fresh)
    writing.value = fresh
    resumed.value = false
  }

  /** Sent, or waiting to be: the form ends with it. */
  async function forget(): Promise<void> {
    keeping.drop()
    keeping.end()
    await forgetDeskDraft(name).catch(() => undefined)
  }

  return { writing, resumed, open, startAgain, forget }
}
