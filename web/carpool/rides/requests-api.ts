import type { z } from '@hono/zod-openapi'
import type {
  newRequest,
  RequestChange,
  RequestView,
  WantedPage,
  WantedRide,
} from '../../../api/carpool/requests.schemas.ts'
import type { RideView } from '../../../api/carpool/rides.schemas.ts'
import { request } from '../../http/client.ts'

export type { RequestView, WantedPage, WantedRide }
/** What a form says of a wish: what it leaves out takes the server's default. */
export type RequestBody = z.input<typeof newRequest>

/** Sent now, or kept until there is a network. */
export const leaveRequest = async (body: RequestBody, key: string) =>
  (await import('../../offline/send-or-keep.ts')).sendOrKeep<RequestView>({
    kind: 'ride-request',
    path: '/api/ride-requests',
    id: body.id,
    key,
    body,
    label: '',
  })
export const listRequests = (territory: string, cursor?: string) =>
  request<{ items: RequestView[]; nextCursor: string | null }>('/api/ride-requests/mine', {
    query: { territory, cursor },
  })
const note = async (id: string, since: 'ended' | 'changed') =>
  (await import('../../offline/since-accepted.ts')).sinceAccepted({ id }, since)
export async function changeRequest(
  { id, version }: RequestView,
  change: RequestChange,
): Promise<RequestView> {
  const changed = await request<RequestView>(`/api/ride-requests/${id}`, {
    method: 'PATCH',
    body: change,
    headers: { 'If-Match': `"${version}"` },
  })
  await note(id, 'changed')
  return changed
}
export async function removeRequest(id: string): Promise<void> {
  await request<void>(`/api/ride-requests/${id}`, { method: 'DELETE' })
  await note(id, 'ended')
}
export const stopRequest = (secret: string) =>
  request<unknown>('/api/ride-requests/stop', { method: 'POST', headers: { 'Bocage-Secret': secret } })

/** What people wait for: all of it, or what a way or a trip serves. */
export const listWanted = (query: {
  territory: string
  from?: string
  to?: string
  detour?: number
  trip?: string
  limit?: number
  cursor?: string | undefined
}) => request<WantedPage>('/api/ride-requests', { query })

/** A ride as the link of a mail names it. */
export const readRide = (legs: string, seats: number) =>
  request<RideView>('/api/rides/one', { query: { legs, seats } })
