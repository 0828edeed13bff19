import type { Tx } from '../../db/client.ts'
import { discardMedia } from '../media/media.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer } from '../platform/idempotency.ts'
import { readSettings } from './agenda-settings.repository.ts'
import { requireAllowedWords } from './allowed-words.usecases.ts'
import {
  done,
  dropRevision,
  editRate,
  requireMove,
  requireReplacement,
  type Act,
  type AuthorDeps,
  type Written,
} from './author-edits.usecases.ts'
import { removeAuthorDevices } from './author-devices.repository.ts'
import { openOwn, openOwnVersion, openQuestion, questionKinds, type Claim } from './author.usecases.ts'
import { prepareKept } from './content.usecases.ts'
import {
  contentOf,
  recordEntry,
  recordEventChange,
  requireNewEntry,
  type Entry,
} from './events-changes.usecases.ts'
import { eventProblems } from './events.problems.ts'
import { deleteDraft, deleteEventContact, findLatestEntry, type EventRow } from './events.repository.ts'
import { hasForbiddenWords } from './proposals.usecases.ts'
import type { CancelRequest } from './proposals.schemas.ts'
import { findPendingRevision } from './revisions.repository.ts'

// What an author does with the whole of an event: cancel, publish, withdraw, answer; edits of it are apart.

/** Cancels a published event, with the reason that all read. Throws `illegal-event-move`, `event-reason-needed`, `words-not-allowed`. */
export function cancelOwnEvent(
  deps: AuthorDeps,
  { request, version, write, caller, ...claim }: Act<CancelRequest>,
): Promise<Answer<Written>> {
  const { database, clock, rateLimiter } = deps
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, editRate, caller)
    const { row, mover, by } = await openOwnVersion(tx, claim, version)
    requireMove({ from: row.status, to: 'cancelled', mover, words: request.words })
    await requireNewEntry(tx, request.id)
    if (row.status !== 'published') throw eventProblems['illegal-event-move']()
    await requireAllowedWords(tx, row.territorySiren, [request.words])
    if (request.replacedById) await requireReplacement(tx, row, request.replacedById)
    const after = await recordEventChange(tx, {
      before: row,
      change: {
        status: 'cancelled',
        statusWords: request.words,
        ...(request.replacedById ? { replacedById: request.replacedById } : {}),
      },
      entries: [{ id: request.id, ...by, kind: 'cancelled', words: request.words, tell: true }],
      at: clock.now(),
    })
    await dropRevision(tx, { row, next: after, at: clock.now() })
    return done(after)
  })
}

/** A trusted organizer puts back what it cancelled, or publishes what waits. Throws `illegal-event-move`. */
export function publishOwnEvent(
  deps: AuthorDeps,
  { request, version, write, caller, ...claim }: Act<{ id: string }>,
): Promise<Answer<Written>> {
  const { database, clock, rateLimiter } = deps
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, editRate, caller)
    const own = await openOwnVersion(tx, claim, version)
    const { row, mover, by } = own
    requireMove({ from: row.status, to: 'published', mover })
    await requireNewEntry(tx, request.id)
    const { forbiddenWords } = await readSettings(tx, row.territorySiren)
    const prepared = await prepareKept({ ...deps, handle: tx }, contentOf(row))
    // Its words wait for a person, whoever says them.
    if (hasForbiddenWords(prepared, forbiddenWords)) throw eventProblems['illegal-event-move']()
    const after = await recordEventChange(tx, {
      before: row,
      change: { status: 'published', statusWords: null, declineReason: null },
      entries: [
        {
          id: request.id,
          ...by,
          kind: row.status === 'cancelled' ? 'restored' : 'published',
          tell: true,
        },
      ],
      at: clock.now(),
    })
    return done(after)
  })
}

/**
 * Takes back what nobody decided yet: a draft is erased, one that waits is out of sight for good, an edit that waits
 * is dropped and the published version stays. Answers null once it is erased. Throws `illegal-event-move`.
 */
export function withdrawOwnEvent(
  deps: AuthorDeps,
  { request, version, write, caller, ...claim }: Act<{ id: string }>,
): Promise<Answer<Written | null>> {
  const { database, clock, rateLimiter } = deps
  return writeOnce<Written | null>({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, editRate, caller)
    const { row, mover, by } = await openOwnVersion(tx, claim, version)
    await requireNewEntry(tx, request.id)
    const at = clock.now()
    if (row.status === 'draft') {
      await eraseDraft(tx, row)
      return { status: 204, body: null }
    }
    const waiting = await findPendingRevision(tx, row.id)
    if (row.status === 'published' && waiting) {
      await dropRevision(tx, { row, next: row, at })
      const entries: Entry[] = [{ id: request.id, ...by, kind: 'revision-withdrawn', tell: false }]
      return done(await recordEventChange(tx, { before: row, entries, at }))
    }
    if (row.status === 'published') throw eventProblems['illegal-event-move']()
    requireMove({ from: row.status, to: 'cancelled', mover })
    const after = await recordEventChange(tx, {
      before: row,
      change: { status: 'cancelled' },
      entries: [{ id: request.id, ...by, kind: 'withdrawn', tell: false }],
      at,
    })
    return done(after)
  })
}

/** Erases a draft with its image. */
export async function eraseDraft(tx: Tx, row: EventRow): Promise<void> {
  if (row.imageId) await discardMedia(tx, { ids: [row.imageId] })
  await deleteDraft(tx, row)
}

/** Answers a moderator's question, without an account. Throws `no-question`. */
export function answerQuestion(
  deps: AuthorDeps,
  { request, write, caller, ...claim }: Omit<Act<{ id: string; words: string }>, 'version'>,
): Promise<Answer<Written>> {
  const { database, clock, rateLimiter } = deps
  return writeOnce({ database, clock, write }, async (tx) => {
    await rateLimiter.spend(tx, editRate, caller)
    const { row, by } = await openOwn(tx, claim)
    await requireNewEntry(tx, request.id)
    const latest = await findLatestEntry(tx, { eventId: row.id, kinds: questionKinds })
    if (!openQuestion(latest)) throw eventProblems['no-question']()
    const entry: Entry = { id: request.id, ...by, kind: 'answer', words: request.words, tell: true }
    await recordEntry(tx, { event: row, entry, at: clock.now() })
    return done(row)
  })
}

/** Erases how to reach the author; the event stays. Doing it again changes nothing. */
export async function eraseOwnContact({ database }: Pick<Deps, 'database'>, claim: Claim): Promise<void> {
  const { row } = await openOwn(database.read, claim)
  await database.write(async (tx) => {
    await deleteEventContact(tx, row.id)
    await removeAuthorDevices(tx, row.id)
  })
}
