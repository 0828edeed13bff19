import type { Reader, Tx } from '../../db/client.ts'
import type { Deps } from '../platform/http.ts'
import { hashSecret } from '../platform/ids.ts'
import { recordPlace, type Prepared } from './content.usecases.ts'
import { contentOf, recordEvent, recordEventChange, type Entry } from './events-changes.usecases.ts'
import { findEvent, type EventRow } from './events.repository.ts'
import { forbiddenWordsIn, isPublic, sameKeyOf } from './events.rules.ts'
import { authorSecret } from './events.secrets.ts'
import type { ImportedEvent } from './import-draft.ts'
import {
  findItem,
  findLastHand,
  findSame,
  insertItem,
  resumedKind,
  updateItem,
  type ItemRow,
  type KnownItem,
  type SourceRow,
} from './imports.repository.ts'
import type { OrganizerRow } from './organizers.repository.ts'
import { hasForbiddenWords } from './proposals.usecases.ts'
import { findPendingRevision, insertRevision, rewriteRevision } from './revisions.repository.ts'

/** On whose behalf events come in, and what that allows. */
export type Terms = {
  source: SourceRow
  organizer: OrganizerRow | null
  /** Whether what happens in a commune (null: online, or elsewhere) is published without waiting. */
  trusts: (communeCode: string | null) => boolean
  /** Whether what the source brought in a commune is for who brings it now to change. */
  owns: (communeCode: string | null) => boolean
  forbiddenWords: readonly string[]
}

/**
 * What becomes of one event of a source: `waiting`: an edit of a published event that a moderator will see; `known`:
 * it came by another way before, and stays as that way has it; `held`: a person changed it here, or it is of a commune
 * that is not theirs who bring it, and it stays as it is; `skipped`: cancelled before anyone here heard of it.
 */
export const outcomes = [
  'created',
  'updated',
  'waiting',
  'unchanged',
  'known',
  'held',
  'cancelled',
  'restored',
  'withdrawn',
  'past',
  'skipped',
  'declined',
  'refused',
] as const
export type Outcome = (typeof outcomes)[number]

export type Given = { event: ImportedEvent; prepared: Prepared; hash: string }
type Decision =
  | { outcome: 'created' | 'skipped' }
  | { outcome: 'known'; twinId: string | null }
  | {
      outcome: Exclude<Outcome, 'created' | 'skipped' | 'known' | 'past' | 'refused' | 'withdrawn'>
      before: EventRow
    }
type ApplyDeps = Pick<Deps, 'ids' | 'config'>

/** What is to become of an event, as things stand. Reads only: the preview says it, and the import does it. */
export async function decide(handle: Reader | Tx, terms: Terms, given: Given): Promise<Decision> {
  const { event } = given
  const item = await findItem(handle, { sourceId: terms.source.id, uid: event.uid })
  if (item && !item.owned) return { outcome: 'known', twinId: null }
  const before = item && (await findEvent(handle, item.eventId))
  if (before) return decideAgain(handle, terms, given, { item, before })
  if (event.cancelled) return { outcome: 'skipped' }
  const twinId = await findTwin(handle, terms, given)
  return twinId === null ? { outcome: 'created' } : { outcome: 'known', twinId }
}

async function decideAgain(
  handle: Reader | Tx,
  terms: Terms,
  { event, prepared, hash }: Given,
  { item, before }: { item: ItemRow; before: EventRow },
): Promise<Decision> {
  if (before.status === 'declined') return { outcome: 'declined', before }
  const cancelled = before.status === 'cancelled'
  if (event.cancelled === cancelled && item.contentHash === hash) return { outcome: 'unchanged', before }
  if (!terms.owns(before.communeCode) || (await isHeld(handle, before.id))) return { outcome: 'held', before }
  if (event.cancelled) return { outcome: cancelled ? 'unchanged' : 'cancelled', before }
  if (cancelled) return { outcome: 'restored', before }
  const atOnce = before.status !== 'published' || mayPublish(terms, { event, prepared })
  return { outcome: atOnce ? 'updated' : 'waiting', before }
}

/** A person changed it here since its source last had its way. */
export async function isHeld(handle: Reader | Tx, eventId: string): Promise<boolean> {
  const hand = await findLastHand(handle, eventId)
  return hand !== undefined && hand !== resumedKind
}

/** Who organizes an event, as readers see it, when that is no account's. */
const organizerNamed = ({ organizer, source }: Terms, event: ImportedEvent) =>
  organizer ? null : (event.organizerName ?? source.name)

function mayPublish(terms: Terms, { event, prepared }: Pick<Given, 'event' | 'prepared'>): boolean {
  return (
    terms.trusts(prepared.content.communeCode) &&
    !hasForbiddenWords(prepared, terms.forbiddenWords, organizerNamed(terms, event))
  )
}

const kmADegree = 111.2
/** Two positions this near are one place with two names. */
const nearKm = 0.3

/**
 * The event that came by another way: same title, same beginning, same place or one as near as can be told. What nobody
 * published keeps nothing out of sight that is published without waiting: anyone could send it beforehand.
 */
async function findTwin(
  handle: Reader | Tx,
  terms: Terms,
  { event, prepared }: Given,
): Promise<string | null> {
  const { content, place } = prepared
  const { territorySiren } = terms.source
  const found = await findSame(handle, { territorySiren, sameKey: sameKeyOf(content) })
  const [first] = content.schedule.spans
  const waits = !mayPublish(terms, { event, prepared })
  const twin = found.find((other) => {
    if (!isPublic(other) && !(waits && other.status === 'submitted')) return false
    if (other.schedule.spans[0]?.start !== first?.start) return false
    if (other.placeId === content.placeId && content.placeId !== null) return true
    if (other.communeCode !== content.communeCode) return false
    const row = place?.row
    // Online, or in the middle of the same commune because nobody said where.
    if (!row || other.lon === null || other.lat === null || row.positionApproximate || other.approximate)
      return true
    const east = (row.lon - other.lon) * kmADegree * Math.cos((row.lat * Math.PI) / 180)
    return Math.hypot(east, (row.lat - other.lat) * kmADegree) <= nearKm
  })
  return twin?.id ?? null
}

/** What was done of one event; `waits`: a moderator has it to look at. */
export type Applied = { outcome: Outcome; eventId: string | null; title: string; waits: boolean }

/** Does what `decide` says, in the caller's transaction. */
export async function applyEvent(
  tx: Tx,
  deps: ApplyDeps,
  { terms, given, at, tellModerators }: { terms: Terms; given: Given; at: number; tellModerators: boolean },
): Promise<Applied> {
  const { event, prepared, hash } = given
  const key = { sourceId: terms.source.id, uid: event.uid }
  const decision = await decide(tx, terms, given)
  const { outcome } = decision
  const done = (eventId: string | null, waits = false): Applied => ({
    outcome,
    eventId,
    title: event.title,
    waits,
  })
  if ('twinId' in decision) {
    if (decision.twinId)
      await insertItem(tx, { ...key, eventId: decision.twinId, owned: false, contentHash: hash, seenAt: at })
    return done(decision.twinId)
  }
  if (!('before' in decision)) {
    if (outcome === 'skipped') return done(null)
    const { id, status } = await create(tx, deps, { terms, given, at, tellModerators })
    return done(id, status === 'submitted')
  }
  const { before } = decision
  if (outcome === 'unchanged' || outcome === 'held' || outcome === 'declined') return done(before.id)
  const change = { tx, deps, terms, before, at }
  // A source brings no image: the one put here by a person stays.
  const content = { ...prepared, content: { ...prepared.content, image: contentOf(before).image } }
  if (outcome === 'cancelled') await cancelBySource(change, cancelWordsOf(terms, event))
  if (outcome === 'restored') await restore(change, { event, prepared: content })
  if (outcome === 'updated')
    await recordEventChange(tx, {
      before,
      prepared: content,
      change: { sourceUrl: event.sourceUrl },
      entries: [entryOf(change, 'revised', null, isPublic(before))],
      at,
    })
  if (outcome === 'waiting') await propose(change, content)
  await updateItem(tx, key, { contentHash: hash, seenAt: at })
  return done(before.id, outcome === 'waiting')
}

async function create(
  tx: Tx,
  { ids, config }: ApplyDeps,
  { terms, given, at, tellModerators }: { terms: Terms; given: Given; at: number; tellModerators: boolean },
): Promise<EventRow> {
  const { source, organizer } = terms
  const { event, prepared, hash } = given
  const id = ids.next()
  const published = mayPublish(terms, { event, prepared })
  const written = await recordEvent(tx, {
    event: {
      id,
      territorySiren: source.territorySiren,
      organizerId: organizer?.id ?? null,
      organizerName: organizerNamed(terms, event),
      status: published ? 'published' : 'submitted',
      secretHash: hashSecret(authorSecret(config.secret, id)),
      locale: 'fr',
      origin: source.kind,
      sourceId: source.id,
      sourceUid: event.uid,
      sourceUrl: event.sourceUrl,
      submittedAt: at,
    },
    prepared,
    organizer: organizer?.name ?? null,
    entry: {
      id: ids.next(),
      authorKind: 'source',
      authorId: source.id,
      kind: published ? 'published' : 'submitted',
      tell: !published && tellModerators,
    },
    at,
  })
  await insertItem(tx, {
    sourceId: source.id,
    uid: event.uid,
    eventId: id,
    owned: true,
    contentHash: hash,
    seenAt: at,
  })
  return written
}

type Change = { tx: Tx; deps: ApplyDeps; terms: Terms; before: EventRow; at: number }

function entryOf({ deps, terms }: Change, kind: string, words: string | null, tell: boolean): Entry {
  return { id: deps.ids.next(), authorKind: 'source', authorId: terms.source.id, kind, words, tell }
}

/** Told at once: a reason with a word that the territory refuses is left out. */
function cancelWordsOf({ source, forbiddenWords }: Terms, { cancelWords }: ImportedEvent): string {
  const told = cancelWords !== null && forbiddenWordsIn([cancelWords], forbiddenWords).length === 0
  return told ? cancelWords : `Annulé par ${source.name}.`
}

async function cancelBySource(change: Change, words: string): Promise<void> {
  const { tx, before, at } = change
  await recordEventChange(tx, {
    before,
    change: { status: 'cancelled', statusWords: words },
    entries: [entryOf(change, 'cancelled', words, isPublic(before))],
    at,
  })
}

/** It takes place after all: in sight again when it was, if its words may be; else it waits. */
async function restore(change: Change, given: Pick<Given, 'event' | 'prepared'>): Promise<void> {
  const { tx, terms, before, at } = change
  const published = before.publishedAt !== null && mayPublish(terms, given)
  await recordEventChange(tx, {
    before,
    prepared: given.prepared,
    change: { status: published ? 'published' : 'submitted', statusWords: null },
    entries: [entryOf(change, 'restored', null, published)],
    at,
  })
}

/** An edit of what is published waits for a moderator, while the published version stays up. */
async function propose(change: Change, prepared: Prepared): Promise<void> {
  const { tx, deps, before, at } = change
  const { content } = prepared
  await recordPlace(tx, prepared)
  const waiting = await findPendingRevision(tx, before.id)
  if (waiting) await rewriteRevision(tx, waiting.id, { content, baseVersion: before.version })
  else
    await insertRevision(tx, {
      id: deps.ids.next(),
      eventId: before.id,
      state: 'pending',
      content,
      baseVersion: before.version,
      createdAt: at,
    })
  await recordEventChange(tx, { before, entries: [entryOf(change, 'revised', null, false)], at })
}

/**
 * An event that its source no longer announces is cancelled, in sight when it was: those who meant to come are told.
 * Only what is still to come, of this source, and that nobody here took in hand. Answers whether it did.
 */
export async function withdrawEvent(
  tx: Tx,
  deps: ApplyDeps,
  { terms, item, at }: { terms: Terms; item: Pick<KnownItem, 'eventId' | 'owned'>; at: number },
): Promise<boolean> {
  const before = item.owned ? await findEvent(tx, item.eventId) : undefined
  if (!before || (before.status !== 'published' && before.status !== 'submitted')) return false
  if (before.lastEndAt !== null && before.expandedUntil === null && before.lastEndAt <= at) return false
  if (await isHeld(tx, before.id)) return false
  await cancelBySource({ tx, deps, terms, before, at }, `N’est plus annoncé par ${terms.source.name}.`)
  return true
}
