import { reactive, watch } from 'vue'
import type { ModeratedEvent } from '../../../api/agenda/moderation.schemas.ts'
import { recallInTab, rememberInTab } from '../../offline/in-tab.ts'
import { newKeys, type ActKeys } from './desk-agenda-api.ts'

/** What a moderator may write about: each has its form, its letter and its ready sentences. */
export const decisions = ['decline', 'question', 'cancel', 'revision', 'image'] as const
export type Decision = (typeof decisions)[number]
export type DeclineReason = NonNullable<ModeratedEvent['declineReason']>

/** The letter that a decision sends to the author, by the kind of entry it leaves in the history. */
export const letterOf: Record<Decision, string> = {
  decline: 'declined',
  question: 'question',
  cancel: 'cancelled',
  revision: 'revision-declined',
  image: 'image-refused',
}

export type DecisionDraft = ActKeys & { words: string; reason: DeclineReason | '' }

const open = new Map<string, DecisionDraft>()
const blank = (): DecisionDraft => ({ ...newKeys(), words: '', reason: '' })
const nameOf = (decision: Decision, id: string) => `agenda-desk:${decision}:${id}`

function kept(name: string): object {
  try {
    return JSON.parse(recallInTab(name) ?? '{}') as object
  } catch {
    return {}
  }
}

/** What is being written, kept while one looks elsewhere and through a reload. */
export function draftOf(decision: Decision, id: string): DecisionDraft {
  const name = nameOf(decision, id)
  const known = open.get(name)
  if (known) return known
  const draft = reactive({ ...blank(), ...kept(name) }) as DecisionDraft
  open.set(name, draft)
  watch(draft, () => rememberInTab(name, JSON.stringify(draft)))
  return draft
}

/** Sent: the next one begins anew, with keys of its own. */
export function renewDraft(decision: Decision, id: string): void {
  const draft = open.get(nameOf(decision, id))
  if (draft) Object.assign(draft, blank())
}

/** The same words as another act: their keys have served. */
export function rekeyDraft(decision: Decision, id: string): void {
  const draft = open.get(nameOf(decision, id))
  if (draft) Object.assign(draft, newKeys())
}
