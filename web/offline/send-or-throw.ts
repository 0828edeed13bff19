import { notSent } from './not-sent.ts'
import { enqueue, forget, type Queued } from './queue.ts'
import type { QueuedSend } from './stored.ts'

/**
 * Sends now, or later where this phone could keep it on disk. Anything else is taken out of the queue, since the form it was
 * written in holds it still, and thrown: `ProblemError` for what the server refuses, `NotSent` for what could be held in
 * memory only, or was taken out by hand.
 */
export async function sendOrThrow<T>(
  send: QueuedSend,
  letGo?: () => Promise<void>,
): Promise<Extract<Queued<T>, { fate: 'sent' | 'waiting' }>> {
  const outcome = await enqueue<T>(send, letGo)
  if (outcome.fate === 'sent' || (outcome.fate === 'waiting' && outcome.isOnDisk)) return outcome
  await forget(send.id)
  if (outcome.fate === 'refused') throw outcome.problem
  throw await notSent(outcome.fate === 'removed' ? 'removed' : 'no-room')
}
