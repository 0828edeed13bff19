import { uuidv7 } from 'uuidv7'
import type { ReporterIncident } from '../../../api/incidents/incidents.schemas.ts'
import { request } from '../../http/client.ts'

/** The private link's secret travels in a header: addresses are logged, headers are not. */
const by = (secret: string) => ({ 'Bocage-Secret': secret })

export function readPrivate(secret: string): Promise<ReporterIncident> {
  return request<ReporterIncident>('/api/reporter/incident', { headers: by(secret) })
}

/** The reporter is told on this phone. */
export function followOnDevice(secret: string, deviceId: string, locale: string): Promise<unknown> {
  const id = uuidv7()
  return request('/api/reporter/incident/devices', {
    method: 'POST',
    headers: by(secret),
    idempotencyKey: id,
    body: { id, deviceId, locale },
  })
}

/** Erases the email and telephone given with the report; the report stays. */
export function eraseContact(secret: string): Promise<unknown> {
  return request('/api/reporter/incident/contact', { method: 'DELETE', headers: by(secret) })
}
