import type { KeptRound } from './stored.ts'

/** A round is a day's work: two days later nobody is on it, and the phone may lie anywhere. */
const mostHours = 48

/**
 * Whether a round must leave the phone: it is old, or somebody else than who took it uses this phone now.
 * `account`: whose phone this is; null when nobody is signed in, undefined when that can't be known.
 */
export const isOver = (
  round: Pick<KeptRound, 'account' | 'at'>,
  { account, now }: { account: string | null | undefined; now: number },
): boolean => now - round.at > mostHours * 3_600_000 || (account !== undefined && account !== round.account)
