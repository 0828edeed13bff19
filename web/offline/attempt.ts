import { contestedChanges, type ContestedField } from '../../api/incidents/desk.rules.ts'
import { isWorthRetrying, NetworkError, ProblemError } from '../http/errors.ts'
import { send as ask } from '../http/ask.ts'
import { uploadDocument, uploadPhoto } from '../http/photos.ts'
import { keepAccepted } from './accepted.ts'
import { changingQueue } from './locks.ts'
import type { PhoneDatabase } from './open-database.ts'
import { NotKept } from './phone-store.ts'
import { refusalOf } from './photo-faults.ts'
import { followVersion, heldBy } from './queue-order.ts'
import type { QueuedPhoto, QueuedSend, SendKind, SentOne } from './stored.ts'

// One try of one write, by a page or by the service worker: nothing here is of a screen.

/**
 * What became of a try. `waiting` with `held`: an earlier write of its subject must go first. `waiting` with
 * `signIn`: its author must sign in again. `waiting` with `missing`: the server, back from an older copy, has not yet been
 * sent again what it is about. Otherwise nobody answered, and later is better.
 */
export type Attempt =
  | { fate: 'sent'; answer: unknown }
  | { fate: 'waiting'; error: unknown; signIn?: boolean; held?: boolean; missing?: boolean }
  | { fate: 'refused'; problem: ProblemError }

/** Nobody sends photos to follow an event, and a proposal or an alert names its own itself: their doors take no list. */
const withoutPhotos: ReadonlySet<SendKind> = new Set([
  'follow-event',
  'unfollow-event',
  'follow-report',
  'event',
  'assign',
  'ride-offer',
  'ride-request',
  'alert-draft',
  'alert-edit',
])
const listsOf: Partial<Record<SendKind, readonly NonNullable<QueuedPhoto['as']>[]>> = {
  move: ['before', 'after'],
  note: ['before', 'after'],
}

/** Photos as the body names them. */
function namedPhotos({ kind, photos }: QueuedSend): Record<string, unknown> {
  if (withoutPhotos.has(kind)) return {}
  return Object.fromEntries(
    (listsOf[kind] ?? ['photos']).map((list) => [
      list,
      photos
        .filter((photo) => (photo.as ?? 'photos') === list)
        .map(({ id, token }) => ({ id, uploadToken: token })),
    ]),
  )
}

/** It was taken out by hand while it was being sent, or says something else by now: nothing more of it leaves. */
class TakenOut extends Error {}

async function isQueued(database: PhoneDatabase, { id, print }: QueuedSend): Promise<boolean> {
  const there = await database.get('sends', id)
  return there !== undefined && there.print === print
}

/** Noted before a word of it leaves, since the tab may be killed while it does: what may have arrived is not replaced. */
function noteLeaving(database: PhoneDatabase, send: QueuedSend): Promise<void> {
  return changingQueue(async () => {
    if (!(await isQueued(database, send))) throw new TakenOut()
    if (send.mayBeThere) return
    send.mayBeThere = true
    await database.put('sends', send)
  })
}

/** Answered, by ours or by somebody else's page, or never out of this phone: this try wrote nothing there. */
function wroteNothing(error: unknown, { offline }: { offline: boolean }): boolean {
  if (error instanceof NetworkError)
    return error.reason === 'intercepted' || (offline && error.reason === 'offline')
  return error instanceof ProblemError && (!isWorthRetrying(error) || error.status === 429)
}

/** What is no longer in the queue was taken out by hand meanwhile: it does not come back. */
async function keepChanged(database: PhoneDatabase, send: QueuedSend): Promise<void> {
  if (await isQueued(database, send)) await database.put('sends', send)
}

/** The photo on its way, counted from 1, of how many; and how much of them all the server has, from 0 to 1. */
export type PhotosSent = { photo: number; of: number; part: number }
export type OnPhotos = (sent: PhotosSent) => void

async function uploadPhotos(database: PhoneDatabase, send: QueuedSend, told?: OnPhotos): Promise<void> {
  const { photos } = send
  const total = photos.reduce((sum, { blob }) => sum + blob.size, 0)
  let before = 0
  for (const [index, photo] of photos.entries()) {
    if (!photo.uploaded) {
      await (photo.as === 'document' ? uploadDocument : uploadPhoto)(photo, (sent) =>
        told?.({ photo: index + 1, of: photos.length, part: (before + sent) / total }),
      ).catch((error: unknown) => Promise.reject(refusalOf(send, photo, error) as Error))
      photo.uploaded = true
      if (!(await isQueued(database, send))) throw new TakenOut()
      await database.put('sends', send)
    }
    before += photo.blob.size
  }
}

/** What was answered, and when by the server's clock; `at` is null where it was found to be there already. */
type Answered = { answer: unknown; at: number | null }

/**
 * When it was accepted: with a first answer, when that answer was made. With a later one it may have been at the first
 * try, however long ago: so long is taken off.
 */
function acceptedAt(send: QueuedSend, headers: Headers): number {
  const answeredAt = Date.parse(headers.get('Date') ?? '') || Date.now()
  return answeredAt - Math.max(0, Date.now() - (send.triedAt ?? Date.now()))
}

async function deliver(
  database: PhoneDatabase,
  send: QueuedSend,
  ifMatch: number | null,
  told?: OnPhotos,
): Promise<Answered> {
  await uploadPhotos(database, send, told)
  await noteLeaving(database, send)
  const { data, headers } = await ask(send.path, {
    method: send.method ?? 'POST',
    idempotencyKey: send.key,
    body: { ...send.body, ...namedPhotos(send) },
    headers: {
      ...(send.secret ? { 'Bocage-Secret': send.secret } : {}),
      ...(send.account ? { 'Bocage-Account': send.account } : {}),
      ...(send.language ? { 'Accept-Language': send.language } : {}),
    },
    ...(ifMatch === null ? {} : { ifMatch }),
  })
  return { answer: data, at: acceptedAt(send, headers) }
}

type State = Record<ContestedField, unknown> & { version: number; history?: { id: string }[] }

/** The state a 412 shows, without who left their address: it is kept on the phone. */
function currentOf(error: unknown): State | null {
  if (!(error instanceof ProblemError) || error.slug !== 'stale-version') return null
  const current = error.members['current'] as State | undefined
  return current ? ({ ...current, contact: null } as State) : null
}

/** Ids are made on the phone: what is there under one of ours is ours. Said of what was accepted once already. */
const alreadyThere = new Set([
  'incident-exists',
  'event-exists',
  'trip-exists',
  'ride-request-exists',
  'alert-exists',
])
function isThereAlready({ again }: QueuedSend, error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false
  return error.slug === 'already-written' || Boolean(again && alreadyThere.has(error.slug))
}

/**
 * Delivers; what came between without touching anything the author saw (a reading, a "moi aussi", a note) is no
 * conflict, and it leaves again upon the new version.
 */
async function deliverUpon(database: PhoneDatabase, send: QueuedSend, told?: OnPhotos): Promise<Answered> {
  let [upon, seen] = [send.ifMatch ?? null, send.seen ?? null]
  let photosAgain = false
  for (let again = 0; ; again++) {
    try {
      return await deliver(database, send, upon, told)
    } catch (error) {
      // Its entry is there already: an earlier try arrived, whose answer is no longer kept.
      if (isThereAlready(send, error)) return { answer: null, at: null }
      // Photos wait two days to be attached: later, they are sent once more.
      if (!photosAgain && error instanceof ProblemError && error.slug === 'photo-not-found') {
        photosAgain = true
        for (const photo of send.photos) photo.uploaded = false
        continue
      }
      const current = currentOf(error)
      if (current?.history?.some((entry) => entry.id === send.id))
        return { answer: { version: current.version, ticket: current }, at: null }
      if (!current || !seen || again === 3 || contestedChanges(seen as State, current).length > 0) throw error
      // What was written stays as it was: the later ones of its subject were made upon the same.
      upon = current.version
      seen = current
    }
  }
}

/** What the phone draws from an answer needs no photo of what was sent. */
const withoutBytes = (send: QueuedSend): QueuedSend => ({
  ...send,
  photos: [],
  draft: null,
  eventDraft: send.eventDraft ? { ...send.eventDraft, image: null } : null,
})

/**
 * Accepted: it leaves the queue for what was sent, and the later ones of its subject follow its version. Throws
 * `NotKept` where that could not be written down: it stays where it is, and asked again with its key, the server gives
 * the same answer.
 */
async function accept(database: PhoneDatabase, send: QueuedSend, { answer, at }: Answered): Promise<void> {
  const { subject } = send
  const { version, ticket, secret } = (answer ?? {}) as {
    version?: number
    ticket?: Record<string, unknown> | null
    secret?: string
  }
  const state = ticket ? { ...ticket, contact: null } : null
  const kept = state ? { ...(answer as object), ticket: state } : answer
  const sent: SentOne = {
    id: send.id,
    send: withoutBytes(send),
    answer: kept,
    sentAt: Date.now(),
    settled: false,
  }
  const written = await database.put('sent', sent)
  // A page draws from it at once; the service worker may be gone a moment later.
  if (!written && typeof document === 'undefined') throw new NotKept()
  // What was there already has another key there than ours, or none: it cannot be asked about.
  if (at === null) await database.delete('accepted', send.id)
  else await keepAccepted(database, send, { acceptedAt: at, secret: secret ?? null })
  if (subject && version) {
    const from = send.ifMatch ?? version - 1
    for (const later of followVersion(await database.getAll('sends'), { subject, from, version, state }))
      if (later.id !== send.id) await keepChanged(database, later)
  }
  await database.delete('sends', send.id)
  // Where there was no room, its photos have just made some.
  if (!written) await database.put('sent', sent)
}

/**
 * Tries one write now, and keeps what became of it; `told` hears how its photos go. Null when it is not in the queue, or
 * no longer: sent by another tab, or taken out by hand. Alone: see `alone`.
 */
export async function attempt(
  database: PhoneDatabase,
  id: string,
  told?: OnPhotos,
): Promise<{ send: QueuedSend; outcome: Attempt } | null> {
  const send = await database.get('sends', id)
  if (!send) return null
  if (send.subject && heldBy(send, await database.getAll('sends')))
    return { send, outcome: { fate: 'waiting', error: null, held: true } }
  const before = send.mayBeThere
  const offline = !navigator.onLine
  try {
    send.triedAt ??= Date.now()
    const answered = await deliverUpon(database, send, told)
    await accept(database, send, answered)
    return { send, outcome: { fate: 'sent', answer: answered.answer } }
  } catch (error) {
    if (error instanceof TakenOut) return null
    send.attempts++
    if (!before && wroteNothing(error, { offline })) delete send.mayBeThere
    const outcome = judge(send, error)
    await keepChanged(database, send)
    return { send, outcome }
  }
}

/** Marks on the write what its failure means. */
function judge(send: QueuedSend, error: unknown): Attempt {
  if (
    send.account &&
    error instanceof ProblemError &&
    (error.slug === 'signed-out' || error.slug === 'other-account')
  ) {
    send.unanswered = error.slug
    return { fate: 'waiting', error, signIn: true }
  }
  // The report it is about was lost with it: whoever made that one has not sent it again yet.
  if (send.again && error instanceof ProblemError && error.status === 404) {
    send.unanswered = 'not-back'
    return { fate: 'waiting', error, missing: true }
  }
  if (error instanceof ProblemError && !isWorthRetrying(error)) {
    send.state = 'refused'
    send.unanswered = null
    const { slug, title, detail, errors } = error
    send.refusal = { slug, title, detail, ...(errors.length > 0 ? { errors } : {}) }
    send.current = currentOf(error)
    return { fate: 'refused', problem: error }
  }
  send.unanswered = error instanceof NetworkError ? error.reason : null
  return { fate: 'waiting', error }
}

/**
 * No other write would be answered either: there is no network, or whoever answers says so for all. Somebody else's page may
 * be that of a wifi, which answers all so, or of a firewall that took offence at this one.
 */
export function concernsAll(error: unknown): boolean {
  if (error instanceof NetworkError) return error.reason !== 'timeout' && error.reason !== 'intercepted'
  return error instanceof ProblemError && error.status === 429
}
/** A pass ends after this many writes in a row without an answer, whoever is to blame. */
export const mostUnanswered = 2
