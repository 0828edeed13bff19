import { ref } from 'vue'

/** How many writes wait on this phone. */
export const waitingSends = ref(0)

/** Looks after the queue once the first screen is there: what it needs is not part of the first download. */
export function lookAfterQueue(): void {
  const begin = () =>
    void import('../incidents/start-sending.ts')
      .then(({ beginSending }) =>
        beginSending((count) => {
          waitingSends.value = count
        }),
      )
      // A browser that forbids storage keeps no queue, and the app still works.
      .catch(() => undefined)
  if ('requestIdleCallback' in window) requestIdleCallback(begin, { timeout: 3000 })
  else setTimeout(begin, 1000)
}
