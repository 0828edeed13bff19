import type { Reader, Tx } from '../../db/client.ts'
import { countMessages } from './alert-report.repository.ts'
import { countChannel, reportChannels, type Telling } from './alert-report.rules.ts'
import type { AlertTelling } from './alert.schemas.ts'

/**
 * What became of each message of an alert (it leaves, is corrected, ends), by channel and as counts, the last first.
 * Empty once its messages are forgotten, after thirty days.
 */
export async function readReport(handle: Reader | Tx, alertId: string): Promise<AlertTelling[]> {
  const rows = await countMessages(handle, alertId)
  return [...Map.groupBy(rows, ({ id }) => id).values()]
    .map((own) => {
      const [first] = own
      const ended = own.flatMap(({ channel, state, shown, lastError, count }) =>
        channel && state ? { channel, state, shown: shown ?? false, lastError, count } : [],
      )
      return {
        news: first!.topic.slice('alert.'.length) as Telling,
        at: first!.at,
        going: first!.doneAt === null,
        channels: reportChannels.flatMap((channel) => countChannel(channel, ended) ?? []),
      }
    })
    .toReversed()
}
