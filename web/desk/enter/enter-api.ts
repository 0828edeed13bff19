import type { MeTooRequest } from '../../../api/incidents/incidents.schemas.ts'
import { request } from '../../http/client.ts'
import { isSpent } from '../../http/write-once.ts'
import { followPublic } from '../../incidents/follow/follow-api.ts'

/**
 * Counts the caller with a report that exists, and asks their address whether they want to be told. `name` is kept with
 * the caller's entry: pressed again after a lost answer, also with another address, they are counted once.
 */
export async function joinFor(
  incidentId: string,
  { name, email, locale }: { name: string; email: string; locale: MeTooRequest['locale'] },
): Promise<void> {
  const body = { id: name, locale, photos: [], ...(email ? { email } : {}) } satisfies MeTooRequest
  try {
    await request(`/api/incidents/${incidentId}/me-too`, { method: 'POST', body, idempotencyKey: name })
  } catch (error) {
    if (!isSpent(error)) throw error
    // Counted already, with another address or none: this one is asked too.
    if (email) await followPublic(incidentId, { email }, locale)
  }
}
