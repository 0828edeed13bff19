import type { QueuedSend, SentOne } from './stored.ts'

// What may leave, and when: pure, so that every order can be tried.

type Ordered = Pick<QueuedSend, 'id' | 'createdAt' | 'state'> &
  Partial<Pick<QueuedSend, 'subject' | 'account'>>

/** Oldest first; ids made on the phone decide between two of one millisecond. */
export function inOrder<T extends Pick<QueuedSend, 'id' | 'createdAt'>>(sends: readonly T[]): T[] {
  return sends.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
}

/** The earlier write of the same subject that `send` waits for, whether that one waits or was refused. */
export function heldBy<T extends Ordered>(send: Ordered, sends: readonly T[]): T | null {
  if (!send.subject) return null
  return (
    inOrder(sends).find(
      (other) =>
        other.subject === send.subject && other.id !== send.id && inOrder([other, send])[0] === other,
    ) ?? null
  )
}

/**
 * The next to try, oldest first: not refused, not behind another of its subject, not of an account that must sign in
 * first, and not in `tried`.
 */
export function nextToSend<T extends Ordered>(
  sends: readonly T[],
  { tried, signedOut }: { tried: ReadonlySet<string>; signedOut: ReadonlySet<string> },
): T | null {
  const busy = new Set<string>()
  for (const send of inOrder(sends)) {
    const free =
      send.state === 'waiting' &&
      !tried.has(send.id) &&
      !(send.subject && busy.has(send.subject)) &&
      !(send.account && signedOut.has(send.account))
    if (free) return send
    if (send.subject) busy.add(send.subject)
  }
  return null
}

/**
 * What the later writes of a subject become once an earlier one was accepted as `version`: those written upon the
 * version just before are written upon this one, since nobody else came between. Only those that change are returned.
 */
export function followVersion<T extends Pick<QueuedSend, 'id' | 'subject' | 'ifMatch' | 'seen'>>(
  sends: readonly T[],
  { subject, version, state }: { subject: string; version: number; state: Record<string, unknown> | null },
): T[] {
  return sends
    .filter((send) => send.subject === subject && send.ifMatch === version - 1)
    .map((send) => ({ ...send, ifMatch: version, seen: state ?? send.seen ?? null }))
}

/**
 * As long as the server keeps the answer to a key: within it, sending again what it still has does nothing twice, so
 * a phone may offer it to a server that came back from a restore.
 */
export const sentDays = 7
const sentMost = 200
const sentBytes = 60 * 1024 * 1024

const weightOf = ({ send }: SentOne) => send.photos.reduce((sum, { blob }) => sum + blob.size, 0)

/** Ids of the accepted writes to forget: too old, too many, or whose photos take too much room, oldest first. */
export function sentToForget(sent: readonly SentOne[], now: number): string[] {
  let bytes = 0
  return sent
    .toSorted((a, b) => b.sentAt - a.sentAt)
    .filter((one, index) => {
      bytes += weightOf(one)
      // What the phone has not drawn its own from yet stays, whatever it weighs.
      if (!one.settled) return false
      return one.sentAt < now - sentDays * 86_400_000 || index >= sentMost || bytes > sentBytes
    })
    .map(({ id }) => id)
}
