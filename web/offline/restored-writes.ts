import type { WritesUnknown } from '../../api/writes.schemas.ts'
import { mostAsked } from '../../api/platform/kept-answers.rules.ts'
import { request } from '../http/ask.ts'
import { isWorthRetrying, ProblemError } from '../http/errors.ts'
import { backToQueue } from './accepted.ts'
import { alone, locked } from './locks.ts'
import { byService } from './clock.ts'
import type { PhoneDatabase } from './open-database.ts'
import type { AcceptedWrite, Restored } from './stored.ts'

// What a server put back from an older copy has lost, found out and sent again by a page or by the service worker: nothing
// here is of a screen.

/** Under which the phone keeps what its person is to be told. */
export const noticeName = 'restored'
/** It is added to and read by one at a time; apart from what is sent, which may take minutes. */
export const oneNotice = <T>(work: () => Promise<T>): Promise<T> => locked('bocage.restored', work)
/** What is about to be sent does not wait for longer. */
const patienceMs = 8_000

/** A write that the server accepted, and when by its own clock. */
type Marked = { key: string; acceptedAt: number }
export const markOf = ({ send, acceptedAt }: AcceptedWrite): Marked => ({ key: send.key, acceptedAt })

/**
 * Of these writes, the keys of those that the server should know and does not; none when nobody answers: the next time
 * does. `asked` is called once it need not be asked again before long.
 */
export async function askUnknown(
  marks: readonly Marked[],
  asked: () => void | Promise<unknown>,
): Promise<ReadonlySet<string>> {
  const unknown = new Set<string>()
  try {
    for (let from = 0; from < marks.length; from += mostAsked) {
      const writes = marks.slice(from, from + mostAsked).map(({ key, acceptedAt }) => ({ key, acceptedAt }))
      const answer = await request<WritesUnknown>('/api/writes/unknown', {
        method: 'POST',
        body: { writes },
        timeoutMs: patienceMs,
      })
      for (const key of answer.unknown) unknown.add(key)
    }
    await asked()
    return unknown
  } catch (error) {
    // A server that refuses the question is not asked again at each turn.
    if (error instanceof ProblemError && !isWorthRetrying(error)) await asked()
    return new Set()
  }
}

/**
 * Puts what the server lost back in the queue, and keeps what the person is to be told of it, with what they have not read
 * yet. `takeRides`: when each seat asked for leaves that it lost too. Null when there is nothing to tell.
 */
export function bringBack(
  database: PhoneDatabase,
  unknown: ReadonlySet<string>,
  takeRides: () => number[] = () => [],
): Promise<Restored | null> {
  // Not beside a try: what it ends would come back.
  return alone(async () => {
    const again = await backToQueue(database, unknown)
    const rides = takeRides()
    if (again.length + rides.length === 0) return null
    return oneNotice(async () => {
      const before = (await database.get('kept', noticeName))?.data as Restored | undefined
      const told = withLost(before, again, rides)
      await database.put('kept', { at: Date.now(), data: told }, noticeName)
      return told
    })
  })
}

function withLost(
  before: Restored | undefined,
  again: readonly AcceptedWrite[],
  rides: readonly number[],
): Restored {
  const times = again.map(({ send }) => byService(send.createdAt))
  return {
    from: Math.min(before?.from ?? Infinity, ...times),
    to: Math.max(before?.to ?? 0, ...times),
    count: (before?.count ?? 0) + again.length,
    reports: Boolean(before?.reports) || again.some(({ send }) => send.kind === 'report'),
    photosLeft: (before?.photosLeft ?? 0) + again.reduce((sum, { photosLeft }) => sum + photosLeft, 0),
    changed: Boolean(before?.changed) || again.some(({ changed }) => changed),
    rides: [...(before?.rides ?? []), ...rides],
  }
}
