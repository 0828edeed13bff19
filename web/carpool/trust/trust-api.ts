import type { InjectionKey } from 'vue'
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
import type { BookingView, TripView } from '../rides/rides-api.ts'

export type { GuardianView, RideShare, SharedRide }

const bySecret = (secret: string) => ({ headers: { 'Bocage-Secret': secret } })

/** A ride that a relative may look at, from where one makes the link and stops it. */
export type ShareableRide = { from: string; to: string; driving: boolean; shared: boolean; path: string }

/** A link for a relative: asked again, it is the same one. */
export const shareRide = ({ path }: ShareableRide) => request<RideShare>(path, { method: 'PUT' })
export const stopSharing = ({ path }: ShareableRide) => request<void>(path, { method: 'DELETE' })

type Trip = Pick<TripView, 'id' | 'origin' | 'destination'>
/** One day of a trip, as its driver shares it, with passengers or without. */
export const driveToShare = (
  trip: Trip,
  { day, shared }: Pick<TripView['departures'][number], 'day' | 'shared'>,
): ShareableRide => ({
  from: trip.origin.name,
  to: trip.destination.name,
  driving: true,
  shared,
  path: `/api/trips/${trip.id}/days/${day}/share`,
})
/** The ride of a booking, as its passenger or its driver shares it: each has a link of their own. */
export const rideToShare = (booking: BookingView): ShareableRide =>
  booking.role === 'driver'
    ? driveToShare({ ...booking, id: booking.tripId }, booking)
    : {
        from: booking.pickUp.name,
        to: booking.dropOff.name,
        driving: false,
        shared: booking.shared,
        path: `/api/bookings/${booking.id}/share`,
      }
export const readShared = (secret: string) => request<SharedRide>('/api/shared-ride', bySecret(secret))

export type Blocked = BlockList['items'][number]
export const blockOther = (bookingId: string) =>
  request<void>(`/api/bookings/${bookingId}/block`, { method: 'PUT' })
export const listBlocked = (territory: string, cursor?: string) =>
  request<BlockList>('/api/travellers/me/blocks', { query: { territory, cursor } })
export const unblock = (id: string) => request<void>(`/api/travellers/me/blocks/${id}`, { method: 'DELETE' })
/** Another way to signal than one's own: for somebody whom one speaks for. */
export const reportDoor: InjectionKey<typeof reportOther> = Symbol('report door')
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
