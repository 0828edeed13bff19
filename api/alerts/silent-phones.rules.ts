const dayMs = 86_400_000
/** A phone that gave no sign for so long, though messages were sent to it, probably shows none. */
export const silentMs = 30 * dayMs

/** Since when a phone is silent, epoch milliseconds; null when it is not, or nothing was sent to it meanwhile. */
export function silentSince(
  phone: { lastSeenAt: number; removedAt: number | null; sentDay: string | null },
  now: number,
): number | null {
  const { lastSeenAt, removedAt, sentDay } = phone
  if (removedAt !== null || sentDay === null || now - lastSeenAt < silentMs) return null
  return sentDay > new Date(lastSeenAt).toISOString().slice(0, 10) ? lastSeenAt : null
}
