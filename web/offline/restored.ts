import { shallowRef } from 'vue'
import type { WritesUnknown } from '../../api/writes.schemas.ts'
import { mostAsked } from '../../api/platform/kept-answers.rules.ts'
import { isWanted } from '../alerts/wanted.ts'
import { request } from '../http/client.ts'
import { isWorthRetrying, ProblemError } from '../http/errors.ts'
import { i18n } from '../locales/i18n.ts'
import { backToQueue, tidyAccepted } from './accepted.ts'
import { alone } from './attempt.ts'
import { now } from './clock.ts'
import { phoneDatabase } from './database.ts'
import { keep, recallKept } from './kept.ts'
import { recall, remember } from './remembered.ts'
import type { AcceptedWrite, Restored } from './stored.ts'

// A server put back from an older copy has lost what it accepted since. This phone finds out, and sends it again.

const noticeName = 'restored'
const askedName = 'accepted.askedAt'
/** What is about to be sent does not wait for longer. */
const patienceMs = 8_000

/** What the person is to be told of it, until they have read it: kept as it is, since IndexedDB takes no proxy. */
export const restored = shallowRef<Restored | null>(null)

type Marked = { key: string; acceptedAt: number }

async function askOf(marks: readonly Marked[]): Promise<Set<string>> {
  const unknown = new Set<string>()
  for (let from = 0; from < marks.length; from += mostAsked) {
    const writes = marks.slice(from, from + mostAsked).map(({ key, acceptedAt }) => ({ key, acceptedAt }))
    const answer = await request<WritesUnknown>('/api/writes/unknown', {
      method: 'POST',
      body: { writes },
      timeoutMs: patienceMs,
    })
    for (const key of answer.unknown) unknown.add(key)
  }
  return unknown
}

/** Once an hour, whatever page of this phone asks. A clock set back makes nobody wait. */
function isDue(leastMs: number): boolean {
  const since = Date.now() - Number(recall(askedName) ?? 0)
  return since < 0 || since >= leastMs
}

/**
 * Asks the server whether it still knows what it accepted from this phone in the last days, and puts back in the queue
 * what it does not. Asks nothing when nothing is kept, nor twice an hour: `leastMs` when there is a reason to. Without an
 * answer, the next time does.
 */
export async function bringBackLost({ leastMs }: { leastMs: number }): Promise<void> {
  if (!isDue(leastMs)) return
  const database = await phoneDatabase()
  await tidyAccepted(database, now())
  const accepted = await database.getAll('accepted')
  // Of phones told by push alone: no other fetches it.
  const alerts = isWanted() ? await import('../alerts/put-back.ts') : null
  const follows = alerts?.followedMarks() ?? []
  // Of those who asked for a seat, likewise.
  const rides = recall('rides.booked') ? await import('./booked.ts') : null
  const booked = rides?.bookedMarks(now()) ?? []
  const written = accepted.map(({ send, acceptedAt }) => ({ key: send.key, acceptedAt }))
  const marks = [...written, ...follows, ...booked]
  if (marks.length === 0) return
  let unknown: Set<string>
  try {
    unknown = await askOf(marks)
  } catch (error) {
    // A server that refuses the question is not asked again at each turn.
    if (error instanceof ProblemError && !isWorthRetrying(error)) remember(askedName, String(Date.now()))
    return
  }
  remember(askedName, String(Date.now()))
  if (unknown.size === 0) return
  // Not beside a try: what it ends would come back.
  const again = await alone(() => backToQueue(database, unknown))
  const lost = rides?.takeLostBookings(unknown) ?? []
  if (again.length + lost.length > 0) await tell(again, lost)
  if (alerts?.noteLostFollows(unknown)) await mendPush()
}

/** The phone may be known with what it followed before: it is given back what it follows. */
async function mendPush(): Promise<void> {
  const { repairPush } = await import('../alerts/push-repair.ts')
  await repairPush(i18n.global.locale.value as 'fr' | 'en' | 'nl').catch(() => undefined)
}

async function tell(again: readonly AcceptedWrite[], rides: readonly number[]): Promise<void> {
  const before = await recallKept<Restored>(noticeName)
  const times = again.map(({ send }) => send.createdAt)
  restored.value = {
    from: Math.min(before?.from ?? Infinity, ...times),
    to: Math.max(before?.to ?? 0, ...times),
    count: (before?.count ?? 0) + again.length,
    reports: Boolean(before?.reports) || again.some(({ send }) => send.kind === 'report'),
    photosLeft: (before?.photosLeft ?? 0) + again.reduce((sum, { photosLeft }) => sum + photosLeft, 0),
    changed: Boolean(before?.changed) || again.some(({ changed }) => changed),
    rides: [...(before?.rides ?? []), ...rides],
  }
  await keep(noticeName, restored.value)
}

/** What was not read yet, at the opening of a page. */
export async function recallRestored(): Promise<void> {
  restored.value = await recallKept<Restored>(noticeName)
}

/** The person has read it. */
export async function forgetRestored(): Promise<void> {
  restored.value = null
  await (await phoneDatabase()).delete('kept', noticeName)
}
