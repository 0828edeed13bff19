import type { Tx } from '../../db/client.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { dayOf } from '../platform/open-days.ts'
import type { Action, Actor } from '../platform/policy.ts'
import { may } from '../platform/policy.ts'
import type { Directory } from '../territory/territory.usecases.ts'
import { openVersion, requireStaff } from './desk-access.usecases.ts'
import { requireWritable, type DeskDeps, type Written } from './desk-entries.usecases.ts'
import { planRoute } from './desk-routing.usecases.ts'
import { endForwards } from './desk-links.repository.ts'
import { findMembershipsIn } from './desk-setup.repository.ts'
import { deskProblems } from './desk.problems.ts'
import { setPhotoApproval } from './desk.repository.ts'
import type { EditRequest } from './desk.schemas.ts'
import { recordChange, type Entry } from './incidents-changes.usecases.ts'
import { incidentProblems } from './incidents.problems.ts'
import { findIncidentInContext, type IncidentRow, type NewIncidentRow } from './incidents.repository.ts'

export type EditDeps = DeskDeps & { directory: Directory }
/** What one part of an edit does: fields of the row and an entry of the history. */
export type Part = {
  change: Partial<NewIncidentRow>
  entry: Pick<Entry, 'kind' | 'public' | 'data' | 'tell'>
}

/** The action that each field of an edit needs. */
const needs: Record<Exclude<keyof EditRequest, 'id'>, Action> = {
  assigneeId: 'incident.work',
  plannedOn: 'incident.work',
  categoryId: 'incident.reroute',
  position: 'incident.reroute',
  communeCode: 'incident.reroute',
  place: 'incident.reroute',
  bodyId: 'incident.reroute',
  publicWords: 'incident.publish',
  published: 'incident.publish',
  photos: 'incident.publish',
  hiddenReason: 'incident.hide',
}

async function assign(tx: Tx, row: IncidentRow, assigneeId: string | null): Promise<Part> {
  if (assigneeId !== null) {
    const memberships = await findMembershipsIn(tx, {
      userId: assigneeId,
      territorySiren: row.territorySiren,
    })
    const able = may({ userId: assigneeId, name: '', email: '', memberships }, 'incident.work', row)
    if (!able) throw deskProblems['unknown-assignee']()
  }
  return {
    change: { assigneeId },
    entry: {
      kind: 'assigned',
      public: false,
      data: { fromAssigneeId: row.assigneeId, assigneeId },
      tell: false,
    },
  }
}

function plan(row: IncidentRow, plannedOn: string | null, today: string): Part {
  if (row.status !== 'scheduled' && row.status !== 'in_progress') throw deskProblems['not-planned']()
  if (row.status === 'scheduled' && plannedOn === null) throw incidentProblems['planned-date-needed']()
  if (plannedOn !== null && plannedOn < today) throw deskProblems['planned-date-past']()
  return {
    change: { plannedOn },
    entry: { kind: 'planned', public: true, data: { plannedOn, before: row.plannedOn }, tell: true },
  }
}

async function moderate(tx: Tx, row: IncidentRow, request: EditRequest): Promise<Part> {
  const { published, publicWords, photos = [] } = request
  if (published) {
    const found = await findIncidentInContext(tx, row.id)
    if (!found?.categoryPublic) throw deskProblems['category-not-public']()
  }
  for (const photo of photos)
    if (!(await setPhotoApproval(tx, row.id, photo.id, photo.approved)))
      throw deskProblems['photo-not-of-incident']()
  return {
    change: {
      ...(published === undefined ? {} : { published }),
      ...(published ? { hiddenReason: null } : {}),
      ...(publicWords === undefined ? {} : { publicWords: publicWords || null }),
    },
    entry: {
      kind: 'moderated',
      public: false,
      data: {
        published: published ?? row.published,
        approved: photos.filter(({ approved }) => approved).length,
        refused: photos.filter(({ approved }) => !approved).length,
        ...(publicWords === undefined ? {} : { publicWords }),
      },
      tell: false,
    },
  }
}

function hide(hiddenReason: string | null): Part {
  return hiddenReason === null
    ? { change: { hiddenReason }, entry: { kind: 'shown', public: false, data: {}, tell: false } }
    : {
        change: { hiddenReason, published: false },
        entry: { kind: 'hidden', public: false, data: { hiddenReason }, tell: false },
      }
}

async function partsOf(tx: Tx, deps: EditDeps, row: IncidentRow, request: EditRequest): Promise<Part[]> {
  const { categoryId, position, communeCode, place, bodyId } = request
  const parts: Part[] = []
  const routed = [categoryId, position, communeCode, place, bodyId].some((field) => field !== undefined)
  if (routed) parts.push(await planRoute(deps, row, request))
  if (request.assigneeId !== undefined && request.assigneeId !== row.assigneeId)
    parts.push(await assign(tx, row, request.assigneeId))
  if (request.plannedOn !== undefined && request.plannedOn !== row.plannedOn)
    parts.push(plan(row, request.plannedOn, dayOf(deps.clock.now())))
  // After the hiding, so that one request may show a report again and publish it.
  if (request.hiddenReason !== undefined && request.hiddenReason !== row.hiddenReason)
    parts.push(hide(request.hiddenReason))
  if (request.published !== undefined || request.publicWords !== undefined || request.photos)
    parts.push(await moderate(tx, row, request))
  return parts
}

/**
 * Changes what staff may correct, each part with its own action, entry and rules, all or nothing. Throws
 * `stale-version`, `forbidden`, `nothing-to-change`, and what a part refuses.
 */
export function editIncident(
  deps: EditDeps,
  {
    actor,
    id,
    version,
    request,
    write,
  }: { actor: Actor; id: string; version: number; request: EditRequest; write: WriteKey },
): Promise<Answer<Written>> {
  const { userId } = requireStaff(actor)
  return writeOnce({ ...deps, write }, async (tx) => {
    const opened = await openVersion(tx, actor, id, version)
    for (const field of Object.keys(needs) as (keyof typeof needs)[])
      if (request[field] !== undefined) opened.require(needs[field])
    const { row } = opened
    await requireWritable(tx, row, request.id)
    const parts = await partsOf(tx, deps, row, request)
    if (parts.length === 0) throw deskProblems['nothing-to-change']()
    const at = deps.clock.now()
    const change = Object.assign(
      { readAt: row.readAt ?? at },
      ...parts.map((part) => part.change),
    ) as Part['change']
    if (change.bodyId && change.bodyId !== row.bodyId) await endForwards(tx, { incidentId: id, at })
    const after = await recordChange(tx, {
      before: row,
      change,
      at,
      entries: parts.map(({ entry }, index) => ({
        ...entry,
        id: index === 0 ? request.id : deps.ids.next(),
        authorKind: 'staff' as const,
        authorId: userId,
      })),
    })
    return { status: 200, body: { id, version: after.version } }
  })
}
