// What became of the messages of an alert, as staff read it. Pure.

export const tellings = ['published', 'corrected', 'ended'] as const
export type Telling = (typeof tellings)[number]
export const reportChannels = ['push', 'email', 'sms'] as const
export type ReportChannel = (typeof reportChannels)[number]

/** `lastError` of a mail that came back after the mail server had taken it. */
export const returnedError = 'mail-returned'
/** `lastError` of a text message that did not fit in what is left of the month. */
export const smsLimitError = 'sms-limit'
/** Why a message did not leave by itself though nothing failed. */
export const asides = ['stopped', 'replaced', 'summed', 'over', 'untold'] as const
export type Aside = (typeof asides)[number]
const asideByError: Readonly<Record<string, Aside>> = {
  // By the person: on their phone, or where they choose what they follow.
  stopped: 'stopped',
  unwanted: 'stopped',
  // By a later message of the same alert.
  replaced: 'replaced',
  // By the one to the phone they moved to.
  'told-there': 'replaced',
  // It left, within the summary of a day in which the phone was told enough.
  'summed-up': 'summed',
  over: 'over',
  // The end of what they were never told of.
  'never-told': 'untold',
}

export type Ended = {
  channel: string
  state: 'pending' | 'sent' | 'failed' | 'dropped'
  shown: boolean
  lastError: string | null
  count: number
}
export type ChannelCounts = {
  /** `phone`: called by the town hall. */
  channel: ReportChannel | 'phone'
  reached: number
  shown: number | null
  waiting: number
  failed: number
  returned: number
  unpaid: number
  aside: Record<Aside, number>
}

/** Calls of the town hall as counts of a channel: who answered was reached; null when nobody is on its list. */
export function countPhone(
  communes: readonly { all: number; called: number; noAnswer: number }[],
): ChannelCounts | null {
  const sum = (of: 'all' | 'called' | 'noAnswer') => communes.reduce((total, one) => total + one[of], 0)
  const [all, reached, failed] = [sum('all'), sum('called'), sum('noAnswer')]
  if (all === 0) return null
  const waiting = all - reached - failed
  const aside = { stopped: 0, replaced: 0, summed: 0, over: 0, untold: 0 }
  return { channel: 'phone', reached, shown: null, waiting, failed, returned: 0, unpaid: 0, aside }
}

/** Counts of one channel; null when nobody is told by it. A phone that tells it showed it was reached, recorded or not. */
export function countChannel(channel: ReportChannel, rows: readonly Ended[]): ChannelCounts | null {
  const own = rows.filter((row) => row.channel === channel)
  if (own.length === 0) return null
  const count = (is: (row: Ended) => boolean) => own.reduce((sum, row) => sum + (is(row) ? row.count : 0), 0)
  const isReached = ({ state, shown }: Ended) => state === 'sent' || shown
  const asideOf = ({ state, shown, lastError }: Ended) =>
    state === 'dropped' && !shown && lastError !== null ? asideByError[lastError] : undefined
  const countAside = (aside: Aside) => count((row) => asideOf(row) === aside)
  return {
    channel,
    reached: count(isReached),
    shown: channel === 'push' ? count(({ shown }) => shown) : null,
    waiting: count((row) => row.state === 'pending' && !isReached(row)),
    failed: count((row) => row.state !== 'pending' && !isReached(row) && !asideOf(row)),
    returned: count(({ state, lastError }) => state === 'failed' && lastError === returnedError),
    unpaid: count(({ lastError }) => lastError === smsLimitError),
    aside: {
      stopped: countAside('stopped'),
      replaced: countAside('replaced'),
      summed: countAside('summed'),
      over: countAside('over'),
      untold: countAside('untold'),
    },
  }
}
