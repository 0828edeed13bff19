import { attempt, type PhotosSent } from '../offline/attempt.ts'
import { syncTag } from '../offline/background.ts'
import { alone } from '../offline/locks.ts'
import { onePass } from '../offline/one-pass.ts'
import { openPhoneDatabase, type PhoneDatabase } from '../offline/open-database.ts'
import { askUnknown, bringBack, markOf } from '../offline/restored-writes.ts'

type SyncEvent = ExtendableEvent & { tag: string }

/** Sends what waits, as the pages do; throws when nobody answers, so that the browser wakes it again later. */
async function sendWaiting(): Promise<void> {
  const database = openPhoneDatabase(() => undefined)
  const channel = new BroadcastChannel('bocage.sends')
  try {
    await bringBackLost(database).catch(() => undefined)
    await sendEach(database, channel)
  } finally {
    channel.close()
  }
}

const askedName = 'accepted.askedByWorker'
const anHour = 3_600_000

/**
 * Before what waits, a server put back from an older copy is sent what it lost, as by a page: what waits was written upon
 * it. Once an hour too, counted apart, since a page counts where no worker can read. What the phone followed and the seats
 * it asked for are kept there as well: they are for the next page.
 */
async function bringBackLost(database: PhoneDatabase): Promise<void> {
  const askedAt = (await database.get('kept', askedName))?.at ?? 0
  const since = Date.now() - askedAt
  if (since >= 0 && since < anHour) return
  const accepted = await database.getAll('accepted')
  if (accepted.length === 0 || (await database.getAll('sends')).length === 0) return
  const unknown = await askUnknown(accepted.map(markOf), () =>
    database.put('kept', { at: Date.now(), data: null }, askedName),
  )
  if (unknown.size > 0) await bringBack(database, unknown)
}

async function sendEach(database: PhoneDatabase, channel: BroadcastChannel): Promise<void> {
  const pass = onePass()
  const telling = (id: string) => (photos: PhotosSent) => channel.postMessage({ id, gone: false, photos })
  for (;;) {
    const next = pass.next(await database.getAll('sends'))
    if (!next) break
    const outcome = (await alone(() => attempt(database, next.id, telling(next.id))))?.outcome ?? null
    channel.postMessage({ id: next.id, gone: outcome?.fate === 'sent', by: 'worker' })
    if (pass.isOver(next, outcome)) break
  }
  if (pass.failures.length > 0) throw pass.failures[0]
}

/** Where the browser knows background sync, what waits leaves with the app closed. */
export function sendInBackground(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('sync', (event) => {
    const { tag } = event as SyncEvent
    if (tag === syncTag) (event as SyncEvent).waitUntil(sendWaiting())
  })
}
