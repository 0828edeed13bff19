import { z } from 'zod'
import type { Deps } from '../platform/http.ts'
import { commonProblems } from '../platform/problems.ts'
import { isSigned } from './mail-bounces.usecases.ts'
import { mobileNumber } from './phone-number.rules.ts'
import { stopNumber } from './sms-followers.usecases.ts'
import { isStop } from './sms-text.rules.ts'

const reply = z.object({ from: z.string().max(40), text: z.string().max(2000) })

/**
 * What somebody answered to a text message, as the gateway hands it over. Only a word that stops counts; nothing of it
 * is kept. Throws `not-found` without a gateway, `forbidden` when it is not signed with the shared secret.
 */
export async function receiveSmsReply(
  deps: Pick<Deps, 'database' | 'clock' | 'config'>,
  { signature, body }: { signature: string; body: Buffer },
): Promise<{ stopped: boolean }> {
  const { sms } = deps.config
  if (!sms) throw commonProblems['not-found']()
  if (!isSigned({ secret: sms.webhookSecret, header: signature, body, now: deps.clock.now() }))
    throw commonProblems.forbidden()
  const { from, text } = readReply(body) ?? { from: '', text: '' }
  const number = mobileNumber(from.startsWith('+') ? from : `+${from}`) ?? mobileNumber(from)
  if (!number || !isStop(text)) return { stopped: false }
  await stopNumber(deps, { number })
  return { stopped: true }
}

function readReply(body: Buffer) {
  try {
    return reply.safeParse(JSON.parse(body.toString('utf8'))).data
  } catch {
    return undefined
  }
}
