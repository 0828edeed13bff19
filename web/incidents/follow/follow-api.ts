import { uuidv7 } from 'uuidv7'
import { request } from '../../http/client.ts'

/** Asks to be told of somebody else's report: by email (confirmed by a link) or on a device. */
export function followPublic(
  id: string,
  wish: { email: string } | { deviceId: string },
  locale: string,
): Promise<unknown> {
  const wishId = uuidv7()
  return request(`/api/incidents/${encodeURIComponent(id)}/followers`, {
    method: 'POST',
    idempotencyKey: wishId,
    body: { id: wishId, ...wish, locale },
  })
}
