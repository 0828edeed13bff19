import { idempotencyDays } from '../../api/platform/kept-answers.rules.ts'
import type { QueuedSend, SentOne } from './stored.ts'

// What may leave, and when: pure, so that every order can be tried.

type Ordered = Pick<QueuedSend, 'id' | 'createdAt' | 'state'> &
  Partial<Pick<QueuedSend, 'subject' | 'account' | 'attempts' | 'unanswered'>>

/** Oldest first; ids made on the phone decide between two of one millisecond. */
export function inOrder<T extends Pick<QueuedSend, 'id' | 'createdAt'>>(sends: readonly T[]): T[] {
  return [...sends].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
}

/**
 * When it counts as written: after what is there, even when the phone's clock was set back between the two. The same one
 * put again (a double tap, a form sent again) keeps its place.
 */
export function placeInQueue(
  send: Pick<QueuedSend, 'id' | 'createdAt'>,
  sends: readonly Pick<QueuedSend, 'id' | 'createdAt'>[],
): number {
  const before = sends.find(({ id }) => id === send.id)
  return before ? before.createdAt : placeAfter(send.createdAt, sends)
}

/** The place of what was written after these, whatever the phone's clock said of each. */
export function placeAfter(createdAt: number, others: readonly Pick<QueuedSend, 'createdAt'>[]): number {
  return others.reduce((place, other) => Math.max(place, other.createdAt + 1), createdAt)
}

/** Whether a try may have arrived, whatever became of its answer. Former versions noted only how many were made. */
export const mayHaveArrived = ({
  mayBeThere,
  attempts,
  print,
}: Pick<QueuedSend, 'mayBeThere' | 'attempts' | 'print'>): boolean =>
  mayBeThere ?? (print === undefined && attempts > 0)

/** Whether it waits for its author to sign in. */
export const isToSignIn = ({ unanswered }: Pick<QueuedSend, 'unanswered'>): boolean =>
  unanswered === 'signed-out' || unanswered === 'other-account'

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
 * How often it alone was left without an answer: what stands between may never let this one pass (a firewall that takes
 * offence at a word of it, a photo too long for the network).
 */
function passedOver({ attempts = 0, unanswered = null }: Ordered): number {
  return unanswered === null || unanswered === 'intercepted' || unanswered === 'timeout' ? attempts : 0
}

/**
 * The next to try: not refused, not behind another of its subject, not of an account that must sign in first, and not in
 * `tried`. Oldest first, those passed over after all others and in turn: two that never pass stop nobody else.
 */
export function nextToSend<T extends Ordered>(
  sends: readonly T[],
  { tried, signedOut }: { tried: ReadonlySet<string>; signedOut: ReadonlySet<string> },
): T | null {
  const busy = new Set<string>()
  let next: T | null = null
  for (const send of inOrder(sends)) {
    const free =
      send.state === 'waiting' &&
      !tried.has(send.id) &&
      !(send.subject && busy.has(send.subject)) &&
      !(send.account && signedOut.has(send.account))
    if (free && (!next || passedOver(send) < passedOver(next))) next = send
    if (send.subject) busy.add(send.subject)
  }
  return next
}

/**
 * What the later writes of a subject become once an earlier one, made upon `from`, was accepted as `version`: those made
 * upon the same are made upon this one. Only those that change are returned. A state that is no longer of that version
 * holds what a colleague did since: then none follows, and the server decides.
 */
export function followVersion<T extends Pick<QueuedSend, 'id' | 'subject' | 'ifMatch' | 'seen'>>(
  sends: readonly T[],
  {
    subject,
    from,
    version,
    state,
  }: { subject: string; from: number; version: number; state: Record<string, unknown> | null },
): T[] {
  if (state?.['version'] !== version) return []
  return sends
    .filter((send) => send.subject === subject && send.ifMatch === from)
    .map((send) => ({ ...send, ifMatch: version, seen: state }))
}

/**
 * In place of a version: it is of no state, so the server answers with what is there, which is compared with what was
 * seen. The numbers of versions begin again on a server put back from an older copy.
 */
export const uponWhatIsThere = 0

/** As long as the server keeps the answer to a key: until then a tab may ask what became of a write. */
const sentDays = idempotencyDays
const sentMost = 500

/**
 * Ids of the accepted writes to forget: too old, or too many. What the phone has still to draw from stays, and that of
 * which it still has the draft (`drafted`), which would be offered again.
 */
export function sentToForget(
  sent: readonly Pick<SentOne, 'id' | 'sentAt' | 'settled'>[],
  now: number,
  drafted: ReadonlySet<string> = new Set(),
): string[] {
  return [...sent]
    .sort((a, b) => b.sentAt - a.sentAt)
    .filter((one, index) => one.sentAt < now - sentDays * 86_400_000 || index >= sentMost)
    .filter(({ id, settled }) => settled && !drafted.has(id))
    .map(({ id }) => id)
}
