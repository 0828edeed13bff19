import type { Reader } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import type { Actor } from '../platform/policy.ts'
import { Problem } from '../platform/problems.ts'
import { readCategory, readTerritory } from '../territory/territory.usecases.ts'
import { openIncident, withCurrent, type Opened } from './desk-access.usecases.ts'
import { findForwards, findMerged } from './desk-links.repository.ts'
import { findNames, markRead } from './desk.repository.ts'
import { isLate } from './desk.rules.ts'
import type { Changed, StaffPhoto, Ticket, TicketEntry } from './desk.schemas.ts'
import { photoLinks } from './incidents-public.usecases.ts'
import { incidentProblems } from './incidents.problems.ts'
import {
  findContact,
  findIncident,
  findIncidentInContext,
  readFollowers,
  readHistory,
  readPhotos,
} from './incidents.repository.ts'
import { legalMoves, type DeclineReason } from './incidents.rules.ts'

export type TicketDeps = Pick<Deps, 'database' | 'clock'>

/** Statuses the actor may give now: the state table, less what their role may not do. */
function movesOf({ row, allows }: Opened): Ticket['moves'] {
  if (row.mergedIntoId || !allows('incident.work')) return []
  return legalMoves(row.status, 'staff').filter((to) => to !== 'forwarded' || allows('incident.forward'))
}

/** All that staff may see of an incident. Throws `incident-not-found` outside the actor's scope. */
export async function readTicket(
  { database, clock }: TicketDeps,
  { actor, id }: { actor: Actor; id: string },
): Promise<Ticket> {
  const opened = await openIncident(database.read, actor, id)
  return buildTicket(database.read, opened, clock.now())
}

async function buildTicket(read: Reader, opened: Opened, now: number): Promise<Ticket> {
  const { id } = opened.row
  const given = { database: { read } }
  const found = await findIncidentInContext(read, id)
  if (!found) throw incidentProblems['incident-not-found']()
  const { incident } = found
  const mayContact = opened.allows('incident.see-contact')
  const [category, territory, history, photos, contact, followers, survivor, merged, forwards] =
    await Promise.all([
      readCategory({ ...given, id: incident.categoryId }),
      readTerritory({ ...given, siren: incident.territorySiren }),
      readHistory(read, id, { publicOnly: false }),
      readPhotos(read, id),
      mayContact ? findContact(read, id) : undefined,
      readFollowers(read, id),
      incident.mergedIntoId ? findIncident(read, incident.mergedIntoId) : undefined,
      findMerged(read, id),
      findForwards(read, id),
    ])
  const spokenOf = history.flatMap(({ authorId, data }) => [
    authorId,
    typeof data['assigneeId'] === 'string' ? data['assigneeId'] : null,
  ])
  const names = await findNames(read, [
    ...new Set([incident.assigneeId, incident.enteredBy, ...spokenOf].flatMap((id) => id ?? [])),
  ])
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  const toStaffPhoto = (photo: (typeof photos)[number]): StaffPhoto => ({
    ...photoLinks(photo.mediaId, photo.kind),
    approved: photo.approved,
  })
  return {
    id,
    reference: incident.reference,
    version: incident.version,
    status: incident.status,
    open: incident.open,
    late: isLate(incident, now),
    unread: incident.readAt === null,
    territory: { siren: territory.siren, name: territory.name },
    category: { id: category.id, name: category.name, slug: category.slug, icon: category.icon },
    categoryPublic: category.public,
    commune: { code: incident.communeCode, name: found.communeName },
    body: { id: incident.bodyId, name: found.bodyName, kind: found.bodyKind },
    place: incident.place,
    words: incident.words,
    publicWords: incident.publicWords,
    answers: Object.entries(incident.answers).map(([key, value]) => ({
      label: category.questions.find((question) => question.id === key)?.label ?? key,
      value,
    })),
    position: {
      lat: incident.lat,
      lon: incident.lon,
      accuracy: incident.accuracy,
      approximate: incident.positionApproximate,
    },
    channel: incident.channel,
    enteredBy: nameOf(incident.enteredBy),
    roadRef: incident.roadRef,
    routingReason: incident.routingReason as Ticket['routingReason'],
    published: incident.published,
    hiddenReason: incident.hiddenReason,
    assignee: incident.assigneeId
      ? { id: incident.assigneeId, name: nameOf(incident.assigneeId) ?? '' }
      : null,
    plannedOn: incident.plannedOn,
    mergedInto: survivor ? { id: survivor.id, reference: survivor.reference } : null,
    merged,
    meTooCount: incident.meTooCount,
    followerCount: followers.length,
    createdAt: incident.createdAt,
    statusAt: incident.statusAt,
    acknowledgedAt: incident.acknowledgedAt,
    resolvedAt: incident.resolvedAt,
    dueAt: incident.dueAt,
    contact: contact ? { name: contact.name, email: contact.email, phone: contact.phone } : null,
    mayContact,
    photos: photos.map(toStaffPhoto),
    history: history.map((entry): TicketEntry => ({
      id: entry.id,
      at: entry.at,
      author: entry.authorKind,
      authorName: nameOf(entry.authorId),
      public: entry.public,
      kind: entry.kind,
      fromStatus: entry.fromStatus,
      toStatus: entry.toStatus,
      words: entry.words,
      reason: (entry.data['reason'] as DeclineReason | undefined) ?? null,
      data: entry.data,
      photos: photos.filter((photo) => photo.updateId === entry.id).map(toStaffPhoto),
    })),
    people: Object.fromEntries(names),
    forwards,
    moves: movesOf(opened),
    may: {
      work: opened.allows('incident.work'),
      reroute: opened.allows('incident.reroute'),
      forward: opened.allows('incident.forward'),
      merge: opened.allows('incident.merge'),
      publish: opened.allows('incident.publish') && category.public,
      hide: opened.allows('incident.hide'),
      speakFor: opened.allows('incident.enter-on-behalf'),
    },
  }
}

/** Notes that someone has read it. Reading it again changes nothing. */
export async function readIncidentFirst(
  { database, clock }: TicketDeps,
  { actor, id }: { actor: Actor; id: string },
): Promise<void> {
  await openIncident(database.read, actor, id)
  await database.write((tx) => markRead(tx, id, clock.now()))
}

/** What a change answers: the ticket as it is now, or nothing more of it once it has left the actor's scope. */
export async function describeChange(
  deps: TicketDeps,
  { actor, id, version }: { actor: Actor; id: string; version: number },
): Promise<Changed> {
  const ticket = await readTicket(deps, { actor, id }).catch((error: unknown) => {
    if (error instanceof Problem && error.slug === 'incident-not-found') return null
    throw error
  })
  return { id, version, ticket }
}

/** Does a change that names the version seen; a refusal for a stale one shows the ticket as it is now. */
export async function changeTicket(
  deps: TicketDeps,
  { actor, id }: { actor: Actor; id: string },
  work: () => Promise<{ body: { version: number } }>,
): Promise<Changed> {
  const { body } = await withCurrent(work, () => readTicket(deps, { actor, id }))
  return describeChange(deps, { actor, id, version: body.version })
}
