import type { AidActRequest, AidView, NetworkView, NewAid } from '../../../api/carpool/aid.schemas.ts'
import { request } from '../../http/client.ts'

export type { AidView, NetworkView }
export type AidBody = Pick<NewAid, 'id' | 'networkId' | 'from' | 'to' | 'day' | 'time' | 'reason'> &
  Partial<NewAid>
type Page<T> = { items: T[]; nextCursor: string | null }

export const listNetworks = (territory: string, cursor?: string) =>
  request<Page<NetworkView>>('/api/aid-networks', { query: { territory, cursor } })
export const joinNetwork = (id: string, how: 'join' | 'leave', key: string) =>
  request<NetworkView>(`/api/aid-networks/${id}/${how}`, { method: 'POST', idempotencyKey: key })
export const listAid = (territory: string, view: 'open' | 'taken' | 'mine', cursor?: string) =>
  request<Page<AidView>>('/api/aid-requests', { query: { territory, view, cursor } })
export const askAid = (body: AidBody, key: string) =>
  request<AidView>('/api/aid-requests', { method: 'POST', body, idempotencyKey: key })
export const askAidFor = (personId: string, body: AidBody, key: string) =>
  request<AidView>('/api/desk/aid-requests', {
    method: 'POST',
    body: { personId, ...body },
    idempotencyKey: key,
  })
export const listDeskAid = (territory: string, cursor?: string) =>
  request<Page<AidView>>('/api/desk/aid-requests', { query: { territory, cursor } })
/** Staff act through their own door. */
export const actOnAid = ({ id, role }: AidView, body: AidActRequest, key: string) =>
  request<AidView>(`/api/${role === 'desk' ? 'desk/' : ''}aid-requests/${id}/acts`, {
    method: 'POST',
    body,
    idempotencyKey: key,
  })
