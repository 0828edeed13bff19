import type {
  IncidentList,
  IncidentMap,
  PublicIncidentPage,
} from '../../../api/incidents/incidents.schemas.ts'
import { request, type RequestOptions } from '../../http/client.ts'

export function readPublic(id: string): Promise<PublicIncidentPage> {
  return request<PublicIncidentPage>(`/api/incidents/${encodeURIComponent(id)}`)
}

export function listPublic(query: RequestOptions['query'], signal?: AbortSignal): Promise<IncidentList> {
  return request<IncidentList>('/api/incidents', { query, ...(signal ? { signal } : {}) })
}

export function mapPublic(query: RequestOptions['query'], signal?: AbortSignal): Promise<IncidentMap> {
  return request<IncidentMap>('/api/incidents/map', { query, ...(signal ? { signal } : {}) })
}
