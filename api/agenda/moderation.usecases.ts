import type { Reader, Tx } from '../../db/client.ts'
import type { EventDeclineReason } from '../../db/schema/index.ts'
import { discardMedia } from '../media/media.usecases.ts'
import { recordAudit } from '../platform/audit.ts'
import type { Deps } from '../platform/http.ts'
import { writeOnce, type Answer, type WriteKey } from '../platform/idempotency.ts'
import { authorize, may, type Actor } from '../platform/policy.ts'
import { commonProblems } from '../platform/problems.ts'
import type { Directory } from '../territory/territory.usecases.ts'
import { requireMove, type Written } from './author-edits.usecases.ts'
import type { EventContentRequest } from './content.schemas.ts'
import { prepareContent, prepareKept } from './content.usecases.ts'
import {
  recordEventChange,
  requireNewEntry,
  type Entry,
  type EventChange,
} from './events-changes.usecases.ts'
import { eventProblems } from './events.problems.ts'
import { queueTarget } from './moderation-scope.usecases.ts'
import { findEvent, findFlag, settleFlags, type EventRow } from './events.repository.ts'
import { findOrganizer, updateOrganizer } from './organizers.repository.ts'
import { approvePlace } from './places.repository.ts'
import { endRevision, findPendingRevision } from './revisions.repository.ts'

export type ModerationDeps = Pick<Deps, 'database' | 'clock' | 'ids'> & { directory: Directory }

/**
 * One act of a moderator on one event: `entryId` is that of its entry in the history, made by the client; `version`
 * the one they saw. Every act throws `event-not-found` outside the actor's queue, `stale-version`,
 * `event-entry-exists`.
 */
export type ModeratorAct<T = object> = {
  actor: Actor
  id: string
  version: number
  entryId: string
  write: WriteKey
} & T

/** Opens an event for a moderator. A draft is nobody's yet. Throws `event-not-found`, as if it did not exist. */
export async function openModerated(handle: Reader | Tx, actor: Actor, id: string): Promise<EventRow> {
  const row = await findEvent(handle, id)
  if (!row || row.status === 'draft') throw eventProblems['event-not-found']()
  if (!may(actor, 'event.moderate', await queueTarget(handle, row))) throw eventProblems['event-not-found']()
  return row
}

type Decision = {
  kind: string
  change?: EventChange
  words?: string | null
  data?: Record<string, unknown>
  tell: boolean
}

/** Opens the event at the version the moderator saw, lets `decide` say what becomes of it, and writes that. */
function act(
  { database, clock }: ModerationDeps,
  { actor, id, version, entryId, write }: ModeratorAct,
  decide: (tx: Tx, row: EventRow, entry: (decision: Decision) => Entry) => Promise<EventRow>,
): Promise<Answer<Written>> {
  return writeOnce({ database, clock, write }, async (tx) => {
    const row = await openModerated(tx, actor, id)
    if (row.version !== version) throw commonProblems['stale-version']({}, { id })
    await requireNewEntry(tx, entryId)
    const after = await decide(tx, row, ({ kind, words = null, data = {}, tell }) => ({
      id: entryId,
      authorKind: 'staff',
      authorId: actor?.userId ?? null,
      kind,
      words,
      data,
      tell,
    }))
    return { status: 200, body: { id: after.id, version: after.version } }
  })
}

/**
 * Publishes what waits, what was declined or cancelled. Its place is offered to others from now on, and its image is
 * shown: the moderator has seen both. Throws `illegal-event-move`.
 */
export function approve(deps: ModerationDeps, given: ModeratorAct): Promise<Answer<Written>> {
  return act(deps, given, async (tx, row, entry) => {
    requireMove({ from: row.status, to: 'published', mover: 'moderator' })
    if (row.placeId) await approvePlace(tx, row.placeId)
    const at = deps.clock.now()
    return recordEventChange(tx, {
      before: row,
      change: {
        status: 'published',
        imageChecked: true,
        decidedAt: at,
        declineReason: null,
        statusWords: null,
      },
      entries: [entry({ kind: row.status === 'cancelled' ? 'restored' : 'approved', tell: true })],
      at,
    })
  })
}

/** Declines what waits, or takes a published event out of sight; its author reads why. Throws `illegal-event-move`, `event-reason-needed`. */
export function decline(
  deps: ModerationDeps,
  given: ModeratorAct<{ reason: EventDeclineReason; words: string }>,
): Promise<Answer<Written>> {
  return act(deps, given, async (tx, row, entry) => {
    const { reason, words } = given
    requireMove({ from: row.status, to: 'declined', mover: 'moderator', words })
    const at = deps.clock.now()
    const after = await recordEventChange(tx, {
      before: row,
      change: { status: 'declined', declineReason: reason, statusWords: words, decidedAt: at },
      // Under the name it had: its author may have written another before those who follow it are told.
      entries: [entry({ kind: 'declined', words, data: { reason, title: row.title }, tell: true })],
      at,
    })
    await settleFlags(tx, row.id, at)
    return after
  })
}

/** Asks the author, who answers by the link of a mail, without an account. The event waits as it did. */
export function ask(deps: ModerationDeps, given: ModeratorAct<{ words: string }>): Promise<Answer<Written>> {
  return act(deps, given, (tx, row, entry) =>
    recordEventChange(tx, {
      before: row,
      entries: [entry({ kind: 'question', words: given.words, tell: true })],
      at: deps.clock.now(),
    }),
  )
}

/**
 * Writes other content, at once: those who follow a published event are told of what concerns them. Throws also what
 * `prepareContent` does, `photo-not-found`, `illegal-event-move` for a cancelled event.
 */
export async function correct(
  deps: ModerationDeps,
  given: ModeratorAct<{ content: EventContentRequest; words?: string | undefined }>,
): Promise<Answer<Written>> {
  const { territorySiren } = await openModerated(deps.database.read, given.actor, given.id)
  const prepared = await prepareContent(deps, { territorySiren, request: given.content })
  return act(deps, given, async (tx, row, entry) => {
    if (row.status === 'cancelled') throw eventProblems['illegal-event-move']()
    return recordEventChange(tx, {
      before: row,
      prepared,
      // An image that a moderator put there was looked at.
      change: prepared.uploadToken ? { imageChecked: true } : {},
      entries: [
        entry({
          kind: 'corrected',
          words: given.words ?? null,
          tell: true,
        }),
      ],
      at: deps.clock.now(),
    })
  })
}

/** The edit that waits takes the place of the published version. Throws `no-revision`. */
export function acceptRevision(deps: ModerationDeps, given: ModeratorAct): Promise<Answer<Written>> {
  return act(deps, given, async (tx, row, entry) => {
    const waiting = await findPendingRevision(tx, row.id)
    if (!waiting) throw eventProblems['no-revision']()
    const at = deps.clock.now()
    const prepared = await prepareKept({ ...deps, handle: tx }, waiting.content)
    await endRevision(tx, waiting.id, { state: 'accepted', at })
    if (prepared.content.placeId) await approvePlace(tx, prepared.content.placeId)
    return recordEventChange(tx, {
      before: row,
      prepared,
      change: { imageChecked: true, decidedAt: at },
      entries: [
        entry({
          kind: 'revision-accepted',
          data: { revisionId: waiting.id },
          tell: true,
        }),
      ],
      at,
    })
  })
}

/** The published version stays; the author reads why. Throws `no-revision`, `event-reason-needed`. */
export function declineRevision(
  deps: ModerationDeps,
  given: ModeratorAct<{ words: string }>,
): Promise<Answer<Written>> {
  return act(deps, given, async (tx, row, entry) => {
    const waiting = await findPendingRevision(tx, row.id)
    if (!waiting) throw eventProblems['no-revision']()
    if (!given.words.trim()) throw eventProblems['event-reason-needed']()
    const at = deps.clock.now()
    await endRevision(tx, waiting.id, { state: 'declined', at })
    const image = waiting.content.image?.mediaId
    if (image && image !== row.imageId) await discardMedia(tx, { ids: [image] })
    return recordEventChange(tx, {
      before: row,
      entries: [
        entry({
          kind: 'revision-declined',
          words: given.words,
          data: { revisionId: waiting.id },
          tell: true,
        }),
      ],
      at,
    })
  })
}

/** Cancels a published event, in sight, with the reason that all read. Throws `illegal-event-move`, `event-reason-needed`. */
export function cancel(
  deps: ModerationDeps,
  given: ModeratorAct<{ words: string }>,
): Promise<Answer<Written>> {
  return act(deps, given, async (tx, row, entry) => {
    requireMove({ from: row.status, to: 'cancelled', mover: 'moderator', words: given.words })
    const at = deps.clock.now()
    return recordEventChange(tx, {
      before: row,
      change: { status: 'cancelled', statusWords: given.words, decidedAt: at },
      entries: [entry({ kind: 'cancelled', words: given.words, tell: true })],
      at,
    })
  })
}

/** A person looked at the image: it is shown, or it is erased and its author told. Without an image nothing changes. */
export function checkImage(
  deps: ModerationDeps,
  given: ModeratorAct<{ allowed: boolean; words?: string | undefined }>,
): Promise<Answer<Written>> {
  return act(deps, given, async (tx, row, entry) => {
    const at = deps.clock.now()
    if (!row.imageId) return row
    if (given.allowed)
      return recordEventChange(tx, {
        before: row,
        change: { imageChecked: true },
        entries: [entry({ kind: 'image-checked', tell: false })],
        at,
      })
    await discardMedia(tx, { ids: [row.imageId] })
    return recordEventChange(tx, {
      before: row,
      change: { imageId: null, imageDescription: null, imageCredit: null, imageChecked: false },
      entries: [entry({ kind: 'image-refused', words: given.words ?? null, tell: true })],
      at,
    })
  })
}

/**
 * A reader's word was looked at and the event stays as it is: to decline it is `decline`, which settles every flag.
 * Settling again changes nothing. Throws `event-not-found` for a flag that is not of this event of the actor's queue.
 */
export function settleFlag(
  { database, clock, ids }: ModerationDeps,
  { actor, id, flagId, words }: { actor: Actor; id: string; flagId: string; words?: string | undefined },
): Promise<void> {
  return database.write(async (tx) => {
    const flag = await findFlag(tx, flagId)
    if (flag?.eventId !== id) throw eventProblems['event-not-found']()
    const row = await openModerated(tx, actor, flag.eventId)
    if (flag.settledAt !== null) return
    const at = clock.now()
    await settleFlags(tx, row.id, at, flagId)
    await recordEventChange(tx, {
      before: row,
      entries: [
        {
          id: ids.next(),
          authorKind: 'staff',
          authorId: actor?.userId ?? null,
          kind: 'flag-settled',
          words: words ?? null,
          data: { flagId },
          tell: false,
        },
      ],
      at,
    })
  })
}

/**
 * Lets an organizer publish without waiting, or takes that back. Throws `organizer-not-found`, `forbidden` beyond the
 * actor's scope, `stale-version`.
 */
export function trust(
  { database, clock, ids }: ModerationDeps,
  {
    actor,
    organizerId,
    trusted,
    version,
  }: {
    actor: Actor
    organizerId: string
    trusted: boolean
    version: number
  },
): Promise<{ id: string; trusted: boolean; version: number }> {
  return database.write(async (tx) => {
    const row = await findOrganizer(tx, organizerId)
    if (!row) throw eventProblems['organizer-not-found']()
    authorize(actor, 'event.moderate', await queueTarget(tx, row))
    if (row.version !== version)
      throw commonProblems['stale-version']({}, { current: { trusted: row.trusted, version: row.version } })
    if (row.trusted === trusted) return { id: row.id, trusted, version }
    const after = await updateOrganizer(tx, row.id, { trusted })
    await recordAudit(tx, {
      id: ids.next(),
      territorySiren: row.territorySiren,
      at: clock.now(),
      userId: actor?.userId ?? null,
      action: trusted ? 'organizer.trusted' : 'organizer.trust-ended',
      subject: row.id,
      change: { trusted },
    })
    return { id: row.id, trusted, version: after.version }
  })
}
