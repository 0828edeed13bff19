/** The life of an incident, as tables. Pure: no clock, no I/O. Source: design.md §5. */

export const statuses = [
  'received',
  'acknowledged',
  'scheduled',
  'in_progress',
  'resolved',
  'declined',
  'forwarded',
  'reopened',
] as const
export type Status = (typeof statuses)[number]

export const declineReasons = ['duplicate', 'private-land', 'not-an-incident', 'not-enough', 'other'] as const
export type DeclineReason = (typeof declineReasons)[number]

export type Mover = 'staff' | 'reporter' | 'body'

/** Statuses in which someone still has something to do. */
export const openStatuses: readonly Status[] = [
  'received',
  'acknowledged',
  'scheduled',
  'in_progress',
  'forwarded',
  'reopened',
]

export function isOpen(status: Status): boolean {
  return openStatuses.includes(status)
}

/**
 * Legal moves of staff. Work goes forward, and may skip a step (a pothole filled on the day it is read) or step back
 * to the plan (the machine broke down). From any open status: declined, forwarded. `forwarded` is still followed
 * here: whatever the other body answers is written by staff or through its reply link.
 */
const staffMoves: Record<Status, readonly Status[]> = {
  received: ['acknowledged', 'scheduled', 'in_progress', 'resolved', 'declined', 'forwarded'],
  acknowledged: ['scheduled', 'in_progress', 'resolved', 'declined', 'forwarded'],
  scheduled: ['acknowledged', 'in_progress', 'resolved', 'declined', 'forwarded'],
  in_progress: ['scheduled', 'resolved', 'declined', 'forwarded'],
  forwarded: ['acknowledged', 'scheduled', 'in_progress', 'resolved', 'declined'],
  reopened: ['acknowledged', 'scheduled', 'in_progress', 'resolved', 'declined', 'forwarded'],
  resolved: ['reopened'],
  declined: ['reopened'],
}

/** The reporter may only say that it is not mended. */
const reporterMoves: Record<Status, readonly Status[]> = {
  received: [],
  acknowledged: [],
  scheduled: [],
  in_progress: [],
  forwarded: [],
  reopened: [],
  resolved: ['reopened'],
  declined: ['reopened'],
}

/** A body outside Bocage answers through its reply link, on the tickets it is in charge of; it can't pass them on. */
const bodyMoves: Record<Status, readonly Status[]> = {
  received: ['acknowledged', 'scheduled', 'in_progress', 'resolved', 'declined'],
  acknowledged: ['scheduled', 'in_progress', 'resolved', 'declined'],
  scheduled: ['in_progress', 'resolved', 'declined'],
  in_progress: ['scheduled', 'resolved', 'declined'],
  forwarded: ['acknowledged', 'scheduled', 'in_progress', 'resolved', 'declined'],
  reopened: ['acknowledged', 'scheduled', 'in_progress', 'resolved', 'declined'],
  resolved: [],
  declined: [],
}

const movesBy: Record<Mover, Record<Status, readonly Status[]>> = {
  staff: staffMoves,
  reporter: reporterMoves,
  body: bodyMoves,
}

/** Statuses that `mover` may give to an incident now in `from`, in the order to offer them. */
export function legalMoves(from: Status, mover: Mover): readonly Status[] {
  return movesBy[mover][from]
}

/** What a move must come with, beside its target. */
export const moveNeeds: Record<Status, { reason: boolean; plannedOn: boolean; body: boolean }> = {
  received: { reason: false, plannedOn: false, body: false },
  acknowledged: { reason: false, plannedOn: false, body: false },
  scheduled: { reason: false, plannedOn: true, body: false },
  in_progress: { reason: false, plannedOn: false, body: false },
  resolved: { reason: false, plannedOn: false, body: false },
  declined: { reason: true, plannedOn: false, body: false },
  forwarded: { reason: false, plannedOn: false, body: true },
  reopened: { reason: true, plannedOn: false, body: false },
}

export type MoveRequest = {
  from: Status
  to: Status
  mover: Mover
  reason?: string | undefined
  plannedOn?: string | undefined
  bodyId?: string | undefined
}
export type MoveRefusal = 'illegal-move' | 'reason-needed' | 'planned-date-needed' | 'body-needed'

/** Null when the move is legal and complete, else why not. */
export function refuseMove({ from, to, mover, reason, plannedOn, bodyId }: MoveRequest): MoveRefusal | null {
  if (!legalMoves(from, mover).includes(to)) return 'illegal-move'
  const needs = moveNeeds[to]
  if (needs.reason && !reason?.trim()) return 'reason-needed'
  if (needs.plannedOn && !plannedOn) return 'planned-date-needed'
  if (needs.body && !bodyId) return 'body-needed'
  return null
}

/** What a move writes beside the status. A reopened incident is no longer resolved. */
export function stampsOf({
  to,
  at,
  acknowledgedAt,
}: {
  to: Status
  at: number
  acknowledgedAt: number | null
}) {
  return {
    status: to,
    open: isOpen(to),
    statusAt: at,
    acknowledgedAt: acknowledgedAt ?? (to === 'received' || to === 'reopened' ? null : at),
    resolvedAt: to === 'resolved' || to === 'declined' ? at : null,
  }
}

/** `LQN`, 2026, 42 → `LQN-26-0042`: short enough to read aloud, unique in a territory. */
export function formatReference(prefix: string, year: number, number: number): string {
  return `${prefix}-${String(year % 100).padStart(2, '0')}-${String(number).padStart(4, '0')}`
}

/**
 * Rough public words: what could name a person is taken out until staff approve. Email addresses and
 * phone numbers of the French plan (ARCEP) and their international form.
 */
export function withoutContacts(words: string): string {
  return words
    .replace(/[\p{L}\d._%+-]+@[\p{L}\d.-]+\.\p{L}{2,}/gu, '[…]')
    .replace(/(?:\+33|0033|0)\s?[1-9](?:[\s.-]?\d{2}){4}/g, '[…]')
}
