import type { Reader, Tx } from '../../db/client.ts'
import type { EventContent } from '../../db/schema/index.ts'
import { privateMediaUrls } from '../media/media.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { hashSecret } from '../platform/ids.ts'
import { may, type Actor } from '../platform/policy.ts'
import { commonProblems, Problem } from '../platform/problems.ts'
import { communeByCode } from '../territory/territory.usecases.ts'
import { contentOf, type Entry } from './events-changes.usecases.ts'
import { datesWithin, nextDates } from './events-dates.usecases.ts'
import { eventProblems } from './events.problems.ts'
import {
  countFollowers,
  countViews,
  findContact,
  findEvent,
  findLatestEntry,
  readEntries,
  readOccurrences,
  type EventRow,
} from './events.repository.ts'
import { isTrustedIn } from './moderation-scope.usecases.ts'
import { isPublic, legalMoves, pathOf, type Mover } from './events.rules.ts'
import { findOrganizer, isMemberAddress } from './organizers.repository.ts'
import { findPlace } from './places.repository.ts'
import type { AuthorEvent, WrittenContent } from './proposals.schemas.ts'
import { findPendingRevision } from './revisions.repository.ts'
import type { Occurrence } from './schedule.rules.ts'

/** How one says that an event is one's own: the private link's secret, or a session. */
export type Claim = { id: string; secret: string | undefined; actor: Actor }
export type Own = {
  row: EventRow
  mover: Extract<Mover, 'author' | 'trusted'>
  by: Pick<Entry, 'authorKind' | 'authorId'>
}

/**
 * Opens an event for its author: by the private link, or by the session of a member of its organizer. The link of
 * who is no longer of the organizer opens nothing. Throws `event-link-not-valid`; `event-not-found` for a session.
 */
export async function openOwn(handle: Reader | Tx, { id, secret, actor }: Claim): Promise<Own> {
  const row = await findEvent(handle, id)
  const organizer = row?.organizerId ? await findOrganizer(handle, row.organizerId) : undefined
  if (row && organizer && may(actor, 'organizer.manage', targetOf(row)))
    return {
      row,
      mover:
        (await isTrustedIn(handle, organizer, row.communeCode)) && !(await isTakenDown(handle, row))
          ? 'trusted'
          : 'author',
      by: { authorKind: 'organizer', authorId: actor?.userId ?? null },
    }
  if (secret === undefined) throw actor ? eventProblems['event-not-found']() : commonProblems['signed-out']()
  if (!row || row.secretHash !== hashSecret(secret)) throw eventProblems['event-link-not-valid']()
  if (!(await isLinkOpen(handle, row))) throw eventProblems['event-link-not-valid']()
  return { row, mover: 'author', by: { authorKind: 'author', authorId: null } }
}

const decisions = ['published', 'approved', 'declined', 'cancelled', 'restored']

/** A moderator took it out of the agenda, and none put it back since: trust in its organizer does not. */
async function isTakenDown(handle: Reader | Tx, { id, status, decidedAt }: EventRow): Promise<boolean> {
  if (status === 'published' || decidedAt === null) return false
  const latest = await findLatestEntry(handle, { eventId: id, kinds: decisions })
  return latest?.authorKind === 'staff' && (latest.kind === 'declined' || latest.kind === 'cancelled')
}

/** Does the private link still open it? Not for who left the organizer that it is of. */
export async function isLinkOpen(handle: Reader | Tx, row: EventRow): Promise<boolean> {
  return row.organizerId === null || isStillOf(handle, row, row.organizerId)
}

async function isStillOf(handle: Reader | Tx, { id }: EventRow, organizerId: string): Promise<boolean> {
  const contact = await findContact(handle, id)
  return contact?.email ? isMemberAddress(handle, { organizerId, email: contact.email }) : false
}

/** What the policy asks of an event. */
export function targetOf({ territorySiren, communeCode, organizerId }: EventRow) {
  return { territorySiren, communeCode, organizerId }
}

/** Opens an event to change it. Throws `stale-version` when it is no longer the version its author saw. */
export async function openOwnVersion(tx: Tx, claim: Claim, version: number): Promise<Own> {
  const own = await openOwn(tx, claim)
  if (own.row.version !== version) throw commonProblems['stale-version']({}, { id: claim.id })
  return own
}

/** Adds the present state to a `stale-version`, for the screen that shows both side by side. */
export async function withCurrent<T>(work: () => Promise<T>, current: () => Promise<unknown>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem && error.slug === 'stale-version')
      throw commonProblems['stale-version']({}, { current: await current() })
    throw error
  }
}

type Links = Pick<Deps, 'config' | 'clock'>

/** Content with the names and images that a screen shows beside its ids, for who may see it before it is public. */
export async function describeContent(
  handle: Reader,
  { config, clock }: Links,
  content: EventContent,
): Promise<WrittenContent> {
  const place = content.placeId ? await findPlace(handle, content.placeId) : undefined
  const commune = place && (await communeByCode({ database: { read: handle }, code: place.communeCode }))
  const { image } = content
  return {
    ...content,
    place:
      place && commune
        ? {
            id: place.id,
            name: place.name,
            address: place.address,
            commune: { code: commune.code, name: commune.name },
            lon: place.lon,
            lat: place.lat,
            positionApproximate: place.positionApproximate,
            accessibility: place.accessibility,
          }
        : null,
    image: image && {
      ...image,
      ...privateMediaUrls({ id: image.mediaId, secret: config.secret, now: clock.now() }),
    },
  }
}

const shownDates = 60
/** Kinds of entry that an author reads: what moderators say among themselves is not one. */
const authorKinds = new Set([
  'submitted',
  'published',
  'approved',
  'declined',
  'corrected',
  'question',
  'answer',
  'revised',
  'revision-accepted',
  'revision-declined',
  'revision-withdrawn',
  'date-moved',
  'date-cancelled',
  'date-restored',
  'cancelled',
  'withdrawn',
  'restored',
  'replaced',
  'image-refused',
])

function toDate(row: Occurrence): AuthorEvent['dates'][number] {
  const { recurrence, start, end, startAt, endAt, allDay, cancelled, moved, reason } = row
  return { recurrence, start, end, startAt, endAt, allDay, cancelled, moved, reason }
}

/** The author's page of an event. Throws what `openOwn` does. */
export async function readOwnEvent(
  { database, config, clock }: Pick<Deps, 'database' | 'config' | 'clock'>,
  claim: Claim,
): Promise<AuthorEvent> {
  const { read } = database
  const { row, mover } = await openOwn(read, claim)
  const [contact, revision, entries, views, followers] = await Promise.all([
    findContact(read, row.id),
    findPendingRevision(read, row.id),
    readEntries(read, row.id),
    countViews(read, row.id),
    countFollowers(read, row.id),
  ])
  const organizer = row.organizerId ? await findOrganizer(read, row.organizerId) : undefined
  const replacement = row.replacedById ? await findEvent(read, row.replacedById) : undefined
  const links = { config, clock }
  // A draft's are not written yet.
  const dates =
    row.status === 'draft'
      ? datesWithin(row.schedule, clock.now()).occurrences
      : await readOccurrences(read, row.seq)
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    path: isPublic(row) ? pathOf(row) : null,
    content: await describeContent(read, links, contentOf(row)),
    revision: revision
      ? {
          id: revision.id,
          content: await describeContent(read, links, revision.content),
          baseVersion: revision.baseVersion,
          createdAt: revision.createdAt,
        }
      : null,
    organizer: organizer
      ? { id: organizer.id, name: organizer.name, slug: organizer.slug }
      : row.organizerName
        ? { id: null, name: row.organizerName, slug: null }
        : null,
    trusted: mover === 'trusted',
    contact: contact
      ? {
          name: contact.name,
          email: contact.email,
          phone: contact.phone,
          shown: contact.shown,
          confirmed: contact.confirmedAt !== null,
        }
      : null,
    question: openQuestion(await findLatestEntry(read, { eventId: row.id, kinds: questionKinds })),
    declineReason: row.status === 'declined' ? row.declineReason : null,
    statusWords: row.statusWords,
    replacedBy: replacement
      ? { id: replacement.id, path: pathOf(replacement), title: replacement.title }
      : null,
    dates: nextDates(dates, { at: clock.now(), limit: shownDates }).map(toDate),
    may: {
      edit: row.status !== 'cancelled',
      cancel: row.status === 'published',
      withdraw: row.status === 'draft' || row.status === 'submitted' || revision !== undefined,
      publish: row.status !== 'draft' && legalMoves(row.status, mover).includes('published'),
    },
    history: entries
      .filter(({ kind }) => authorKinds.has(kind))
      .map(({ id, at, authorKind, kind, words }) => ({ id, at, author: authorKind, kind, words })),
    views,
    followers,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}

/** A question is closed by its answer, and by a decision. */
export const questionKinds = ['question', 'answer', 'approved', 'declined', 'cancelled']

export function openQuestion(latest: { kind: string; words: string | null; at: number } | undefined) {
  return latest?.kind === 'question' ? { words: latest.words ?? '', at: latest.at } : null
}
