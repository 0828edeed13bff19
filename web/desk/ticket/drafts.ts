import type { DeclineReason, Status } from '../../../api/incidents/incidents.rules.ts'
import type { PickedPhoto } from '../../ui/PhotoPicker.vue'
import { newKey } from '../shared/desk-api.ts'
import { today } from '../shared/today.ts'
import type { PersonAct } from './person-acts.ts'

/** What an agent is writing about a report. */
export type MoveDraft = {
  /** Made with the draft: however it is sent, it is done once. */
  key: string
  id: string
  to: Status | null
  words: string
  reason: DeclineReason | ''
  plannedOn: string
  bodyId: string
  before: PickedPhoto[]
  after: PickedPhoto[]
  /** When it was first sent: sent again after a lost network, it is the same act, at the same time. */
  actedAt: number | null
}
export type NoteDraft = {
  key: string
  id: string
  words: string
  public: boolean
  after: PickedPhoto[]
  actedAt: number | null
}
/** What somebody who called or came said of it, written down for them. */
export type SaidDraft = {
  id: string
  act: PersonAct | null
  words: string
  after: PickedPhoto[]
}
export type Drafts = { move: MoveDraft; note: NoteDraft; said: SaidDraft }

export const newDraft = {
  move: (): MoveDraft => ({
    key: newKey(),
    id: newKey(),
    to: null,
    words: '',
    reason: '',
    plannedOn: today(),
    bodyId: '',
    before: [],
    after: [],
    actedAt: null,
  }),
  note: (): NoteDraft => ({
    key: newKey(),
    id: newKey(),
    words: '',
    public: false,
    after: [],
    actedAt: null,
  }),
  said: (): SaidDraft => ({ id: newKey(), act: null, words: '', after: [] }),
}

/** Whether anything would be lost with it: words, photos, or the key under which it may have arrived already. */
export function isBegun(draft: Drafts[keyof Drafts]): boolean {
  const before = 'before' in draft ? draft.before : []
  const hasActed = 'actedAt' in draft && draft.actedAt !== null
  return draft.words.trim() !== '' || before.length + draft.after.length > 0 || hasActed
}
