import type { Tx } from '../../db/client.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Actor } from '../platform/policy.ts'
import { openIncident, openVersion, requireStaff, type Opened } from './desk-access.usecases.ts'
import { findMergedRows, moveFollowers } from './desk-links.repository.ts'
import { requireWritable, type DeskDeps, type Written } from './desk-entries.usecases.ts'
import { deskProblems } from './desk.problems.ts'
import { refuseMerge } from './desk.rules.ts'
import type { MergeRequest } from './desk.schemas.ts'
import { recordChange } from './incidents-changes.usecases.ts'
import { findIncidentByReference, type IncidentRow } from './incidents.repository.ts'
import { stampsOf } from './incidents.rules.ts'

/** The incident that the agent named, or where it is followed itself. Throws `merge-target-unknown`. */
async function openSurvivor(
  tx: Tx,
  actor: Actor,
  source: IncidentRow,
  { intoId, intoReference }: MergeRequest,
): Promise<Opened> {
  const named =
    intoId ??
    (await findIncidentByReference(tx, source.territorySiren, intoReference?.toUpperCase() ?? ''))?.id
  const unknown = () => {
    throw deskProblems['merge-target-unknown']()
  }
  if (!named) return unknown()
  let opened = await openIncident(tx, actor, named).catch(unknown)
  // Merges always point at the end of a chain, so this is one step; a cycle can't be written.
  if (opened.row.mergedIntoId) opened = await openIncident(tx, actor, opened.row.mergedIntoId).catch(unknown)
  return opened
}

/**
 * Merges a duplicate into another incident of its territory: its followers and "moi aussi" go over, it says where it
 * is followed now, and whatever had been merged into it points at the survivor too.
 * Throws `merge-same`, `merge-other-territory`, `already-merged`, `merge-target-unknown`.
 */
export function mergeIncident(
  deps: DeskDeps,
  {
    actor,
    id,
    version,
    request,
    write,
  }: { actor: Actor; id: string; version: number; request: MergeRequest; write: WriteKey },
): Promise<Answer<Written & { intoId: string }>> {
  const { userId } = requireStaff(actor)
  const { clock, ids } = deps
  return writeOnce({ ...deps, write }, async (tx) => {
    const opened = await openVersion(tx, actor, id, version)
    opened.require('incident.merge')
    const source = opened.row
    await requireWritable(tx, source, request.id)
    const target = await openSurvivor(tx, actor, source, request)
    const survivor = target.row
    const refusal = refuseMerge(source, survivor)
    if (refusal) throw deskProblems[refusal]({ reference: survivor.reference })
    target.require('incident.merge')

    const at = clock.now()
    const author = { authorKind: 'staff' as const, authorId: userId }
    const into = { intoId: survivor.id, intoReference: survivor.reference }
    for (const earlier of await findMergedRows(tx, source.id))
      await recordChange(tx, {
        before: earlier,
        change: { mergedIntoId: survivor.id },
        at,
        entries: [{ id: ids.next(), ...author, public: true, kind: 'merged', data: into, tell: false }],
      })
    const followerIds = await moveFollowers(tx, source.id, survivor.id)
    const after = await recordChange(tx, {
      before: source,
      change: {
        ...(source.open ? stampsOf({ to: 'declined', at, acknowledgedAt: source.acknowledgedAt }) : {}),
        mergedIntoId: survivor.id,
        published: false,
        readAt: source.readAt ?? at,
      },
      at,
      entries: [
        {
          id: request.id,
          ...author,
          public: true,
          kind: 'merged',
          fromStatus: source.status,
          toStatus: source.open ? 'declined' : null,
          // The message of it goes to those who moved: they are read with the survivor by then.
          data: { reason: 'duplicate', ...into, followerIds },
          tell: true,
        },
      ],
    })
    await recordChange(tx, {
      before: survivor,
      change: { meTooCount: survivor.meTooCount + source.meTooCount + 1 },
      at,
      entries: [
        {
          id: ids.next(),
          ...author,
          public: false,
          kind: 'merged-in',
          data: { fromId: source.id, fromReference: source.reference },
          tell: false,
        },
      ],
    })
    return { status: 200, body: { id, version: after.version, intoId: survivor.id } }
  })
}
