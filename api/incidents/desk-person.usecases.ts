import type { Tx } from '../../db/client.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { hashSecret } from '../platform/ids.ts'
import type { Actor } from '../platform/policy.ts'
import { openVersion, requireStaff } from './desk-access.usecases.ts'
import { requireWritable, type DeskDeps, type Written } from './desk-entries.usecases.ts'
import { deskProblems } from './desk.problems.ts'
import type { ContactRequest, SaidRequest } from './desk.schemas.ts'
import { recordChange, requireNewEntry } from './incidents-changes.usecases.ts'
import { incidentProblems } from './incidents.problems.ts'
import { recordAddition, recordAnswer, recordPasserBy, recordReopening } from './incidents-said.usecases.ts'
import {
  deleteContact,
  findContact,
  findIncident,
  insertContact,
  insertFollower,
  type IncidentRow,
} from './incidents.repository.ts'
import { followerSecret } from './secrets.ts'

// What a clerk does about a report for who made it, on the phone or at the counter. Each act is an entry of the
// history that names the clerk; of the person's contact the trail keeps that it changed, never what it was.

type Asked<T> = { actor: Actor; id: string; version: number; request: T; write: WriteKey }

/** Keeps how to reach who reported it, and tells them by mail from now on. */
async function keepContact(
  tx: Tx,
  { ids, clock, config }: DeskDeps,
  {
    row,
    contact,
    locale,
  }: { row: IncidentRow; contact: NonNullable<ContactRequest['contact']>; locale: ContactRequest['locale'] },
): Promise<void> {
  const known = await findContact(tx, row.id)
  // With its mail, those sent to the address that no longer is theirs stop.
  await deleteContact(tx, row.id)
  const now = clock.now()
  await insertContact(tx, {
    incidentId: row.id,
    name: contact.name || null,
    email: contact.email || null,
    phone: contact.phone || null,
    createdAt: known?.createdAt ?? now,
  })
  if (!contact.email) return
  const followerId = ids.next()
  await insertFollower(tx, {
    id: followerId,
    incidentId: row.id,
    kind: 'reporter',
    email: contact.email,
    locale,
    stopHash: hashSecret(followerSecret(config.secret, followerId)),
    confirmedAt: now,
    createdAt: now,
  })
}

/**
 * Keeps, corrects or erases how to reach the person, as they ask. Erased for a duplicate too; kept on the report that
 * is worked on alone. Throws `incident-not-found`, `forbidden`, `stale-version`, `nothing-to-change`, `already-merged`,
 * `already-written`.
 */
export function setContact(
  deps: DeskDeps,
  { actor, id, version, request, write }: Asked<ContactRequest>,
): Promise<Answer<Written>> {
  const { userId } = requireStaff(actor)
  return writeOnce({ ...deps, write }, async (tx) => {
    const opened = await openVersion(tx, actor, id, version)
    opened.require('incident.enter-on-behalf')
    const { row } = opened
    const { contact, locale } = request
    if (contact) {
      await requireWritable(tx, row, request.id)
      await keepContact(tx, deps, { row, contact, locale })
    } else {
      await requireNewEntry(tx, request.id)
      if (!(await findContact(tx, id))) throw deskProblems['nothing-to-change']()
      await deleteContact(tx, id)
    }
    const after = await recordChange(tx, {
      before: row,
      change: {},
      at: deps.clock.now(),
      entries: [
        {
          id: request.id,
          authorKind: 'staff',
          authorId: userId,
          public: false,
          kind: contact ? 'contact-kept' : 'contact-erased',
          tell: false,
        },
      ],
    })
    return { status: 200, body: { id, version: after.version } }
  })
}

/** Writes what was said. A reason is needed to reopen what was declined. */
async function record(
  tx: Tx,
  deps: DeskDeps,
  { row, request, by }: { row: IncidentRow; request: SaidRequest; by: string },
): Promise<void> {
  const { says, ...said } = request
  if (says === 'more') await recordAddition(tx, deps, { before: row, request: said, by })
  else if (says === 'still-there') await recordPasserBy(tx, deps, { before: row, request: said, by })
  else if (says === 'not-mended' && row.status === 'declined')
    await recordReopening(tx, deps, { before: row, request: { ...said, words: said.words ?? '' }, by })
  else await recordAnswer(tx, deps, { before: row, request: { ...said, mended: says === 'mended' }, by })
}

/**
 * What a resident says of a report through a clerk: the rules are those of their own link. Throws
 * `incident-not-found`, `forbidden`, `stale-version`, `illegal-move`, `reason-needed`, `already-merged`,
 * `already-written`.
 */
export function saySomething(
  deps: DeskDeps,
  { actor, id, version, request, write }: Asked<SaidRequest>,
): Promise<Answer<Written>> {
  const { userId } = requireStaff(actor)
  return writeOnce({ ...deps, write }, async (tx) => {
    const opened = await openVersion(tx, actor, id, version)
    opened.require('incident.enter-on-behalf')
    await record(tx, deps, { row: opened.row, request, by: userId })
    const after = await findIncident(tx, id)
    if (!after) throw incidentProblems['incident-not-found']()
    return { status: 201, body: { id, version: after.version } }
  })
}
