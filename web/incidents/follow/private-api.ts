import type { ReporterIncident } from '../../../api/incidents/incidents.schemas.ts'
import { request } from '../../http/client.ts'

/** The private link's secret travels in a header: addresses are logged, headers are not. */
const by = (secret: string) => ({ 'Bocage-Secret': secret })

export function readPrivate(secret: string): Promise<ReporterIncident> {
  return request<ReporterIncident>('/api/reporter/incident', { headers: by(secret) })
}

/** The reporter is told on this phone: also by a server that forgot it, once it has their report again. */
export async function followOnDevice(secret: string, deviceId: string, locale: string): Promise<unknown> {
  // Fetched with the first write: the first screen only reads.
  const { sendAndKeep } = await import('../../offline/send-and-keep.ts')
  return sendAndKeep({
    kind: 'follow-report',
    path: '/api/reporter/incident/devices',
    secret,
    body: { deviceId, locale },
    label: '',
  })
}

/** Erases the email and telephone given with the report; the report stays. */
export async function eraseContact(secret: string): Promise<void> {
  await request('/api/reporter/incident/contact', { method: 'DELETE', headers: by(secret) })
  const { sinceAccepted } = await import('../../offline/since-accepted.ts')
  await sinceAccepted({ secret }, 'contact erased')
}
