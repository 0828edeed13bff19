import type { BlockList } from '../../../api/carpool/blocks.schemas.ts'
import type {
  AskGuardian,
  GuardedRides,
  GuardianAnswer,
  GuardianView,
} from '../../../api/carpool/guardians.schemas.ts'
import type { NewReport } from '../../../api/carpool/reports.schemas.ts'
import type { RideShare, SharedRide } from '../../../api/carpool/sharing.schemas.ts'
import { request } from '../../http/client.ts'

export type { GuardianView, RideShare, SharedRide }

const bySecret = (secret: string) => ({ headers: { 'Bocage-Secret': secret } })

/** The passenger's link for a relative: asked again, it is the same one. */
export const shareRide = (bookingId: string) =>
  request<RideShare>(`/api/bookings/${bookingId}/share`, { method: 'PUT' })
export const stopSharing = (bookingId: string) =>
  request<void>(`/api/bookings/${bookingId}/share`, { method: 'DELETE' })
export const readShared = (secret: string) => request<SharedRide>('/api/shared-ride', bySecret(secret))

export type Blocked = BlockList['items'][number]
export const blockOther = (bookingId: string) =>
  request<void>(`/api/bookings/${bookingId}/block`, { method: 'PUT' })
export const listBlocked = (territory: string, cursor?: string) =>
  request<BlockList>('/api/travellers/me/blocks', { query: { territory, cursor } })
export const unblock = (id: string) => request<void>(`/api/travellers/me/blocks/${id}`, { method: 'DELETE' })
export const reportOther = (bookingId: string, { body, key }: { body: NewReport; key: string }) =>
  request<{ id: string }>(`/api/bookings/${bookingId}/report`, { method: 'POST', body, idempotencyKey: key })

export type GuardedRide = GuardedRides['items'][number]
export const askGuardian = (body: AskGuardian, key: string) =>
  request<unknown>('/api/travellers/me/guardian', { method: 'POST', body, idempotencyKey: key })
export const readGuarded = (secret: string) => request<GuardianView>('/api/guardian', bySecret(secret))
export const listGuarded = (secret: string, cursor?: string) =>
  request<GuardedRides>('/api/guardian/rides', { query: { cursor }, ...bySecret(secret) })
export const answerGuarded = (secret: string, { answer, key }: GuardianAnswer & { key: string }) =>
  request<unknown>('/api/guardian', {
    method: 'POST',
    body: { answer },
    idempotencyKey: key,
    ...bySecret(secret),
  })
export const cancelGuarded = (secret: string, id: string, key: string) =>
  request<unknown>(`/api/guardian/rides/${id}/cancel`, {
    method: 'POST',
    idempotencyKey: key,
    ...bySecret(secret),
  })
