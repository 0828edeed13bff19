import { send as ask } from '../http/client.ts'
import { keepAccepted } from './accepted.ts'
import { phoneDatabase } from './database.ts'
import { newSend } from './queue.ts'

/**
 * Sends a write at once, without waiting for a network: for what is asked beside something else. Once accepted it is
 * kept as those of the queue are, to be sent again to a server that lost it.
 */
export async function sendAndKeep<T>(wanted: Parameters<typeof newSend>[0]): Promise<T> {
  const send = newSend(wanted)
  const { data, headers } = await ask<T>(send.path, {
    method: 'POST',
    idempotencyKey: send.key,
    body: send.body,
    headers: send.secret ? { 'Bocage-Secret': send.secret } : {},
  })
  const acceptedAt = Date.parse(headers.get('Date') ?? '') || Date.now()
  await keepAccepted(await phoneDatabase(), send, { acceptedAt, secret: null }).catch(() => undefined)
  return data
}
