import { concernsAll, mostUnanswered, type Attempt } from './attempt.ts'
import { nextToSend } from './queue-order.ts'
import type { QueuedSend } from './stored.ts'

/** Null and `removed`: another was faster, or it was taken out by hand. */
type Fate = Attempt | { fate: 'removed' } | null

/** One pass over what waits, by a page or by the service worker: what is tried next, and when nobody would answer any more. */
export function onePass() {
  const tried = new Set<string>()
  const signedOut = new Set<string>()
  /** Why those that nobody answered wait still. */
  const failures: unknown[] = []
  let inARow = 0

  function next(sends: readonly QueuedSend[]): QueuedSend | null {
    const one = nextToSend(sends, { tried, signedOut })
    if (one) tried.add(one.id)
    return one
  }

  /** Learns what became of one. True when the pass ends with it. */
  function isOver({ account }: QueuedSend, outcome: Fate): boolean {
    if (outcome?.fate !== 'waiting') inARow = 0
    else if (outcome.held || outcome.missing) return false
    else if (outcome.signIn && account) signedOut.add(account)
    else {
      failures.push(outcome.error)
      return ++inARow === mostUnanswered || concernsAll(outcome.error)
    }
    return false
  }

  return { next, isOver, failures }
}
