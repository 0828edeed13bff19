import type { MeTooRequest } from '../../../api/incidents/incidents.schemas.ts'
import { request } from '../../http/client.ts'
import { once } from '../../http/write-once.ts'

/** Counts the caller with a report that exists, and asks their address whether they want to be told. */
export function joinFor(
  incidentId: string,
  { email, locale }: { email: string; locale: MeTooRequest['locale'] },
) {
  const said = { locale, photos: [], ...(email ? { email } : {}) }
  return once(incidentId, ['me-too', said], (id) =>
    request<{ meTooCount: number }>(`/api/incidents/${incidentId}/me-too`, {
      method: 'POST',
      body: { id, ...said } satisfies MeTooRequest,
      idempotencyKey: id,
    }),
  )
}
