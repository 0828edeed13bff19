import type { DeclineReason, Status } from '../../../api/incidents/incidents.rules.ts'
import type { PickedPhoto } from '../../ui/PhotoPicker.vue'
import { newKey } from '../shared/desk-api.ts'
import { today } from '../shared/today.ts'

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
export type Drafts = { move: MoveDraft; note: NoteDraft }

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
}

/** Whether anything would be lost with it: words, photos, or the key under which it may have arrived already. */
export function isBegun(draft: MoveDraft | NoteDraft): boolean {
  const before = 'before' in draft ? draft.before : []
  return draft.words.trim() !== '' || before.length + draft.after.length > 0 || draft.actedAt !== null
}
