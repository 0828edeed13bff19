import type { MeTooRequest } from '../../../api/incidents/incidents.schemas.ts'
import { request } from '../../http/client.ts'
import { newKey } from '../shared/desk-api.ts'

/** Counts the caller with a report that exists, and asks their address whether they want to be told. */
export function joinFor(
  incidentId: string,
  { email, locale }: { email: string; locale: MeTooRequest['locale'] },
) {
  const body = { id: newKey(), locale, photos: [], ...(email ? { email } : {}) } satisfies MeTooRequest
  return request<{ meTooCount: number }>(`/api/incidents/${incidentId}/me-too`, {
    method: 'POST',
    body,
    idempotencyKey: newKey(),
  })
}
