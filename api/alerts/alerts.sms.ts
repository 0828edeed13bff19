import type { SmsConfig } from '../config.ts'
import type { Deps } from '../platform/http.ts'
import { retryAfterMs } from './alerts.push.ts'
import { smsLimitError } from './alert-report.rules.ts'
import type { Sender, SendOutcome } from './alerts.types.ts'
import { giveBack } from './sms-budget.repository.ts'
import { reserve } from './sms-budget.usecases.ts'

const timeoutMs = 10_000

/** What a gateway's answer means. 401 and 403 speak of our token: mended, the message is still to be sent. */
function judge(
  { status, headers }: Response,
  { id, attempts, now }: { id: string; attempts: number; now: number },
): SendOutcome {
  const error = `sms-http-${status}`
  if (status >= 200 && status < 300) return { kind: 'sent' }
  const wait = retryAfterMs(headers.get('retry-after') ?? undefined, now)
  if (status === 401 || status === 403 || status === 408 || status === 429 || status >= 500)
    return { kind: 'retry', error, ...(wait === undefined ? {} : { retryAfterMs: wait }) }
  // Refused at once: nothing left, and nothing is paid. An earlier try may have left before it hung.
  return { kind: 'failed', error, ...(attempts === 1 ? { record: (tx) => giveBack(tx, id) } : {}) }
}

const call = (
  { url, token, sender }: SmsConfig,
  { id, to, text }: { id: string; to: string; text: string },
) =>
  fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'Content-Type': 'application/json',
      // The same at each try: a gateway that has taken it already answers so, and sends it once.
      'Idempotency-Key': id,
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ to, from: sender, text, reference: id }),
    signal: AbortSignal.timeout(timeoutMs),
  })

/**
 * Sends text messages by a gateway (docs/sms.md). What a message costs is set aside in the database before the call,
 * so that no two workers together pass the limit; what does not fit in the month is not sent. A message that may have
 * left (the gateway hung) stays paid, and keeps its key at the next try.
 */
export function createSmsSender({
  config,
  database,
  clock,
}: Pick<Deps, 'config' | 'database' | 'clock'>): Sender {
  return async ({ id, address, attempts, payload: { sms, expiresAt } }) => {
    if (!config.sms) return { kind: 'dropped', error: 'sms-not-configured' }
    if (!address || !sms) return { kind: 'dropped', error: 'no-address' }
    const at = clock.now()
    if (expiresAt !== undefined && expiresAt <= at) return { kind: 'dropped', error: 'over' }
    const { text, territorySiren, isCode = false } = sms
    const fits = await database.write((tx) =>
      reserve(tx, { notificationId: id, territorySiren, text, isCode, at }),
    )
    if (!fits) return { kind: 'dropped', error: smsLimitError }
    try {
      const answer = await call(config.sms, { id, to: address, text })
      await answer.body?.cancel()
      return judge(answer, { id, attempts, now: clock.now() })
    } catch (error) {
      const { name } = error as Error
      return { kind: 'retry', error: name === 'TimeoutError' ? 'timeout' : 'sms-unreachable' }
    }
  }
}
