import { ref } from 'vue'

/** How many writes wait on this phone. */
export const waitingSends = ref(0)
/** A server back from an older copy is sent again what it lost: there is something to tell. */
export const isToldOfRestore = ref(false)
/** Another window of this phone keeps from this one what the phone remembers. */
export const isKeptOut = ref(false)

/** Looks after the queue once the first screen is there: what it needs is not part of the first download. */
export function lookAfterQueue(): void {
  const begin = async () => {
    try {
      const { beginSending, keepPushAlive, keepRoundReady, prepareForWhiteZones } =
        await import('../incidents/start-sending.ts')
      beginSending({
        waiting: (count) => {
          waitingSends.value = count
        },
        restored: (told) => {
          isToldOfRestore.value = told
        },
        keptOut: (is) => {
          isKeptOut.value = is
        },
      })
      // One does not wait for the other to succeed.
      await Promise.allSettled([prepareForWhiteZones(), keepPushAlive(), keepRoundReady()])
    } catch {
      // Without network there is nothing to look after; the next opening tries again.
    }
  }
  if ('requestIdleCallback' in window) requestIdleCallback(() => void begin(), { timeout: 3000 })
  else setTimeout(() => void begin(), 1000)
}
