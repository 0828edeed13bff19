import { reactive, watch } from 'vue'
import type { DeclineReason, Status } from '../../../api/incidents/incidents.rules.ts'
import type { PickedPhoto } from '../../ui/PhotoPicker.vue'
import { newKey } from '../shared/desk-api.ts'
import { today } from '../shared/today.ts'

/** What an agent is writing about a report: kept while they look elsewhere, and through a reload (but photos). */
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

const newMove = (): MoveDraft => ({
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
})
const newNote = (): NoteDraft => ({
  key: newKey(),
  id: newKey(),
  words: '',
  public: false,
  after: [],
  actedAt: null,
})

type Kind = 'move' | 'note'
type Drafts = { move: MoveDraft; note: NoteDraft }
const open = new Map<string, Drafts[Kind]>()

function kept(name: string): object {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? '{}') as object
  } catch {
    return {}
  }
}

/** The draft of a report, begun if there was none. */
export function draftOf<K extends Kind>(kind: K, incidentId: string): Drafts[K] {
  const name = `desk:${kind}:${incidentId}`
  const known = open.get(name)
  if (known) return known as Drafts[K]
  const fresh = kind === 'move' ? newMove() : newNote()
  const draft = reactive({ ...fresh, ...kept(name) }) as Drafts[K]
  open.set(name, draft)
  watch(draft, () => {
    const { after: _, ...words } = draft
    try {
      sessionStorage.setItem(name, JSON.stringify({ ...words, ...('before' in words ? { before: [] } : {}) }))
    } catch {
      // A browser that keeps nothing keeps the draft in this page all the same.
    }
  })
  return draft
}

/** Its key has served for something else than what it says now: what is written is kept, to be sent as another act. */
export function rekeyDraft(kind: Kind, incidentId: string): void {
  const draft = open.get(`desk:${kind}:${incidentId}`)
  if (draft) Object.assign(draft, { key: newKey(), id: newKey(), actedAt: null })
}

/** Sent: the next one begins anew, with a key of its own. */
export function renewDraft(kind: Kind, incidentId: string): void {
  const draft = open.get(`desk:${kind}:${incidentId}`)
  if (draft) Object.assign(draft, kind === 'move' ? newMove() : newNote())
}
