const baseMs = { urgent: 5_000, normal: 30_000 }
const longestMs = 6 * 3_600_000
/** Doubling from 30 s up to six hours, 17 attempts take about two days. */
export const maxAttempts = 17

/**
 * Milliseconds to wait after a failed attempt, or null to give up. Doubles each time, spread by a quarter either way
 * so that a service that comes back is not met by everyone at once; never sooner than it asked (Retry-After).
 * `attempts` counts the one that failed; `random` is in [0, 1).
 */
export function backoffMs({
  attempts,
  urgent,
  random,
  retryAfterMs = 0,
}: {
  attempts: number
  urgent: boolean
  random: number
  retryAfterMs?: number | undefined
}): number | null {
  if (attempts >= maxAttempts) return null
  const wait = Math.min((urgent ? baseMs.urgent : baseMs.normal) * 2 ** (attempts - 1), longestMs)
  return Math.round(Math.max(wait * (0.75 + random / 2), retryAfterMs))
}

/** The handler of the longest prefix of `topic` that ends at a dot. */
export function handlerOf<T>(handlers: Record<string, T>, topic: string): T | undefined {
  for (let prefix = topic; prefix; prefix = prefix.slice(0, Math.max(prefix.lastIndexOf('.'), 0)))
    if (Object.hasOwn(handlers, prefix)) return handlers[prefix]
  return undefined
}
