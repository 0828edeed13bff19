import type { Tx } from '../../db/client.ts'
import type { EventContent } from '../../db/schema/index.ts'
import { discardMedia } from '../media/media.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import type { Caller, RateRule } from '../platform/rate-limits.ts'
import type { Directory } from '../territory/territory.usecases.ts'
import { readSettings } from './agenda-settings.repository.ts'
import { requireAllowedWords } from './allowed-words.usecases.ts'
import { openOwn, openOwnVersion, type Claim, type Own } from './author.usecases.ts'
import { prepareContent, prepareKept, recordPlace, type Prepared } from './content.usecases.ts'
import {
  attachImage,
  contentOf,
  recordEventChange,
  requireNewEntry,
  type Entry,
  type EventChange,
} from './events-changes.usecases.ts'
import { eventProblems } from './events.problems.ts'
import { findEvent, updateContact, type EventRow } from './events.repository.ts'
import { isPublic, refuseMove, type Status } from './events.rules.ts'
import { isTrustedIn } from './moderation-scope.usecases.ts'
import { findOrganizer } from './organizers.repository.ts'
import { hasForbiddenWords } from './proposals.usecases.ts'
import type { AuthorEdit } from './proposals.schemas.ts'
import { endRevision, findPendingRevision, insertRevision, rewriteRevision } from './revisions.repository.ts'

export type AuthorDeps = Pick<Deps, 'database' | 'clock' | 'ids' | 'config' | 'rateLimiter'> & {
  directory: Directory
}
export type Act<T> = Claim & { version: number; request: T; write: WriteKey; caller: Caller }
/** The answer kept for a repeated write: the event itself is read again, with no personal data in the kept row. */
export type Written = { id: string; version: number }

export const editRate: RateRule = {
  name: 'event-edit',
  windowSeconds: 3600,
  perDevice: 200,
  perAddress: 2000,
}

/** Each is told to all who follow an event: a season cancelled date by date, and not one message after another. */
const toldRate: RateRule = { name: 'event-told', windowSeconds: 86_400, perDevice: 40, perAddress: 40 }
/** Each edit that begins to wait is written to the moderators; what replaces it meanwhile is not. */
const waitingRate: RateRule = { name: 'event-waiting', windowSeconds: 86_400, perDevice: 20, perAddress: 20 }
const ofEvent = ({ id }: Pick<EventRow, 'id'>): Caller => ({ address: `event:${id}`, device: null })

export const done = ({ id, version }: Pick<EventRow, 'id' | 'version'>): Answer<Written> => ({
  status: 200,
  body: { id, version },
})

/**
 * Edits an event: at once for a trusted organizer (unless a word is forbidden) and for what nobody has seen yet; else
 * the edit waits as a revision while the published version stays up. A declined event that is corrected is submitted
 * again. Throws what `openOwn` and `prepareContent` do, `stale-version`, `illegal-event-move` for a cancelled one,
 * `unknown-replacement`, `photo-not-found`, `event-entry-exists`, `words-not-allowed`.
 */
export async function editOwnEvent(
  deps: AuthorDeps,
  { request, version, write, caller, ...claim }: Act<AuthorEdit>,
): Promise<Answer<Written>> {
  const { database, clock, rateLimiter } = deps
  const { row } = await openOwn(database.read, claim)
  const prepared = request.content
    ? await prepareContent(deps, { territorySiren: row.territorySiren, request: request.content })
    : undefined
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, editRate, caller)
    const own = await openOwnVersion(tx, claim, version)
    if (own.row.status === 'cancelled' && prepared) throw eventProblems['illegal-event-move']()
    await requireNewEntry(tx, request.id)
    await writeContact(tx, own.row, request)
    const { organizerName, ...change } = await changeOf(tx, own.row, request)
    const waits = await nameThatWaits(tx, own, { request, organizerName })
    const written = waits ? await withName(tx, deps, own, { prepared, name: waits }) : prepared
    const all = { ...change, ...(organizerName && !waits ? { organizerName } : {}) }
    if (!written) return done(await changeOnly(tx, deps, own, { change: all, request }))
    return done(
      await edit(tx, deps, own, { entryId: request.id, kind: 'revised', prepared: written, change: all }),
    )
  })
}

/**
 * Under whose name a published event is announced is for a person to look at, as its words are: anyone could take a
 * town hall's. Null when none waits.
 */
async function nameThatWaits(
  tx: Tx,
  { row }: Own,
  { request, organizerName }: { request: AuthorEdit; organizerName: string | null | undefined },
): Promise<string | null> {
  if (row.status !== 'published' || row.organizerId) return null
  if (request.organizerName)
    return organizerName && organizerName !== row.organizerName ? organizerName : null
  return (await findPendingRevision(tx, row.id))?.content.organizerName ?? null
}

async function withName(
  tx: Tx,
  deps: AuthorDeps,
  { row }: Own,
  { prepared, name }: { prepared: Prepared | undefined; name: string },
): Promise<Prepared> {
  const written = prepared ?? (await prepareKept({ ...deps, handle: tx }, await latestContent(tx, row)))
  return { ...written, content: { ...written.content, organizerName: name } }
}

async function writeContact(tx: Tx, row: EventRow, { contact }: AuthorEdit): Promise<void> {
  if (!contact) return
  const { id } = row
  const { name, phone, shown } = contact
  if (shown && row.status === 'published') await requireAllowedWords(tx, row.territorySiren, [name])
  await updateContact(tx, id, { name: name || null, phone: phone || null, shown })
}

async function changeOf(tx: Tx, row: EventRow, request: AuthorEdit): Promise<EventChange> {
  const { organizerName, replacedById } = request
  if (replacedById) await requireReplacement(tx, row, replacedById)
  return {
    ...(organizerName && !row.organizerId ? { organizerName } : {}),
    ...(replacedById === undefined ? {} : { replacedById }),
  }
}

export async function requireReplacement(tx: Tx, row: EventRow, id: string): Promise<void> {
  const other = await findEvent(tx, id)
  if (!other || other.id === row.id || other.territorySiren !== row.territorySiren || !isPublic(other))
    throw eventProblems['unknown-replacement']()
}

async function changeOnly(
  tx: Tx,
  { clock, rateLimiter }: Pick<AuthorDeps, 'clock' | 'rateLimiter'>,
  { row, by }: Own,
  { change, request }: { change: EventChange; request: AuthorEdit },
): Promise<EventRow> {
  const replaced = change.replacedById === row.replacedById ? null : change.replacedById
  if (replaced) await rateLimiter.spend(tx, toldRate, ofEvent(row))
  const entries: Entry[] = replaced
    ? [{ id: request.id, ...by, kind: 'replaced', data: { replacedById: replaced }, tell: true }]
    : []
  return recordEventChange(tx, { before: row, change, entries, at: clock.now() })
}

/** Whether an edit is seen by all at once. */
async function isAtOnce(tx: Tx, { row, mover }: Own, prepared: Prepared): Promise<boolean> {
  if (row.status !== 'published') return true
  if (mover !== 'trusted') return false
  const organizer = row.organizerId ? await findOrganizer(tx, row.organizerId) : undefined
  // Moved to another commune, it is for that commune's people to see.
  if (!organizer || !(await isTrustedIn(tx, organizer, prepared.content.communeCode))) return false
  const { forbiddenWords } = await readSettings(tx, row.territorySiren)
  return !hasForbiddenWords(prepared, forbiddenWords)
}

type Edit = {
  entryId: string
  kind: string
  prepared: Prepared
  change?: EventChange
  words?: string | null
  data?: Record<string, unknown>
}

/** Writes an edit where it belongs: on the event, or on the revision that waits. */
async function edit(
  tx: Tx,
  { clock, ids, rateLimiter }: Pick<AuthorDeps, 'clock' | 'ids' | 'rateLimiter'>,
  own: Own,
  { entryId, kind, prepared, change = {}, words = null, data = {} }: Edit,
): Promise<EventRow> {
  const { row, by } = own
  const at = clock.now()
  const entry = { id: entryId, ...by, kind, words, data }
  if (!(await isAtOnce(tx, own, prepared))) {
    const waited = (await findPendingRevision(tx, row.id)) !== undefined
    if (!waited) await rateLimiter.spend(tx, waitingRate, ofEvent(row))
    const revisionId = await keepRevision(tx, { ids, at, row, prepared })
    // A version of its own: what moderators and the author's other screen saw is no longer what waits.
    return recordEventChange(tx, {
      before: row,
      change,
      entries: [{ ...entry, kind: 'revised', data: { ...data, revisionId }, tell: !waited }],
      at,
    })
  }
  const again = row.status === 'declined'
  const after = await recordEventChange(tx, {
    before: row,
    change: again ? { ...change, status: 'submitted', declineReason: null, statusWords: null } : change,
    prepared,
    // A draft has no history yet; one that waits for its first decision is simply what it now is.
    entries:
      row.status === 'draft'
        ? []
        : [
            {
              ...entry,
              kind: again ? 'submitted' : kind,
              tell: again || row.status === 'published',
            },
          ],
    at,
  })
  await dropRevision(tx, { row, next: after, at })
  return after
}

async function keepRevision(
  tx: Tx,
  { ids, at, row, prepared }: { ids: Deps['ids']; at: number; row: EventRow; prepared: Prepared },
): Promise<string> {
  const waiting = await findPendingRevision(tx, row.id)
  const image = waiting?.content.image?.mediaId ?? null
  await recordPlace(tx, prepared)
  const next = prepared.content.image?.mediaId ?? null
  if (next !== image) await attachImage(tx, prepared, row.imageId)
  if (image && image !== next && image !== row.imageId) await discardMedia(tx, { ids: [image] })
  const written = { content: prepared.content, baseVersion: row.version }
  if (waiting) {
    await rewriteRevision(tx, waiting.id, written)
    return waiting.id
  }
  const id = ids.next()
  await insertRevision(tx, { id, eventId: row.id, state: 'pending', ...written, createdAt: at })
  return id
}

/** A trusted edit overtakes the one that waited. */
export async function dropRevision(tx: Tx, { row, next, at }: { row: EventRow; next: EventRow; at: number }) {
  const waiting = await findPendingRevision(tx, row.id)
  if (!waiting) return
  await endRevision(tx, waiting.id, { state: 'withdrawn', at })
  const image = waiting.content.image?.mediaId
  if (image && image !== next.imageId && image !== row.imageId) await discardMedia(tx, { ids: [image] })
}

/** The content that an author goes on from: the edit that waits, else the event as it is. */
async function latestContent(tx: Tx, row: EventRow): Promise<EventContent> {
  return (await findPendingRevision(tx, row.id))?.content ?? contentOf(row)
}

/**
 * Writes another schedule, made from the one that its author sees. A cancelled date is news that can't wait: it is
 * told at once whoever the author is; a moved one is an edit like another. `edited` answers null for no such date.
 * Throws `unknown-date`, `words-not-allowed`.
 */
export async function rescheduleOwn(
  deps: AuthorDeps,
  {
    version,
    write,
    caller,
    request,
    edited,
    kind,
    words = null,
    urgent,
    ...claim
  }: Act<{ id: string }> & {
    edited: (schedule: EventContent['schedule']) => EventContent['schedule'] | null
    kind: string
    words?: string | null
    urgent: boolean
    data?: Record<string, unknown>
  },
): Promise<Answer<Written>> {
  const { database, clock, rateLimiter } = deps
  const { data = {} } = claim
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, editRate, caller)
    const own = await openOwnVersion(tx, claim, version)
    if (own.row.status === 'cancelled') throw eventProblems['illegal-event-move']()
    await requireNewEntry(tx, request.id)
    // What is told at once is looked at by nobody before.
    if (urgent) await requireAllowedWords(tx, own.row.territorySiren, [words])
    if (urgent && own.row.status === 'published') await rateLimiter.spend(tx, toldRate, ofEvent(own.row))
    const seen = urgent ? contentOf(own.row) : await latestContent(tx, own.row)
    const schedule = edited(seen.schedule)
    if (!schedule) throw eventProblems['unknown-date']()
    const prepared = await prepareKept({ ...deps, handle: tx }, { ...seen, schedule })
    const written = { entryId: request.id, kind, prepared, words, data }
    if (!urgent) return done(await edit(tx, deps, own, written))
    const waiting = await findPendingRevision(tx, own.row.id)
    const waitingSchedule = waiting && edited(waiting.content.schedule)
    if (waiting && waitingSchedule)
      await rewriteRevision(tx, waiting.id, {
        content: { ...waiting.content, schedule: waitingSchedule },
        baseVersion: waiting.baseVersion,
      })
    const after = await recordEventChange(tx, {
      before: own.row,
      prepared,
      entries:
        own.row.status === 'draft'
          ? []
          : [
              {
                id: request.id,
                ...own.by,
                kind,
                words,
                data,
                tell: own.row.status === 'published',
              },
            ],
      at: clock.now(),
    })
    return done(after)
  })
}

/** Throws `illegal-event-move`, `event-reason-needed`. */
export function requireMove(move: Parameters<typeof refuseMove>[0] & { to: Status }): void {
  const refusal = refuseMove(move)
  if (refusal) throw eventProblems[refusal]()
}
