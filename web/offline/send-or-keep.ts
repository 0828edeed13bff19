import { learnAccount } from '../account/account-here.ts'
import { enqueue, forget, newSend } from './queue.ts'
import type { QueuedSend } from './stored.ts'

/** Sent, with what was answered; or kept on this phone, to leave under the same account once there is a network. */
export type SentOrKept<T> = { kept: false; answer: T } | { kept: true }

/**
 * Sends what somebody signed in wrote, now or later. Throws what the server refuses: the form it was written in is
 * still there to be corrected.
 */
export async function sendOrKeep<T>(
  wanted: Parameters<typeof newSend>[0] & Pick<QueuedSend, 'id'>,
): Promise<SentOrKept<T>> {
  const send = newSend({ ...wanted, account: await learnAccount() })
  const outcome = await enqueue<T>(send)
  if (outcome.fate === 'sent') return { kept: false, answer: outcome.answer }
  if (outcome.fate !== 'refused') return { kept: true }
  await forget(send.id)
  throw outcome.problem
}
