import { ref } from 'vue'

/** How many writes wait on this phone. */
export const waitingSends = ref(0)

/** Looks after the queue once the first screen is there: what it needs is not part of the first download. */
export function lookAfterQueue(): void {
  const begin = async () => {
    try {
      const { beginSending, keepPushAlive, keepRoundReady, prepareForWhiteZones } =
        await import('../incidents/start-sending.ts')
      beginSending((count) => {
        waitingSends.value = count
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
