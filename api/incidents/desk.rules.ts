/** What the desk decides without I/O: queues, lateness, merging, what counts as a conflict. Shared with the screens. */
import { isOpen, type Status } from './incidents.rules.ts'

export const queues = ['to-sort', 'in-progress', 'late', 'mine', 'to-publish', 'closed', 'all'] as const
export type Queue = (typeof queues)[number]

/** Statuses that nobody has decided anything about yet. */
export const unsortedStatuses: readonly Status[] = ['received', 'reopened']
/** Statuses of work under way. */
export const underWayStatuses: readonly Status[] = ['acknowledged', 'scheduled', 'in_progress', 'forwarded']

/** Late: still open after the day promised. `now` and `dueAt` in epoch milliseconds. */
export function isLate({ open, dueAt }: { open: boolean; dueAt: number }, now: number): boolean {
  return open && dueAt < now
}

/** A word or photo waits for a decision this long; after that nobody asks any more. */
export const publicationDays = 60
/** A reply link sent to another body works this long. */
export const replyDays = 90

type Mergeable = { id: string; territorySiren: string; mergedIntoId: string | null }
export type MergeRefusal = 'merge-same' | 'merge-other-territory' | 'already-merged'

/**
 * Null when `source` may be merged into `survivor`, the end of the chain that the agent's choice starts
 * (A → B, B → C: merging D into A makes D followed at C, and merging C into A is refused).
 */
export function refuseMerge(source: Mergeable, survivor: Mergeable): MergeRefusal | null {
  if (source.mergedIntoId) return 'already-merged'
  if (source.id === survivor.id) return 'merge-same'
  if (source.territorySiren !== survivor.territorySiren) return 'merge-other-territory'
  return null
}

/** When an act done offline took place: neither in the future nor before what is already written down. */
export function momentOf({
  happenedAt,
  since,
  now,
}: {
  happenedAt: number | undefined
  since: number
  now: number
}): number {
  return happenedAt === undefined ? now : Math.min(now, Math.max(happenedAt, since))
}

/** What an agent may have acted upon: when only other fields moved (a "moi aussi", a reading), it is no conflict. */
export const contestedFields = [
  'status',
  'plannedOn',
  'assignee',
  'category',
  'commune',
  'body',
  'position',
  'publicWords',
  'published',
  'hiddenReason',
  'mergedInto',
] as const
export type ContestedField = (typeof contestedFields)[number]

/** The fields in which two states of a ticket differ for an agent. */
export function contestedChanges(
  seen: Record<ContestedField, unknown>,
  current: Record<ContestedField, unknown>,
): ContestedField[] {
  return contestedFields.filter((field) => JSON.stringify(seen[field]) !== JSON.stringify(current[field]))
}

/** True when staff words of a move are what the public reads as the reason. */
export function wordsAreTheReason(to: Status): boolean {
  return to === 'reopened'
}

/** Work no longer planned: going back to "read" or to the first status frees the day. */
export function keepsPlan(to: Status): boolean {
  return to !== 'acknowledged' && to !== 'reopened' && (isOpen(to) || to === 'resolved')
}
