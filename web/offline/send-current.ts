import { saysOther } from './as-another.ts'
import type { currentDraft } from './current-draft.ts'
import type { Draft } from './kept-draft.ts'
import { enqueue, type Outcome } from './queue.ts'
import type { QueuedSend } from './stored.ts'

/** Sends what a draft of `current` says, `frozen` as it was pressed, and lets go of it once the queue holds it. */
export async function sendCurrent<D extends Draft, T>(
  current: ReturnType<typeof currentDraft<D>>,
  frozen: D,
  send: QueuedSend,
): Promise<Outcome<T>> {
  // Whole on the phone first: of a tab killed now, nothing that differs from what left is found again.
  void current.keep()
  const outcome = await enqueue<T>(send, () => current.letGo(frozen)).catch(async (error: unknown) => {
    // What is written here becomes another, once its author has seen that the first has left.
    if (saysOther(error) && current.draft.value?.id === frozen.id) await current.becomeAnother()
    throw error
  })
  if (outcome.fate === 'waiting' && !outcome.isOnDisk) current.letGoOnceSent(frozen)
  return outcome
}
