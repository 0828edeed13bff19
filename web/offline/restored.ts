import { shallowRef } from 'vue'
import { isWanted } from '../alerts/wanted.ts'
import { i18n } from '../locales/i18n.ts'
import { tidyAccepted } from './accepted.ts'
import { atLeast, now } from './clock.ts'
import { phoneDatabase } from './database.ts'
import { recallKept } from './kept.ts'
import { recall, remember } from './remembered.ts'
import { askUnknown, bringBack, markOf, noticeName, oneNotice } from './restored-writes.ts'
import type { Restored } from './stored.ts'

// A server put back from an older copy has lost what it accepted since. This phone finds out, and sends it again.

const askedName = 'accepted.askedAt'

/** What the person is to be told of it, until they have read it: kept as it is, since IndexedDB takes no proxy. */
export const restored = shallowRef<Restored | null>(null)

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
  // The service worker may have found out meanwhile.
  if (!restored.value) await recallRestored().catch(() => undefined)
  if (!isDue(leastMs)) return
  const database = await phoneDatabase()
  await tidyAccepted(database, atLeast())
  const accepted = await database.getAll('accepted')
  // Of phones told by push alone: no other fetches it.
  const alerts = isWanted() ? await import('../alerts/put-back.ts') : null
  const follows = alerts?.followedMarks() ?? []
  // Of those who asked for a seat, likewise.
  const rides = recall('rides.booked') ? await import('./booked.ts') : null
  const booked = rides?.bookedMarks(atLeast()) ?? []
  const marks = [...accepted.map(markOf), ...follows, ...booked]
  if (marks.length === 0) return
  const unknown = await askUnknown(marks, () => remember(askedName, String(Date.now())))
  if (unknown.size === 0) return
  const told = await bringBack(database, unknown, () =>
    // The hour is known by now: the server has just answered.
    (rides?.takeLostBookings(unknown) ?? []).filter((at) => at > now()),
  )
  if (told) restored.value = told
  if (alerts?.noteLostFollows(unknown)) await mendPush()
}

/** The phone may be known with what it followed before: it is given back what it follows. */
async function mendPush(): Promise<void> {
  const { repairPush } = await import('../alerts/push-repair.ts')
  await repairPush(i18n.global.locale.value as 'fr' | 'en' | 'nl').catch(() => undefined)
}

/** What was not read yet, found out by this page or by another. */
export async function recallRestored(): Promise<void> {
  restored.value = await recallKept<Restored>(noticeName)
}

/**
 * The person has read what was shown. What the service worker, or another tab, has added to it since was not: it is told, with
 * the rest.
 */
export async function forgetRestored(): Promise<void> {
  const read = restored.value
  restored.value = null
  await oneNotice(async () => {
    const there = await recallKept<Restored>(noticeName)
    if (JSON.stringify(there) === JSON.stringify(read))
      await (await phoneDatabase()).delete('kept', noticeName)
    else restored.value = there
  })
}
