import { ref } from 'vue'
import { aheadOf } from './clock.rules.ts'
import { recall, remember } from './remembered.ts'

// The one clock of what is kept and of how old it is: the service's, as far as this device knows it.

/** Under which a wrong clock is remembered: how far it runs ahead, and the last hour heard. */
const name = 'clock'

/** What was learned at an earlier visit; 0 when the clock was put right since: time never runs backwards. */
function recalled(): number {
  const [ahead = 0, heard = 0] = (recall(name) ?? '').split(' ').map(Number)
  return Number.isFinite(ahead) && Date.now() - ahead >= heard ? ahead : 0
}

/** How far this device's clock runs ahead of the service's, milliseconds; 0 while they agree within an hour. */
export const clockAhead = ref(recalled())

/** The moment it is, also on a device whose clock is wrong by a day. Epoch milliseconds. */
export const now = (): number => Date.now() - clockAhead.value

/** A moment that this device's own clock gave, by the service's: none is still to come, also of a clock put right since. */
export const byService = (at: number): number => Math.min(at - clockAhead.value, now())

/** The last hour heard, and what this page's stopwatch then said, which nobody sets. */
let heard: { at: number; watch: number } | null = null

/**
 * The moment it is at least: what is erased for its age is judged by it, since a clock set days ahead would have everything
 * erased. 0 while the service has not been heard: nothing is too old yet.
 */
export const atLeast = (): number => (heard ? heard.at + performance.now() - heard.watch : 0)

/** Learns the hour from an answer of the service, for this visit and for those that begin without network. */
export function learnHour(headers: Headers): void {
  const ahead = aheadOf(headers, Date.now())
  if (ahead === null) return
  heard = { at: Date.now() - ahead, watch: performance.now() }
  if (ahead !== 0) remember(name, `${ahead} ${Date.now() - ahead}`)
  else if (clockAhead.value !== 0 || recall(name)) remember(name, '')
  clockAhead.value = ahead
}
