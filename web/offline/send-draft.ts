import { putInQueue, sendNow, type Outcome } from './queue.ts'
import type { QueuedSend } from './stored.ts'

/**
 * Sends what was written, and lets go of its draft once the queue holds it. A phone that holds the queue in memory only
 * keeps the draft until the server has it.
 */
export async function sendDraft<T>(send: QueuedSend, letGo: () => Promise<void>): Promise<Outcome<T>> {
  const kept = await putInQueue(send)
  if (kept) await letGo()
  const outcome = await sendNow<T>(send.id)
  if (!kept && outcome.fate === 'sent') await letGo()
  return outcome
}
