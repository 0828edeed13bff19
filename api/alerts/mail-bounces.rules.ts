// What a refused mail says of the mailbox it was for. Pure.

/** `hard`: nobody is there. `soft`: not now. `none`: it speaks of the message or of us, not of the mailbox. */
export type Verdict = 'hard' | 'soft' | 'none'
/** `recipient`: refused as the address was named. `message`: once its content was given. `other`: neither came that far. */
export type Stage = 'recipient' | 'message' | 'other'

const goneCodes = new Set([521, 550, 551, 553, 556])

/**
 * RFC 3463: X.1 speaks of the address (X.1.7 and X.1.8 of ours), X.2.1 of a mailbox closed, X.2.2 of one that is full,
 * X.4 of the way to it; X.3, X.5, X.6 and X.7 of the system, the protocol, the content and its policy, whoever it is for.
 */
export function judgeRefusal({
  status,
  code = null,
  stage = 'recipient',
}: {
  status: string | null
  code?: number | null
  stage?: Stage
}): Verdict {
  if (status) {
    const [kind, subject, detail] = status.split('.').map(Number)
    if (kind === 2) return 'none'
    if (subject === 1) return detail === 7 || detail === 8 ? 'none' : kind === 5 ? 'hard' : 'soft'
    if (subject === 2)
      return detail === 3 || detail === 4 ? 'none' : kind === 5 && detail === 1 ? 'hard' : 'soft'
    return subject === 4 ? 'soft' : 'none'
  }
  if (stage !== 'recipient' || code === null) return 'none'
  if (goneCodes.has(code)) return 'hard'
  return code === 552 || (code >= 400 && code < 500) ? 'soft' : 'none'
}

const dayMs = 86_400_000
/** So many soft refusals, of as many days, within so long: the mailbox counts as gone. */
export const softLimit = { days: 4, withinMs: 30 * dayMs } as const

export type MailboxState = {
  stoppedAt: number | null
  softCount: number
  softSince: number | null
  lastAt: number
}

/**
 * A mailbox after one more refusal at `now` (epoch milliseconds). Ten alerts refused on one day by one full mailbox
 * are one day's refusal.
 */
export function afterRefusal(
  before: MailboxState | undefined,
  { verdict, now }: { verdict: 'hard' | 'soft'; now: number },
): MailboxState {
  if (before?.stoppedAt) return { ...before, lastAt: now }
  if (verdict === 'hard') return { stoppedAt: now, softCount: 0, softSince: null, lastAt: now }
  const isOld = !before?.softSince || now - before.softSince > softLimit.withinMs
  if (isOld) return { stoppedAt: null, softCount: 1, softSince: now, lastAt: now }
  const isSameDay = Math.floor(before.lastAt / dayMs) === Math.floor(now / dayMs)
  const softCount = before.softCount + (isSameDay ? 0 : 1)
  const stoppedAt = softCount >= softLimit.days ? now : null
  return { stoppedAt, softCount, softSince: before.softSince, lastAt: now }
}
