import { learnAccount } from '../account/account-here.ts'
import { phoneDatabase } from './database.ts'
import { notSent } from './not-sent.ts'
import { newSend } from './queue.ts'
import { heldBy, placeInQueue } from './queue-order.ts'
import { sendOrThrow } from './send-or-throw.ts'
import type { QueuedSend } from './stored.ts'

/** Sent, with what was answered; or kept on this phone, to leave under the same account once there is a network. */
export type SentOrKept<T> = { kept: false; answer: T } | { kept: true }

async function isBehindRefused(send: QueuedSend): Promise<boolean> {
  const all = await (await phoneDatabase()).getAll('sends')
  return heldBy({ ...send, createdAt: placeInQueue(send, all) }, all)?.state === 'refused'
}

/**
 * Sends what somebody signed in wrote, now or later. Throws `ProblemError` for what the server refuses, and `NotSent` for
 * what waits, without end, behind a refused write of its subject, and where this phone could keep it in memory only: the
 * form it was written in is still there.
 */
export async function sendOrKeep<T>(
  wanted: Parameters<typeof newSend>[0] & Pick<QueuedSend, 'id'>,
): Promise<SentOrKept<T>> {
  const send = newSend({ ...wanted, account: await learnAccount() })
  if (await isBehindRefused(send)) throw await notSent('behind-refused')
  const outcome = await sendOrThrow<T>(send)
  return outcome.fate === 'sent' ? { kept: false, answer: outcome.answer } : { kept: true }
}
