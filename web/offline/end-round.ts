import { now } from './clock.ts'
import { forgetDeskDrafts } from './desk-drafts.ts'
import { forgetRound, openRound } from './round.ts'
import { isOver } from './round-over.ts'
import type { KeptRound } from './stored.ts'

/**
 * Opens the round of this phone, or erases it when it is too old or not of `account` (null: nobody is signed in;
 * undefined: not known). What was written during it waits in the queue.
 */
export async function openUnlessOver(account: string | null | undefined): Promise<KeptRound | null> {
  const round = await openRound()
  if (!round || !isOver(round, { account, now: now() })) return round
  await forgetRound()
  return null
}

/** `account` is signed in: nothing of staff's work stays here but what is theirs. */
export async function keepWorkOf(account: string): Promise<void> {
  await openUnlessOver(account)
  await forgetDeskDrafts(account)
}

/** Whoever used this phone signs out: of their round and of what they left half written nothing stays. */
export async function leaveNoWork(): Promise<void> {
  await openUnlessOver(null)
  await forgetDeskDrafts(null)
}
