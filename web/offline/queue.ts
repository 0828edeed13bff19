import { uuidv7 } from 'uuidv7'
import { computed } from 'vue'
import { ProblemError } from '../http/errors.ts'
import { attempt, type Attempt, type PhotosSent } from './attempt.ts'
import { giveUpPhotos, tidyAccepted } from './accepted.ts'
import { wakeLater } from './background.ts'
import { atLeast } from './clock.ts'
import { openWith, phoneDatabase } from './database.ts'
import { alone, changingQueue } from './locks.ts'
import { notSent } from './not-sent.ts'
import { onePass } from './one-pass.ts'
import { openPhoneDatabase, type PhoneDatabase } from './open-database.ts'
import { printOf } from './print-of.ts'
import { inOrder, isToSignIn, mayHaveArrived, placeInQueue, sentToForget } from './queue-order.ts'
import { photosSent, queued } from './queued.ts'
import { bringBackLost, recallRestored } from './restored.ts'
import type { QueuedPhoto, QueuedSend, SendKind, SentOne } from './stored.ts'
import { whenSent } from './when-sent.ts'

openWith(openPhoneDatabase)

/** `removed`: taken out by hand, here or in another tab, before it was sent. */
export type Outcome<T = unknown> =
  | { fate: 'sent'; answer: T }
  | { fate: 'waiting'; error: unknown }
  | { fate: 'refused'; problem: ProblemError }
  | { fate: 'removed' }

/** Why the writes of an account wait for somebody to sign in, once one was refused for it. */
export const signInNeeded = computed(() => queued.value.find(isToSignIn) ?? null)

/** What tabs and the service worker tell each other. */
type Told = { id: string; gone: boolean; by?: 'worker'; photos?: PhotosSent }
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('bocage.sends') : null
/** What takes the place of what is there is named by its address alone. */
const namedByAddress: ReadonlySet<SendKind> = new Set(['alert-edit'])
const shortestWait = 5_000
const longestWait = 5 * 60_000
/** A timer told to wait for weeks does not wait at all. */
const longestAsked = 24 * 3_600_000
let timer: ReturnType<typeof setTimeout> | undefined
/** Times in a row that a new try had to be planned, since somebody last answered. */
let inVain = 0
/** What the server asked to wait for, by the page's stopwatch: a clock set right moves nothing. */
let notBefore = 0

export async function refreshQueue(): Promise<void> {
  queued.value = inOrder(await (await phoneDatabase()).getAll('sends'))
}

/** One changed: said without reading all the others again, of which there may be hundreds. */
function setQueued(id: string, send: QueuedSend | null): void {
  queued.value = queued.value.flatMap((one) => (one.id === id ? (send ?? []) : one))
  announce({ id, gone: send === null })
}

/** How far its photos are; null once the try is over. */
function setPhotosSent(id: string, sent: PhotosSent | null): void {
  const { [id]: _, ...others } = photosSent.value
  photosSent.value = sent ? { ...others, [id]: sent } : others
}

/** Tells the other tabs which one changed, or that one came. */
function announce(changed: Told): void {
  channel?.postMessage(changed)
}

if (channel)
  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    setPhotosSent(data.id, data.photos ?? null)
    if (data.photos) void untilNobodySends()
    else if (!data.gone) void refreshQueue().catch(planRetry)
    else void leftElsewhere(data)
  }

let looksForSender = false
/**
 * Whoever sends holds the lock until its end, also that of a tab or a worker that is killed and says nothing more. Given to
 * us, it is free: no photo is on its way any more, and what was left in the middle goes on from here.
 */
async function untilNobodySends(): Promise<void> {
  if (looksForSender) return
  looksForSender = true
  const leftAlone = await alone(async () => {
    looksForSender = false
    const ids = Object.keys(photosSent.value)
    photosSent.value = {}
    return ids.length > 0
  })
  if (leftAlone) void sendAll()
}

/** What the worker sent is drawn from by a page: before it leaves the screens, which then look for what was kept. */
async function leftElsewhere({ id, by }: Told): Promise<void> {
  if (by === 'worker') await settleOne(id).catch(() => undefined)
  queued.value = queued.value.filter((one) => one.id !== id)
}

/** A send ready to be put in the queue: with its ids, so that it is done once however often it is tried. */
export function newSend(
  wanted: Pick<QueuedSend, 'kind' | 'path' | 'body' | 'label'> &
    Partial<
      Pick<
        QueuedSend,
        | 'id'
        | 'key'
        | 'method'
        | 'secret'
        | 'subject'
        | 'account'
        | 'ifMatch'
        | 'seen'
        | 'draft'
        | 'eventDraft'
      >
    > & {
      /** `token` where the body names it already. */
      photos?: readonly (Pick<QueuedPhoto, 'id' | 'blob' | 'as'> & { token?: string })[]
    },
): QueuedSend {
  const id = wanted.id ?? uuidv7()
  return {
    secret: null,
    draft: null,
    ...wanted,
    language: document.documentElement.lang,
    // What is added to one report by its private link leaves in the order it was written.
    subject: wanted.subject ?? wanted.secret ?? null,
    id,
    // As it will be sent: what a form holds is not for IndexedDB, which keeps no proxies.
    body: {
      ...(JSON.parse(JSON.stringify(wanted.body)) as Record<string, unknown>),
      ...(namedByAddress.has(wanted.kind) ? {} : { id }),
    },
    key: wanted.key ?? uuidv7(),
    photos: (wanted.photos ?? []).map(({ token, ...photo }) => ({
      ...photo,
      token: token ?? `${uuidv7()}${uuidv7()}`,
      uploaded: false,
    })),
    createdAt: Date.now(),
    attempts: 0,
    state: 'waiting',
    refusal: null,
  }
}

/** Draws from what was accepted what the phone keeps of it. Once each, also for what the service worker sent. */
async function settle(one: SentOne): Promise<void> {
  if (one.settled) return
  const { id, kind, subject = null, print } = one.send
  // Found there already: what it answered then was drawn from then.
  const kept = one.answer === null || (await whenSent[kind]?.(one.send, one.answer, one.sentAt))
  // With no room left its answer stays, to be drawn from at the next opening.
  if (kept === false) return
  await (
    await phoneDatabase()
  ).put('sent', {
    id,
    sentAt: one.sentAt,
    settled: true,
    send: { id, kind, subject, ...(print ? { print } : {}) },
  })
}

async function settleOne(id: string): Promise<void> {
  const sent = await (await phoneDatabase()).get('sent', id)
  if (sent) await settle(sent)
}

async function settleAll(): Promise<void> {
  for (const one of await (await phoneDatabase()).getAll('sent'))
    // One that cannot be drawn from keeps none of the others waiting: it is tried at the next opening.
    await settle(one).catch(() => undefined)
}

async function forgetOldSent(): Promise<void> {
  const database = await phoneDatabase()
  const all = await database.getAll('sent')
  const drafts = await Promise.all([database.getAll('drafts'), database.getAll('eventDrafts')])
  const drafted = new Set(drafts.flat().map(({ id }) => id))
  // Marked by this phone's own clock, which may run days behind: too old by both.
  const now = Math.min(atLeast(), Date.now())
  for (const id of sentToForget(all, now, drafted)) await database.delete('sent', id)
  await tidyAccepted(database, atLeast())
}

type Tried = Attempt | { fate: 'removed' }

/**
 * One try, alone. What breaks on the phone itself, as a database that the browser closes in the middle, is no answer either:
 * it is where it was, and is tried again.
 */
async function tryAlone(id: string): Promise<Tried> {
  try {
    return await alone(() => tryOne(id))
  } catch (error) {
    setPhotosSent(id, null)
    planRetry(error)
    return { fate: 'waiting', error }
  }
}

async function tryOne(id: string): Promise<Tried> {
  const database = await phoneDatabase()
  const tried = await attempt(database, id, (photos) => {
    setPhotosSent(id, photos)
    announce({ id, gone: false, photos })
  })
  setPhotosSent(id, null)
  await settleOne(id).catch(() => undefined)
  if (!tried) {
    await refreshQueue()
    // Another tab, or the service worker, was faster; else it was taken out by hand.
    return (await database.get('sent', id)) ? { fate: 'sent', answer: null } : { fate: 'removed' }
  }
  const { send, outcome } = tried
  if (outcome.fate !== 'waiting' || !outcome.held) setQueued(id, outcome.fate === 'sent' ? null : send)
  if (outcome.fate === 'waiting') keepFromEviction()
  if (outcome.fate !== 'waiting') inVain = 0
  else if (!outcome.held && !outcome.signIn && !outcome.missing) planRetry(outcome.error)
  // What it is about is no more, or was lost.
  if (outcome.fate === 'refused' && outcome.problem.status === 404) setTimeout(() => void bringBack(aMinute))
  return outcome
}

let askedToStay = false
/** A browser short of room clears sites that were not asked to stay: not while something waits here. */
function keepFromEviction(): void {
  if (askedToStay) return
  askedToStay = true
  void navigator.storage?.persist?.().catch(() => false)
}

/** Later and later, never before the moment the server gave. Several that fail before it comes are one failure. */
function planRetry(error: unknown): void {
  if (timer === undefined) inVain++
  clearTimeout(timer)
  const asked = error instanceof ProblemError ? Math.min(error.retryAfter ?? 0, longestAsked) : 0
  notBefore = Math.max(notBefore, performance.now() + asked)
  const wait = Math.min(longestWait, shortestWait * 2 ** Math.min(inVain, 10))
  timer = setTimeout(
    () => {
      timer = undefined
      void sendAll()
    },
    Math.max(wait, notBefore - performance.now()),
  )
}

/** Tries one now. Waits for a try already under way, here or in another tab, rather than doing it twice. */
export function sendNow<T>(id: string): Promise<Outcome<T>> {
  return tryAlone(id) as Promise<Outcome<T>>
}

/** Asked for again and again under one name, whatever it says: nobody wrote its words. */
const namedByWhatItIs: ReadonlySet<SendKind> = new Set(['follow-event'])
const thisPage = uuidv7()

/** Whether these words may take the place of those there. A refused one is corrected; another's text is not known here. */
function mayReplace(there: QueuedSend): boolean {
  return there.state === 'refused' || (there.page === thisPage && !mayHaveArrived(there))
}

/**
 * Puts it in the queue, and leaves it there until its turn comes: for what is done while others may wait. Put twice, it is
 * done once. False when the phone holds it in memory only: what it was made from is not let go of yet. Throws `NotSent`
 * (`other-words`) where another window has sent, or has waiting, other words under its id: those stay.
 */
export async function putInQueue(send: QueuedSend): Promise<boolean> {
  const database = await phoneDatabase()
  const print = await printOf(send)
  const kept = await changingQueue(async () => {
    const there = await database.get('sends', send.id)
    const before = there ?? (await database.get('sent', send.id))?.send
    const isSame = !before || !print || !before.print || before.print === print
    if (there ? !isSame && !mayReplace(there) : !isSame && !namedByWhatItIs.has(send.kind)) return null
    // On its way already, perhaps with photos half sent.
    if (there && isSame && there.state === 'waiting')
      return there.page !== thisPage || keepOnDisk(database, there)
    const createdAt = placeInQueue(send, await database.getAll('sends'))
    return keepOnDisk(database, { ...send, createdAt, page: thisPage, ...(print ? { print } : {}) })
  })
  if (kept === null) throw await notSent('other-words')
  await refreshQueue()
  announce({ id: send.id, gone: false })
  void wakeLater()
  return kept
}

/** `isOnDisk`: what waits outlives this page. */
export type Queued<T> = Outcome<T> & { isOnDisk: boolean }

/**
 * Puts it in the queue, as `putInQueue`, then tries it at once. What it was made from is let go of once the queue holds it
 * on disk, or else once the server has it.
 */
export async function enqueue<T>(
  send: QueuedSend,
  letGo: () => Promise<void> = async () => undefined,
): Promise<Queued<T>> {
  const isOnDisk = await putInQueue(send)
  if (isOnDisk) await letGo()
  const outcome = await sendNow<T>(send.id)
  if (!isOnDisk && outcome.fate === 'sent') await letGo()
  return { ...outcome, isOnDisk }
}

/** Copies of what was accepted make room for what was not. */
async function keepOnDisk(database: PhoneDatabase, send: QueuedSend): Promise<boolean> {
  if (await database.put('sends', send)) return true
  await giveUpPhotos(database)
  return database.put('sends', send)
}

let passing: Promise<void> | null = null
let askedAgain = false

/**
 * Tries what waits, oldest first, each subject in its order; stops when nobody answers. Asked for during
 * a pass, it begins another after: what made it asked for (the network, a signature) may have come too late for this one.
 */
export function sendAll(): Promise<void> {
  if (passing) askedAgain = true
  passing ??= pass()
    .catch(planRetry)
    .finally(() => {
      passing = null
      if (!askedAgain) return
      askedAgain = false
      void sendAll()
    })
  return passing
}

async function pass(): Promise<void> {
  await refreshQueue()
  const pass = onePass()
  for (;;) {
    const next = pass.next(queued.value)
    if (!next || pass.isOver(next, await tryAlone(next.id))) break
  }
  await forgetOldSent()
}

/** Tries a refused one again, unchanged, or with what `change` corrects; then those it held back. */
export async function sendAgain<T>(
  id: string,
  change: Partial<Pick<QueuedSend, 'ifMatch' | 'seen' | 'body'>> = {},
): Promise<Outcome<T>> {
  const database = await phoneDatabase()
  const send = await database.get('sends', id)
  if (send) {
    const changed = { ...send, ...change }
    const print = await printOf(changed)
    await database.put('sends', {
      ...changed,
      ...(print ? { print } : {}),
      state: 'waiting',
      refusal: null,
      current: null,
      unanswered: null,
    })
  }
  const outcome = await sendNow<T>(id)
  if (outcome.fate === 'sent' && send?.subject) void sendAll()
  return outcome
}

/** Takes it out for good: the person no longer wants to send it, or corrects it. */
export async function forget(id: string): Promise<void> {
  await (await phoneDatabase()).delete('sends', id)
  setQueued(id, null)
}

const anHour = 3_600_000
const aMinute = 60_000

/** What a server back from an older copy has lost takes its place in the queue, before the queue is sent. */
async function bringBack(leastMs = anHour): Promise<void> {
  await bringBackLost({ leastMs }).catch(() => undefined)
  await sendAll()
}

/** Sends what waits when the app opens, when the network comes back, and when the person comes back. */
export function startSending(): void {
  window.addEventListener('online', () => void bringBack())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void bringBack()
  })
  void recallRestored().catch(() => undefined)
  void settleAll()
    .catch(() => undefined)
    .then(() => bringBack())
}
