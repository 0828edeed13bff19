// What became of the messages of an alert, as staff read it. Pure.

export const tellings = ['published', 'corrected', 'ended'] as const
export type Telling = (typeof tellings)[number]
export const reportChannels = ['push', 'email', 'sms'] as const
export type ReportChannel = (typeof reportChannels)[number]

/** `lastError` of a mail that came back after the mail server had taken it. */
export const returnedError = 'mail-returned'
/** `lastError` of a text message that did not fit in what is left of the month. */
export const smsLimitError = 'sms-limit'
/** `lastError` of what was not sent because nobody was to read it any more: nothing failed. */
const asideErrors: ReadonlySet<string | null> = new Set([
  'never-told',
  'over',
  'replaced',
  'stopped',
  'summed-up',
  'unwanted',
])

export type Ended = {
  channel: string
  state: 'pending' | 'sent' | 'failed' | 'dropped'
  shown: boolean
  lastError: string | null
  count: number
}
export type ChannelCounts = {
  channel: ReportChannel
  reached: number
  shown: number | null
  waiting: number
  failed: number
  returned: number
  unpaid: number
  aside: number
}

/** Counts of one channel; null when nobody is told by it. A phone that tells it showed it was reached, recorded or not. */
export function countChannel(channel: ReportChannel, rows: readonly Ended[]): ChannelCounts | null {
  const own = rows.filter((row) => row.channel === channel)
  if (own.length === 0) return null
  const count = (is: (row: Ended) => boolean) => own.reduce((sum, row) => sum + (is(row) ? row.count : 0), 0)
  const isReached = ({ state, shown }: Ended) => state === 'sent' || shown
  const isAside = ({ state, lastError }: Ended) => state === 'dropped' && asideErrors.has(lastError)
  return {
    channel,
    reached: count(isReached),
    shown: channel === 'push' ? count(({ shown }) => shown) : null,
    waiting: count((row) => row.state === 'pending' && !isReached(row)),
    failed: count((row) => row.state !== 'pending' && !isReached(row) && !isAside(row)),
    returned: count(({ state, lastError }) => state === 'failed' && lastError === returnedError),
    unpaid: count(({ lastError }) => lastError === smsLimitError),
    aside: count((row) => isAside(row) && !isReached(row)),
  }
}
