import { whatStays } from './accepted-room.ts'
import type { PhoneDatabase } from './open-database.ts'
import { inOrder, placeAfter, uponWhatIsThere } from './queue-order.ts'
import type { AcceptedWrite, QueuedSend } from './stored.ts'

// Writes that the server accepted, kept whole for as long as it keeps its answer: a server put back from an older copy
// has lost them, and they are sent to it again. By a page or by the service worker: nothing here is of a screen.

const bytesOf = (value: unknown) => new Blob([JSON.stringify(value)]).size

/** As it is kept: what the draft has of the same photos is not kept twice. */
function keptOf(send: QueuedSend, acceptedAt: number, secret: string | null): AcceptedWrite {
  const kept = {
    ...send,
    // What is added by a private link waits for the report it is of.
    subject: send.subject ?? secret,
    draft: send.draft && { ...send.draft, photos: [] },
  }
  const source = send.eventDraft?.image?.source?.size ?? 0
  return {
    id: send.id,
    send: kept,
    acceptedAt,
    photosLeft: 0,
    changed: false,
    textBytes: bytesOf(kept),
    photoBytes: send.photos.reduce((sum, { blob }) => sum + blob.size, source),
  }
}

/** The same without its photos, which its body names no more. */
export function withoutPhotos(one: AcceptedWrite): AcceptedWrite {
  const { send } = one
  if (one.photoBytes === 0) return one
  const { content, image, document, ...body } = send.body
  return {
    ...one,
    photoBytes: 0,
    photosLeft: one.photosLeft + Math.max(1, send.photos.length),
    send: {
      ...send,
      photos: [],
      body: {
        ...body,
        ...(content ? { content: { ...content, image: null } } : {}),
        ...(image === undefined ? {} : { image: null }),
        ...(document === undefined ? {} : { document: null }),
      },
      ...(send.eventDraft ? { eventDraft: { ...send.eventDraft, image: null } } : {}),
    },
  }
}

/** False when the phone has no room: then nothing of it is held in memory either. */
async function put(database: PhoneDatabase, one: AcceptedWrite): Promise<boolean> {
  if (await database.put('accepted', one)) return true
  await database.delete('accepted', one.id)
  return false
}

/** Gives up the photos of all that was accepted: what waits, and texts, need the room. */
export async function giveUpPhotos(database: PhoneDatabase): Promise<void> {
  for (const one of await database.getAll('accepted')) {
    if (one.photoBytes === 0) continue
    // First out, then in: a full phone takes nothing before.
    await database.delete('accepted', one.id)
    await put(database, withoutPhotos(one))
  }
}

/** After what was accepted before of its subject, also where the phone's clock was set back in between. */
async function inItsTurn(database: PhoneDatabase, send: QueuedSend): Promise<QueuedSend> {
  if (!send.subject) return send
  const before = (await database.getAll('accepted'))
    .map((one) => one.send)
    .filter(({ id, subject }) => subject === send.subject && id !== send.id)
  return { ...send, createdAt: placeAfter(send.createdAt, before) }
}

/**
 * Keeps a write just accepted at `acceptedAt` by the server's clock. `secret`: of the private link its answer gave. Where
 * there is no room photos go first, then it is not kept: it was accepted.
 */
export async function keepAccepted(
  database: PhoneDatabase,
  send: QueuedSend,
  { acceptedAt, secret }: { acceptedAt: number; secret: string | null },
): Promise<void> {
  const one = keptOf(await inItsTurn(database, send), acceptedAt, secret)
  if (await put(database, one)) return
  await giveUpPhotos(database)
  await put(database, withoutPhotos(one))
}

/** Lets go of those too old, and of what is over the limit. `now`: by the server's clock. */
export async function tidyAccepted(database: PhoneDatabase, now: number): Promise<void> {
  const all = await database.getAll('accepted')
  const { goes, withoutPhotos: bare } = whatStays(all, now)
  for (const id of goes) await database.delete('accepted', id)
  for (const one of all)
    if (bare.includes(one.id) && one.photoBytes > 0) await put(database, withoutPhotos(one))
}

/** As it was when it was first written, to be sent to a server that has lost it. */
function toSendAgain({ send }: AcceptedWrite): QueuedSend {
  const photos = send.photos.map((photo) => ({ ...photo, uploaded: false }))
  const picked = photos.map(({ id, blob, token }) => ({ id, blob, token }))
  return {
    ...send,
    photos,
    draft: send.draft && { ...send.draft, photos: picked },
    ifMatch: typeof send.ifMatch === 'number' ? uponWhatIsThere : null,
    attempts: 0,
    state: 'waiting',
    refusal: null,
    unanswered: null,
    current: null,
    again: true,
  }
}

/** What was refused for want of what the server lost with it. */
const lostWith = new Set(['link-not-valid', 'incident-not-found', 'event-not-found', 'alert-not-found'])

/**
 * Puts back in the queue, in the place each had, the accepted writes of these keys, which the server no longer knows.
 * What waits upon a version of before is compared with what is there: that number will be given to another state. Returns
 * those that go again.
 */
export async function backToQueue(
  database: PhoneDatabase,
  unknownKeys: ReadonlySet<string>,
): Promise<AcceptedWrite[]> {
  const accepted = await database.getAll('accepted')
  const lost = accepted.filter(({ send }) => unknownKeys.has(send.key))
  const places = new Map(lost.map((one) => [one.id, one]))
  const again = inOrder(lost.map(({ send }) => send)).flatMap(({ id }) => places.get(id) ?? [])
  for (const one of again) {
    // Its copy goes last: a tab killed in between finds it twice, and sends it once.
    if (await database.put('sends', toSendAgain(one))) await database.delete('accepted', one.id)
  }
  const subjects = new Set(again.flatMap(({ send }) => send.subject ?? []))
  const ahead = again.map(({ send }) => send)
  for (const send of inOrder(await database.getAll('sends'))) {
    if (places.has(send.id)) continue
    const isBehind = send.subject && subjects.has(send.subject)
    // A clock set back since would have it leave before what it is about.
    const before = isBehind ? ahead.filter(({ subject }) => subject === send.subject) : []
    const late = { ...send, createdAt: placeAfter(send.createdAt, before) }
    ahead.push(late)
    if (send.state === 'waiting' && send.ifMatch)
      await database.put('sends', { ...late, ifMatch: uponWhatIsThere })
    else if (isBehind && lostWith.has(send.refusal?.slug ?? ''))
      await database.put('sends', { ...late, state: 'waiting', refusal: null })
    else if (late.createdAt > send.createdAt) await database.put('sends', late)
  }
  return again
}
