import type { Reader } from '../../db/client.ts'
import { countMessages } from './alert-report.repository.ts'
import { countAlertCalls } from './alert-calls.usecases.ts'
import { countChannel, countPhone, reportChannels, type Telling } from './alert-report.rules.ts'
import type { AlertTelling } from './alert.schemas.ts'

/**
 * What became of each message of an alert (it leaves, is corrected, ends), by channel and as counts, the last first; of
 * calls by telephone, for the last. Empty once its messages are forgotten, after thirty days. Reads every message: in no transaction of a write.
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
  const report: AlertTelling[] = tellings
    .map(({ doneAt, ...telling }, i) => {
      const next = tellings[i + 1]
      const isOvertaken = doneAt !== null && next !== undefined && next.at <= doneAt
      // Gone through before the next was written, it told nobody because nobody followed.
      return { ...telling, going: doneAt === null, replaced: isOvertaken && telling.channels.length === 0 }
    })
    .toReversed()
  const [last] = report
  const phone = last ? countPhone(await countAlertCalls(read, alertId)) : null
  if (last && phone) last.channels.push(phone)
  return report
}
