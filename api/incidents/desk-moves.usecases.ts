import type { Tx } from '../../db/client.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { dayOf } from '../platform/open-days.ts'
import type { Actor } from '../platform/policy.ts'
import { openIncident, openVersion, requireStaff } from './desk-access.usecases.ts'
import {
  requireWritable,
  withPhotos,
  type Author,
  type DeskDeps,
  type Written,
} from './desk-entries.usecases.ts'
import { recordForward } from './desk-forward.usecases.ts'
import { deskProblems } from './desk.problems.ts'
import { keepsPlan, momentOf, wordsAreTheReason } from './desk.rules.ts'
import type { MoveRequest, NoteRequest } from './desk.schemas.ts'
import { recordChange, type Entry } from './incidents-changes.usecases.ts'
import { incidentProblems } from './incidents.problems.ts'
import type { IncidentRow } from './incidents.repository.ts'
import { refuseMove, stampsOf } from './incidents.rules.ts'

type Writing<T> = { actor: Actor; id: string; request: T; write: WriteKey }

/**
 * Moves an incident after the state table, in the caller's transaction. Throws `illegal-move` and what the move
 * lacks: `reason-needed`, `planned-date-needed`, `planned-date-past`, `body-needed`, `words-needed`.
 */
export async function recordMove(
  tx: Tx,
  deps: DeskDeps,
  { row, request, author }: { row: IncidentRow; request: MoveRequest; author: Author },
): Promise<IncidentRow> {
  const { to, words, plannedOn, reason, bodyId } = request
  await requireWritable(tx, row, request.id)
  const given = wordsAreTheReason(to) ? words : reason
  const refusal = refuseMove({ from: row.status, to, mover: author.mover, reason: given, plannedOn, bodyId })
  if (refusal) throw incidentProblems[refusal]()
  if (to === 'declined' && reason === 'other' && !words) throw deskProblems['words-needed']()
  const now = deps.clock.now()
  const at = momentOf({ happenedAt: request.happenedAt, since: row.statusAt, now })
  if (plannedOn && to === 'scheduled' && plannedOn < dayOf(at)) throw deskProblems['planned-date-past']()
  const entry: Entry = {
    id: request.id,
    authorKind: author.kind,
    authorId: author.id,
    public: true,
    kind: 'status',
    fromStatus: row.status,
    toStatus: to,
    words: words || null,
    data: {
      ...(reason && to === 'declined' ? { reason } : {}),
      ...(plannedOn && to === 'scheduled' ? { plannedOn } : {}),
    },
    tell: true,
    happenedAt: at,
  }
  if (to === 'forwarded') return recordForward(tx, deps, { row, bodyId: bodyId ?? '', entry, at })
  return recordChange(tx, {
    before: row,
    change: {
      ...stampsOf({ to, at, acknowledgedAt: row.acknowledgedAt }),
      readAt: row.readAt ?? now,
      plannedOn: to === 'scheduled' ? (plannedOn ?? null) : keepsPlan(to) ? row.plannedOn : null,
    },
    at: now,
    entries: withPhotos(entry, request, deps.ids.next),
  })
}

/** One move by staff, once, on the version they saw. */
export function moveIncident(
  deps: DeskDeps,
  { actor, id, version, request, write }: Writing<MoveRequest> & { version: number },
): Promise<Answer<Written>> {
  const { userId } = requireStaff(actor)
  return writeOnce({ ...deps, write }, async (tx) => {
    const opened = await openVersion(tx, actor, id, version)
    opened.require('incident.work')
    if (request.to === 'forwarded') opened.require('incident.forward')
    const after = await recordMove(tx, deps, {
      row: opened.row,
      request,
      author: { kind: 'staff', id: userId, mover: 'staff' },
    })
    return { status: 200, body: { id, version: after.version } }
  })
}

/**
 * A note for colleagues, or a message that the resident and followers read. It only adds, so it names no version:
 * a colleague's change meanwhile does not make it wrong.
 */
export function addNote(
  deps: DeskDeps,
  { actor, id, request, write }: Writing<NoteRequest>,
): Promise<Answer<Written>> {
  const { userId } = requireStaff(actor)
  return writeOnce({ ...deps, write }, async (tx) => {
    const opened = await openIncident(tx, actor, id)
    opened.require('incident.work')
    await requireWritable(tx, opened.row, request.id)
    const now = deps.clock.now()
    const entry: Entry = {
      id: request.id,
      authorKind: 'staff',
      authorId: userId,
      public: request.public,
      kind: request.public ? 'message' : 'note',
      words: request.words || null,
      tell: request.public,
      happenedAt: momentOf({ happenedAt: request.happenedAt, since: opened.row.createdAt, now }),
    }
    const after = await recordChange(tx, {
      before: opened.row,
      change: { readAt: opened.row.readAt ?? now },
      at: now,
      entries: withPhotos(entry, request, deps.ids.next),
    })
    return { status: 201, body: { id, version: after.version } }
  })
}
