// How long the answers to writes are kept: said once to the server that keeps them and to the phones that count on it.

export const idempotencyDays = 7
/**
 * A phone asks of a write whether it is known only while its answer must still be kept, and some: the moment it counts
 * from is that of its own answer, the server's a little before.
 */
const askableDays = idempotencyDays - 1
/** Writes asked of in one go. */
export const mostAsked = 100

const dayMs = 86_400_000
/** Whether a write accepted then, by the server's clock, must still be known now. */
export const mustBeKnown = (acceptedAt: number, now: number): boolean =>
  acceptedAt > now - askableDays * dayMs
