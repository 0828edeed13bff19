import { alone, attempt, concernsAll, mostUnanswered, type PhotosSent } from '../offline/attempt.ts'
import { syncTag } from '../offline/background.ts'
import { openPhoneDatabase, type PhoneDatabase } from '../offline/open-database.ts'
import { nextToSend } from '../offline/queue-order.ts'

type SyncEvent = ExtendableEvent & { tag: string }

/** Sends what waits, as the pages do; throws when nobody answers, so that the browser wakes it again later. */
async function sendWaiting(): Promise<void> {
  const told = { trouble: () => undefined, closed: () => undefined }
  const database = await openPhoneDatabase(told)
  const channel = new BroadcastChannel('bocage.sends')
  try {
    await sendEach(database, channel)
  } finally {
    channel.close()
  }
}

async function sendEach(database: PhoneDatabase, channel: BroadcastChannel): Promise<void> {
  const tried = new Set<string>()
  const signedOut = new Set<string>()
  const failures: unknown[] = []
  const telling = (id: string) => (photos: PhotosSent) => channel.postMessage({ id, gone: false, photos })
  for (;;) {
    const next = nextToSend(await database.getAll('sends'), { tried, signedOut })
    if (!next) break
    tried.add(next.id)
    const outcome = (await alone(() => attempt(database, next.id, telling(next.id))))?.outcome
    channel.postMessage({ id: next.id, gone: outcome?.fate === 'sent', by: 'worker' })
    if (outcome?.fate !== 'waiting' || outcome.held || outcome.missing) continue
    if (outcome.signIn && next.account) signedOut.add(next.account)
    else if (failures.push(outcome.error) === mostUnanswered || concernsAll(outcome.error)) break
  }
  if (failures.length > 0) throw failures[0]
}

/** Where the browser knows background sync, what waits leaves with the app closed. */
export function sendInBackground(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('sync', (event) => {
    const { tag } = event as SyncEvent
    if (tag === syncTag) (event as SyncEvent).waitUntil(sendWaiting())
  })
}
