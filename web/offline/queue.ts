import { uuidv7 } from 'uuidv7'
import { ref } from 'vue'
import { isWorthRetrying, NetworkError, ProblemError } from '../http/errors.ts'
import { request } from '../http/client.ts'
import { uploadPhoto } from '../http/photos.ts'
import { phoneDatabase } from './database.ts'
import type { QueuedSend, SendKind } from './stored.ts'

export type Outcome<T = unknown> =
  | { fate: 'sent'; answer: T }
  | { fate: 'waiting'; error: unknown }
  | { fate: 'refused'; problem: ProblemError }

/** What waits or was refused, oldest first: the same in every tab. */
export const queued = ref<QueuedSend[]>([])

type WhenSent = (send: QueuedSend, answer: unknown) => Promise<void>
const whenSent = new Map<SendKind, WhenSent>()
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('bocage.sends') : null
const shortestWait = 5_000
const longestWait = 5 * 60_000
let timer: ReturnType<typeof setTimeout> | undefined

/** What to keep on the phone once a write of this kind was accepted. Runs before it leaves the queue. */
export function afterSending(kind: SendKind, keep: WhenSent): void {
  whenSent.set(kind, keep)
}

export async function refreshQueue(): Promise<void> {
  const all = await (await phoneDatabase()).getAll('sends')
  queued.value = all.sort((a, b) => a.createdAt - b.createdAt)
}

/** One changed: said without reading all the others again, of which there may be hundreds. */
function setQueued(id: string, send: QueuedSend | null): void {
  queued.value = queued.value.flatMap((one) => (one.id === id ? (send ?? []) : one))
  announce({ id, gone: send === null })
}

/** Tells the other tabs which one changed, or that one came. */
function announce(changed: { id: string; gone: boolean }): void {
  channel?.postMessage(changed)
}

if (channel)
  channel.onmessage = ({ data }: MessageEvent<{ id: string; gone: boolean }>) => {
    if (data.gone) queued.value = queued.value.filter(({ id }) => id !== data.id)
    else void refreshQueue()
  }

/** One sender at a time, in all tabs of this phone. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request('bocage.sends', work) : work()
}

/** A send ready to be put in the queue: with its ids, so that it is done once however often it is tried. */
export function newSend(
  wanted: Pick<QueuedSend, 'kind' | 'path' | 'body' | 'label'> &
    Partial<Pick<QueuedSend, 'id' | 'key' | 'secret' | 'draft' | 'eventDraft'>> & {
      /** `token` where the body names it already. */
      photos?: readonly { id: string; blob: Blob; token?: string }[]
    },
): QueuedSend {
  const id = wanted.id ?? uuidv7()
  return {
    secret: null,
    draft: null,
    ...wanted,
    id,
    body: { ...wanted.body, id },
    key: wanted.key ?? uuidv7(),
    photos: (wanted.photos ?? []).map(({ id, blob, token }) => ({
      id,
      blob,
      token: token ?? `${uuidv7()}${uuidv7()}`,
      uploaded: false,
    })),
    createdAt: Date.now(),
    attempts: 0,
    state: 'waiting',
    refusal: null,
  }
}

/** Nobody sends photos to follow an event, and a proposal names its one image itself: their doors take no list. */
const withoutPhotos: ReadonlySet<SendKind> = new Set(['follow-event', 'event'])

async function deliver(send: QueuedSend): Promise<unknown> {
  const database = await phoneDatabase()
  for (const photo of send.photos) {
    if (photo.uploaded) continue
    await uploadPhoto(photo)
    photo.uploaded = true
    await database.put('sends', send)
  }
  const photos = withoutPhotos.has(send.kind)
    ? {}
    : { photos: send.photos.map(({ id, token }) => ({ id, uploadToken: token })) }
  return request(send.path, {
    method: 'POST',
    idempotencyKey: send.key,
    body: { ...send.body, ...photos },
    ...(send.secret ? { headers: { 'Bocage-Secret': send.secret } } : {}),
  })
}

async function tryOne(id: string): Promise<Outcome> {
  const database = await phoneDatabase()
  const send = await database.get('sends', id)
  if (!send) {
    // Another tab was faster.
    queued.value = queued.value.filter((one) => one.id !== id)
    return { fate: 'sent', answer: null }
  }
  try {
    const answer = await deliver(send)
    await whenSent.get(send.kind)?.(send, answer)
    await database.delete('sends', id)
    setQueued(id, null)
    return { fate: 'sent', answer }
  } catch (error) {
    send.attempts++
    if (error instanceof ProblemError && !isWorthRetrying(error)) {
      // A photo the server no longer has is sent again at the next try.
      if (error.slug === 'photo-not-found') for (const photo of send.photos) photo.uploaded = false
      send.state = 'refused'
      const { slug, title, detail, errors } = error
      send.refusal = { slug, title, detail, ...(errors.length > 0 ? { errors } : {}) }
      await database.put('sends', send)
      setQueued(id, send)
      return { fate: 'refused', problem: error }
    }
    send.unanswered = error instanceof NetworkError ? error.reason : null
    await database.put('sends', send)
    setQueued(id, send)
    planRetry(send.attempts, error)
    return { fate: 'waiting', error }
  }
}

/** Later and later, never before the moment the server gave. */
function planRetry(attempts: number, error: unknown): void {
  const asked = error instanceof ProblemError ? (error.retryAfter ?? 0) : 0
  const wait = Math.min(longestWait, shortestWait * 2 ** Math.min(attempts, 10))
  clearTimeout(timer)
  timer = setTimeout(() => void sendAll(), Math.max(asked, wait))
}

/** Tries one now. Waits for a try already under way, here or in another tab, rather than doing it twice. */
export function sendNow<T>(id: string): Promise<Outcome<T>> {
  return alone(() => tryOne(id)) as Promise<Outcome<T>>
}

/** Puts it in the queue, then tries it at once. */
export async function enqueue<T>(send: QueuedSend): Promise<Outcome<T>> {
  await (await phoneDatabase()).put('sends', send)
  await refreshQueue()
  announce({ id: send.id, gone: false })
  return sendNow<T>(send.id)
}

/** Tries what waits, oldest first; stops at the first that gets no answer. */
export async function sendAll(): Promise<void> {
  await refreshQueue()
  for (const send of queued.value) {
    if (send.state !== 'waiting') continue
    const { fate } = await sendNow(send.id)
    if (fate === 'waiting') return
  }
}

/** Tries a refused one again, unchanged. */
export async function sendAgain<T>(id: string): Promise<Outcome<T>> {
  const database = await phoneDatabase()
  const send = await database.get('sends', id)
  if (send) await database.put('sends', { ...send, state: 'waiting', refusal: null })
  return sendNow<T>(id)
}

/** Takes it out for good: the person no longer wants to send it, or corrects it. */
export async function forget(id: string): Promise<void> {
  await (await phoneDatabase()).delete('sends', id)
  setQueued(id, null)
}

/** Sends what waits when the app opens, when the network comes back, and when the person comes back. */
export function startSending(): void {
  window.addEventListener('online', () => void sendAll())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && queued.value.some((send) => send.state === 'waiting'))
      void sendAll()
  })
  void sendAll()
}
