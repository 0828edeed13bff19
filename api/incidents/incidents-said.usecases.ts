import type { Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { requireWritable } from './desk-entries.usecases.ts'
import { recordChange, requireNewEntry, type Entry } from './incidents-changes.usecases.ts'
import { incidentProblems } from './incidents.problems.ts'
import { findEntrySince, findIncident, type IncidentRow } from './incidents.repository.ts'
import { refuseMove, stampsOf } from './incidents.rules.ts'
import type { AdditionRequest, MendedAnswer, PhotoReference, ReopenRequest } from './incidents.schemas.ts'

// What residents say of a report already made, each in the caller's transaction: by their own link (`by` is null), or
// on the phone and at the counter, through the clerk whose id `by` is. One set of rules for both.

type Said<T> = { before: IncidentRow; request: T; by: string | null }

/** Throws `incident-not-found`. */
export async function requireIncident(tx: Tx, id: string): Promise<IncidentRow> {
  const row = await findIncident(tx, id)
  if (!row) throw incidentProblems['incident-not-found']()
  return row
}

function photosOf(photos: PhotoReference[]): Pick<Entry, 'photos'> {
  return photos.length > 0 ? { photos: { references: photos, kind: 'follow-up', approved: false } } : {}
}

/** Words or photos more: staff are told, others see them only once approved. Throws `already-written`. */
export async function recordAddition(
  tx: Tx,
  { clock, ids }: Pick<Deps, 'clock' | 'ids'>,
  { before, request, by }: Said<AdditionRequest>,
): Promise<IncidentRow> {
  await requireNewEntry(tx, request.id)
  const after = await recordChange(tx, {
    before,
    change: { readAt: null },
    at: clock.now(),
    entries: [
      {
        id: request.id,
        authorKind: 'reporter',
        authorId: by,
        public: true,
        kind: 'addition',
        words: request.words ?? null,
        ...photosOf(request.photos),
        tell: true,
      },
    ],
  })
  if (before.mergedIntoId) await passOn(tx, { clock, ids }, before, request)
  return after
}

/** What the reporter of a duplicate adds is read where the work is done: nobody opens a duplicate again. */
async function passOn(
  tx: Tx,
  { clock, ids }: Pick<Deps, 'clock' | 'ids'>,
  duplicate: IncidentRow,
  { words }: AdditionRequest,
): Promise<void> {
  const survivor = await requireIncident(tx, duplicate.mergedIntoId ?? '')
  await recordChange(tx, {
    before: survivor,
    change: { readAt: null },
    at: clock.now(),
    entries: [
      {
        id: ids.next(),
        authorKind: 'passer-by',
        public: false,
        kind: 'addition',
        words: words ?? null,
        data: { fromId: duplicate.id, fromReference: duplicate.reference },
        tell: false,
      },
    ],
  })
}

/** The answer that stands already, since it was said to be mended: pressed on two phones, it is one. */
function findAnswered(tx: Tx, { id, status, statusAt }: IncidentRow, { mended }: MendedAnswer) {
  if (status !== (mended ? 'resolved' : 'reopened')) return undefined
  const kind = mended ? 'confirmed-mended' : 'reopened'
  return findEntrySince(tx, { incidentId: id, kind, since: statusAt })
}

/**
 * "Is it mended?": yes is written down; no reopens. Answers the entry's id: said again with nothing to add, that of the
 * answer there is. Throws `illegal-move` when it is not resolved, `already-merged`, `already-written`.
 */
export async function recordAnswer(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  { before, request, by }: Said<MendedAnswer>,
): Promise<string> {
  await requireWritable(tx, before, request.id)
  const addsNothing = !request.words && request.photos.length === 0
  const answered = addsNothing ? await findAnswered(tx, before, request) : undefined
  if (answered) return answered
  if (before.status !== 'resolved') throw incidentProblems['illegal-move']()
  const at = clock.now()
  const confirmed: Entry = {
    id: request.id,
    authorKind: 'reporter',
    authorId: by,
    public: true,
    kind: request.mended ? 'confirmed-mended' : 'reopened',
    fromStatus: request.mended ? null : before.status,
    toStatus: request.mended ? null : 'reopened',
    words: request.words ?? null,
    ...photosOf(request.photos),
    tell: true,
  }
  const change = request.mended
    ? {}
    : { ...stampsOf({ to: 'reopened', at, acknowledgedAt: before.acknowledgedAt }), readAt: null }
  await recordChange(tx, { before, change, at, entries: [confirmed] })
  return request.id
}

/**
 * A resolved or declined incident, opened again with a reason. Throws `illegal-move`, `reason-needed`,
 * `already-merged`, `already-written`.
 */
export async function recordReopening(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  { before, request, by }: Said<ReopenRequest>,
): Promise<void> {
  await requireWritable(tx, before, request.id)
  const refusal = refuseMove({
    from: before.status,
    to: 'reopened',
    mover: 'reporter',
    reason: request.words,
  })
  if (refusal) throw incidentProblems[refusal]()
  const at = clock.now()
  await recordChange(tx, {
    before,
    change: { ...stampsOf({ to: 'reopened', at, acknowledgedAt: before.acknowledgedAt }), readAt: null },
    at,
    entries: [
      {
        id: request.id,
        authorKind: 'reporter',
        authorId: by,
        public: true,
        kind: 'reopened',
        fromStatus: before.status,
        toStatus: 'reopened',
        words: request.words,
        ...photosOf(request.photos),
        tell: true,
      },
    ],
  })
}

/**
 * Whoever passes by says that a resolved incident is not mended: the status does not change by a stranger's word.
 * Throws `illegal-move` when it is not resolved, `already-written`.
 */
export async function recordPasserBy(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  { before, request, by }: Said<AdditionRequest>,
): Promise<void> {
  await requireNewEntry(tx, request.id)
  if (before.status !== 'resolved') throw incidentProblems['illegal-move']()
  await recordChange(tx, {
    before,
    change: { readAt: null },
    at: clock.now(),
    entries: [
      {
        id: request.id,
        authorKind: 'passer-by',
        authorId: by,
        public: true,
        kind: 'still-there',
        words: request.words ?? null,
        photos: { references: request.photos, kind: 'follow-up', approved: false },
        // Once for each time it is said to be mended: those who follow it are not told of every passer-by.
        tell: !(await findEntrySince(tx, {
          incidentId: before.id,
          kind: 'still-there',
          since: before.statusAt,
        })),
      },
    ],
  })
}
