import type { z } from '@hono/zod-openapi'
import type { EventRides } from '../../../api/carpool/event-rides.schemas.ts'
import type {
  BookingDaysView,
  DaysBooked,
  NewBookingDays,
  TripDays,
} from '../../../api/carpool/bookings-days.schemas.ts'
import type { BookingView, MessageView, NewBooking } from '../../../api/carpool/bookings.schemas.ts'
import type {
  AireRef,
  DeparturesAnswer,
  DestinationsAnswer,
  RideView,
  SearchAnswer,
} from '../../../api/carpool/rides.schemas.ts'
import type { Profile, TravellerView } from '../../../api/carpool/travellers.schemas.ts'
import type {
  costAnswer,
  LeaveNow,
  NewTrip,
  TripChange,
  TripView,
  TripWritten,
} from '../../../api/carpool/trips.schemas.ts'
import { accountHere } from '../../account/account-here.ts'
import { request, send } from '../../http/client.ts'
import { ProblemError } from '../../http/errors.ts'

export type {
  AireRef,
  BookingDaysView,
  BookingView,
  DaysBooked,
  DeparturesAnswer,
  DestinationsAnswer,
  EventRides,
  RideView,
  SearchAnswer,
  TravellerView,
  TripChange,
  TripDays,
  TripView,
  TripWritten,
}
export type CostAnswer = z.infer<typeof costAnswer>
type Page<T> = { items: T[]; nextCursor: string | null }
type Write = { body?: unknown; key: string }

const post = <T>(path: string, { body, key }: Write) =>
  request<T>(path, { method: 'POST', body, idempotencyKey: key })

export const searchRides = (query: Record<string, string | number | undefined>) =>
  request<SearchAnswer>('/api/rides', { query })
/** Rides to a date of an event of the agenda, or back. */
export const readEventRides = (
  id: string,
  query: { date?: string | undefined; way?: 'there' | 'back'; cursor?: string | undefined; limit?: number },
) => request<EventRides>(`/api/rides/events/${id}`, { query })
/** Where one can go from a place, with the next departure to each. */
export const readDestinations = (query: { territory: string; from: string }) =>
  request<DestinationsAnswer>('/api/rides/destinations', { query })
export const readDepartures = (query: { territory: string; aire: string; day?: string }) =>
  request<DeparturesAnswer>('/api/rides/departures', { query })

/** Who one is here: `stranger` before signing in, `new` before having said anything. */
export async function readTraveller(territory: string): Promise<TravellerView | 'stranger' | 'new'> {
  try {
    return await request<TravellerView>('/api/travellers/me', { query: { territory } })
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return 'stranger'
    if (error instanceof ProblemError && error.slug === 'no-traveller') return 'new'
    throw error
  }
}
export const signUp = (
  body: { territory: string; name: string; email: string; locale: string },
  key: string,
) => post<unknown>('/api/travellers/sign-up', { body, key })
export const saveTraveller = (body: Partial<Profile>) =>
  request<TravellerView>('/api/travellers/me', { method: 'PUT', body })

/** Forgets who one is here: rides to come are off, the others are told. */
export async function eraseTraveller(territory: string): Promise<void> {
  await request<void>('/api/travellers/me', { method: 'DELETE', query: { territory } })
  const { sinceAccepted } = await import('../../offline/since-accepted.ts')
  await sinceAccepted({ account: accountHere(), kinds: ['ride-offer', 'ride-request'] }, 'ended')
}

export const readCost = (query: { territory: string; from: string; to: string; seats: number }) =>
  request<CostAnswer>('/api/trips/cost', { query })
/** What a form says of a trip: what it leaves out takes the server's default. */
export type TripBody = Pick<
  NewTrip,
  'id' | 'territory' | 'originId' | 'destinationId' | 'firstDay' | 'time' | 'seats'
> &
  Partial<Omit<NewTrip, 'regular' | 'back'>> & {
    regular?: {
      weekdays: number[]
      lastDay: string | null
      holidaysOff: boolean
      exceptions: string[]
    } | null
    back?: { id: string; time: string; firstDay?: string } | null
  }
/** Fetched with the first write: the first screen only reads. */
const sending = () => import('../../offline/send-or-keep.ts')
/** Sent now, or kept until there is a network. `label` says which while it waits. */
export const offerTrip = async (body: TripBody, key: string, label: string) =>
  (await sending()).sendOrKeep<TripWritten>({
    kind: 'ride-offer',
    path: '/api/trips',
    id: body.id,
    key,
    body,
    label,
  })
export const leaveNow = (body: LeaveNow, key: string) => post<TripWritten>('/api/trips/now', { body, key })
export const listTrips = (territory: string, cursor?: string) =>
  request<Page<TripView>>('/api/trips/mine', { query: { territory, cursor } })
/** Fetched with the first act: see `since-accepted.ts`. */
async function noting<T>(id: string, since: 'ended' | 'changed', answer: Promise<T>): Promise<T> {
  const done = await answer
  await (await import('../../offline/since-accepted.ts')).sinceAccepted({ id }, since)
  return done
}
export const cancelTrip = (id: string, key: string) =>
  noting(id, 'ended', post<TripView>(`/api/trips/${id}/cancel`, { body: {}, key }))
/** Throws `stale-version` with the trip as it is now. */
export const changeTrip = (
  id: string,
  { body, version, key }: { body: TripChange; version: number; key: string },
) =>
  noting(
    id,
    'changed',
    request<TripWritten>(`/api/trips/${id}`, {
      method: 'PATCH',
      body,
      ifMatch: version,
      idempotencyKey: key,
    }),
  )
export const pauseTrip = (id: string, what: 'pause' | 'resume', key: string) =>
  noting(id, 'changed', post<TripView>(`/api/trips/${id}/${what}`, { body: {}, key }))
export const changeDay = (
  id: string,
  { day, what, key }: { day: string; what: 'pause' | 'reopen' | 'restore' | 'cancel'; key: string },
) => noting(id, 'changed', post<TripView>(`/api/trips/${id}/days/${day}/${what}`, { body: {}, key }))

/** What this phone keeps of seats it asked for: see there. Fetched with the first act; the act was done without it. */
const booked = () => import('../../offline/booked.ts').catch(() => null)
/** Asks for seats, and keeps on this phone that they were. */
async function book<T extends { bookings: BookingView[] }>(path: string, { body, key }: Write): Promise<T> {
  const { data, headers } = await send<T>(path, { method: 'POST', body, idempotencyKey: key })
  const acceptedAt = Date.parse(headers.get('Date') ?? '') || Date.now()
  ;(await booked())?.markBooked({ key, acceptedAt }, data.bookings)
  return data
}
export const bookRide = (body: NewBooking, key: string) =>
  book<{ bookings: BookingView[] }>('/api/bookings', { body, key })
/** Bookings as the server says them now, noted on what this phone keeps of those it asked for. */
async function noted<T>(answer: Promise<T>, bookingsOf: (answer: T) => readonly BookingView[]): Promise<T> {
  const said = await answer
  ;(await booked())?.noteBookings(bookingsOf(said))
  return said
}
export const listBookings = (query: {
  territory: string
  as: 'driver' | 'passenger'
  when: 'coming' | 'past'
  cursor?: string | undefined
}) => noted(request<Page<BookingView>>('/api/bookings/mine', { query }), ({ items }) => items)
export type Act = 'accept' | 'decline' | 'cancel' | 'complete' | 'late' | 'time' | 'time-answer' | 'no-show'
export const actOn = (id: string, act: Act, write: Write) =>
  noted(post<BookingView>(`/api/bookings/${id}/${act}`, write), (booking) => [booking])
export type Message = MessageView
export const listMessages = (id: string, cursor?: string) =>
  request<Page<Message>>(`/api/bookings/${id}/messages`, { query: { cursor } })
export const writeMessage = (id: string, write: Write) =>
  post<BookingView>(`/api/bookings/${id}/messages`, write)

const bySecret = (secret: string) => ({ headers: { 'Bocage-Secret': secret } })
export const readAnswer = (secret: string) => request<BookingView>('/api/booking-answer', bySecret(secret))
export const giveAnswer = (secret: string, { body, key }: Write) =>
  request<BookingView>('/api/booking-answer', {
    method: 'POST',
    body,
    idempotencyKey: key,
    ...bySecret(secret),
  })

/** Days of a regular trip, in one go. */
export const readTripDays = (query: { trip: string; pickUp: string; dropOff: string }) =>
  request<TripDays>('/api/trip-days', { query })
export type DaysBody = Omit<NewBookingDays, 'seats'> & { seats: number }
export const bookDays = (body: DaysBody, key: string) => book<DaysBooked>('/api/booking-days', { body, key })
export const actOnDays = (seriesId: string, act: 'accept' | 'decline' | 'cancel', write: Write) =>
  noted(post<BookingDaysView>(`/api/booking-days/${seriesId}/${act}`, write), ({ items }) => items)
export const readDaysAnswer = (secret: string) =>
  request<BookingDaysView>('/api/booking-days-answer', bySecret(secret))
export const giveDaysAnswer = (secret: string, { body, key }: Write) =>
  request<BookingDaysView>('/api/booking-days-answer', {
    method: 'POST',
    body,
    idempotencyKey: key,
    ...bySecret(secret),
  })
