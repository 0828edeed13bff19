// What somebody is called about, and since when something is new to them. Pure.

/** Things that one person is called about. */
export const mostFollows = 20
/** What is said in one call; the rest as a number. */
export const saidAtMost = { search: 5, week: 10 } as const

type Search = { query: Record<string, string>; communes: readonly string[] }

/** Two searches that ask the same are one, whatever the order of their filters. */
export const keyOfSearch = ({ query, communes }: Search): string =>
  `search:${JSON.stringify([Object.entries(query).toSorted(([a], [b]) => (a < b ? -1 : 1)), communes.toSorted()])}`

type Mark = {
  outcome: 'called' | 'no-answer' | null
  toldAt: number
  toldBefore: number | null
}

/**
 * How it stands after a call. `called`: what is newer than what the caller read is told at the next one. Null takes the
 * last call back.
 */
export function afterCall(
  { toldAt, toldBefore }: Pick<Mark, 'toldAt' | 'toldBefore'>,
  outcome: Mark['outcome'],
  readAt: number,
): Mark {
  if (outcome === 'called') return { outcome, toldAt: Math.max(toldAt, readAt), toldBefore: toldAt }
  if (outcome === 'no-answer') return { outcome, toldAt, toldBefore: null }
  return { outcome, toldAt: toldBefore ?? toldAt, toldBefore: null }
}
