/** Where the time comes from, so that a rule or a test can be given another. */
export type Clock = { now: () => number }
export const systemClock: Clock = { now: () => Date.now() }
