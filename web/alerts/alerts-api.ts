import type {
  AlertSubscriptions,
  AlertSubscriptionsView,
  PublicAlert,
} from '../../api/alerts/alert.schemas.ts'
import { uuidv7 } from 'uuidv7'
import { request } from '../http/client.ts'
import { ownDevice } from './push.ts'

export type AlertList = { items: PublicAlert[]; nextCursor: string | null }
export const listAlerts = (query: Record<string, string | number | undefined>) =>
  request<AlertList>('/api/alerts', { query })
export const readAlert = (id: string, lang: string) =>
  request<PublicAlert>(`/api/alerts/${id}`, { query: { lang } })

const path = (id: string) => `/api/devices/${id}/alerts`

/** The communes this phone follows; for a phone that is told by push. */
export function readFollowed(): Promise<AlertSubscriptionsView> {
  const { id, secret } = ownDevice()
  return request<AlertSubscriptionsView>(path(id), { headers: { 'Bocage-Device-Secret': secret } })
}

/** Sets all the communes this phone follows in a territory. */
export function writeFollowed(asked: AlertSubscriptions): Promise<AlertSubscriptionsView> {
  const { id, secret } = ownDevice()
  return request<AlertSubscriptionsView>(path(id), {
    method: 'PUT',
    body: asked,
    idempotencyKey: uuidv7(),
    headers: { 'Bocage-Device-Secret': secret },
  })
}
