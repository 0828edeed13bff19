import type { Reader } from '../../db/client.ts'
import { countMessages } from './alert-report.repository.ts'
import { countChannel, reportChannels, type Telling } from './alert-report.rules.ts'
import type { AlertTelling } from './alert.schemas.ts'

/**
 * What became of each message of an alert (it leaves, is corrected, ends), by channel and as counts, the last first.
 * Empty once its messages are forgotten, after thirty days. Reads every message: in no transaction of a write.
 */
export async function readReport(read: Reader, alertId: string): Promise<AlertTelling[]> {
  const rows = await countMessages(read, alertId)
  const tellings = [...Map.groupBy(rows, ({ id }) => id).values()].map((own) => {
    const [first] = own
    const ended = own.flatMap(({ channel, state, shown, lastError, count }) =>
      channel && state ? { channel, state, shown: shown ?? false, lastError, count } : [],
    )
    return {
      news: first!.topic.slice('alert.'.length) as Telling,
      at: first!.at,
      doneAt: first!.doneAt,
      channels: reportChannels.flatMap((channel) => countChannel(channel, ended) ?? []),
    }
  })
  return tellings
    .map(({ doneAt, ...telling }, i) => {
      const next = tellings[i + 1]
      const isOvertaken = doneAt !== null && next !== undefined && next.at <= doneAt
      // Gone through before the next was written, it told nobody because nobody followed.
      return { ...telling, going: doneAt === null, replaced: isOvertaken && telling.channels.length === 0 }
    })
    .toReversed()
}
