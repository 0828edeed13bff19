import { learnAccount } from '../account/account-here.ts'
import { ProblemError } from '../http/errors.ts'
import { i18n, speakOf } from '../locales/i18n.ts'
import { phoneDatabase } from './database.ts'
import { enqueue, forget, newSend } from './queue.ts'
import { heldBy, placeInQueue } from './queue-order.ts'
import type { QueuedSend } from './stored.ts'

/** Sent, with what was answered; or kept on this phone, to leave under the same account once there is a network. */
export type SentOrKept<T> = { kept: false; answer: T } | { kept: true }

/** Name of the problem of what would wait, without end, for a refused write of its subject to be decided about. */
export const behindRefused = 'behind-refused'

async function isBehindRefused(send: QueuedSend): Promise<boolean> {
  const all = await (await phoneDatabase()).getAll('sends')
  return heldBy({ ...send, createdAt: placeInQueue(send, all) }, all)?.state === 'refused'
}

/**
 * Sends what somebody signed in wrote, now or later. Throws what the server refuses, and `behindRefused`: the form it was
 * written in is still there to be corrected.
 */
export async function sendOrKeep<T>(
  wanted: Parameters<typeof newSend>[0] & Pick<QueuedSend, 'id'>,
): Promise<SentOrKept<T>> {
  const send = newSend({ ...wanted, account: await learnAccount() })
  if (await isBehindRefused(send)) {
    await speakOf('sends')
    const detail = i18n.global.t('sends.behindRefused')
    throw new ProblemError({ type: behindRefused, title: '', detail, status: 409 })
  }
  const outcome = await enqueue<T>(send)
  if (outcome.fate === 'sent') return { kept: false, answer: outcome.answer }
  if (outcome.fate !== 'refused') return { kept: true }
  await forget(send.id)
  throw outcome.problem
}
