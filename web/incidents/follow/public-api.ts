import { uuidv7 } from 'uuidv7'
import type {
  IncidentList,
  IncidentMap,
  PublicIncidentPage,
} from '../../../api/incidents/incidents.schemas.ts'
import { request, type RequestOptions } from '../../http/client.ts'

export function readPublic(id: string): Promise<PublicIncidentPage> {
  return request<PublicIncidentPage>(`/api/incidents/${encodeURIComponent(id)}`)
}

/** By email (confirmed by a link) or on a device. */
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

export function listPublic(query: RequestOptions['query'], signal?: AbortSignal): Promise<IncidentList> {
  return request<IncidentList>('/api/incidents', { query, ...(signal ? { signal } : {}) })
}

export function mapPublic(query: RequestOptions['query'], signal?: AbortSignal): Promise<IncidentMap> {
  return request<IncidentMap>('/api/incidents/map', { query, ...(signal ? { signal } : {}) })
}
