import type { BookingView, NewBooking } from '../../../api/carpool/bookings.schemas.ts'
import type { EditPerson, NewPerson, PersonView } from '../../../api/carpool/desk-people.schemas.ts'
import type { CallList, CallView, DeskAct } from '../../../api/carpool/desk-rides.schemas.ts'
import type { RequestCallList, RequestCallView } from '../../../api/carpool/desk-requests.schemas.ts'
import type { HelperView, NewHelper } from '../../../api/carpool/helpers.schemas.ts'
import type { TripView, TripWritten } from '../../../api/carpool/trips.schemas.ts'
import type { DaysBody, DaysBooked, TripBody, TripDays } from '../../carpool/rides/rides-api.ts'
import type { RequestBody, RequestView } from '../../carpool/rides/requests-api.ts'
import type { NewReport } from '../../../api/carpool/reports.schemas.ts'
import { request } from '../../http/client.ts'

export type { BookingView, CallView, HelperView, PersonView, RequestCallView, RequestView, TripView }
type Page<T> = { items: T[]; nextCursor: string | null }
export type Side = CallView['as']
export type View = 'to-call' | 'soon' | 'waiting'
/** What is alike of all calls. */
export type Called = Pick<CallView, 'person' | 'helper' | 'calledAt' | 'calledBy'>

const people = '/api/desk/ride-people'

export const findPeople = (query: { territory: string; q: string; cursor?: string | undefined }) =>
  request<Page<PersonView>>(people, { query })
export const enterPerson = (body: NewPerson, key: string) =>
  request<{ person: PersonView; known: boolean }>(people, { method: 'POST', body, idempotencyKey: key })
export const readPerson = (id: string) => request<PersonView>(`${people}/${id}`)
export const correctPerson = (id: string, body: EditPerson, version: number) =>
  request<PersonView>(`${people}/${id}`, { method: 'PATCH', body, ifMatch: version })
export const forgetPerson = (id: string, version: number) =>
  request<void>(`${people}/${id}`, { method: 'DELETE', ifMatch: version })

export const bookFor = (id: string, body: NewBooking, key: string) =>
  request<{ bookings: BookingView[] }>(`${people}/${id}/bookings`, {
    method: 'POST',
    body,
    idempotencyKey: key,
  })
export const offerFor = (id: string, body: TripBody, key: string) =>
  request<TripWritten>(`${people}/${id}/trips`, { method: 'POST', body, idempotencyKey: key })
export const leaveRequestFor = (id: string, body: RequestBody, key: string) =>
  request<RequestView>(`${people}/${id}/requests`, { method: 'POST', body, idempotencyKey: key })
export const listRequestsFor = (id: string, cursor?: string) =>
  request<Page<RequestView>>(`${people}/${id}/requests`, { query: { cursor } })
export const readDaysFor = (id: string, query: { trip: string; pickUp: string; dropOff: string }) =>
  request<TripDays>(`${people}/${id}/trip-days`, { query })
export const bookDaysFor = (id: string, body: DaysBody, key: string) =>
  request<DaysBooked>(`${people}/${id}/booking-days`, { method: 'POST', body, idempotencyKey: key })
export const listBookingsFor = (
  id: string,
  query: { as: Side; when: 'coming' | 'past'; cursor?: string | undefined },
) => request<Page<BookingView>>(`${people}/${id}/bookings`, { query })
export const listTripsFor = (id: string, cursor?: string) =>
  request<Page<TripView>>(`${people}/${id}/trips`, { query: { cursor } })

export const actFor = (bookingId: string, body: Pick<DeskAct, 'as' | 'act'>, key: string) =>
  request<BookingView>(`/api/desk/ride-bookings/${bookingId}/acts`, {
    method: 'POST',
    body,
    idempotencyKey: key,
  })

/** Late, another time, nobody there: said for the person who is `as` in the ride. */
export const changeFor = (
  { id, as }: { id: string; as: Side },
  act: string,
  { body, key }: { body?: unknown; key: string },
) =>
  request<BookingView>(`/api/desk/ride-bookings/${id}/${act}`, {
    method: 'POST',
    query: { as },
    body,
    idempotencyKey: key,
  })

/** Signals the other of the ride to who moderates rides, for the person who is `as` in it. */
export const reportFor = (
  { id, as }: { id: string; as: Side },
  { body, key }: { body: NewReport; key: string },
) =>
  request<{ id: string }>(`/api/desk/ride-bookings/${id}/report`, {
    method: 'POST',
    query: { as },
    body,
    idempotencyKey: key,
  })

const helpers = '/api/desk/ride-helpers'
export const listHelpers = (territory: string, cursor?: string) =>
  request<Page<HelperView>>(helpers, { query: { territory, cursor } })
export const nameHelper = (body: NewHelper, key: string) =>
  request<HelperView>(helpers, { method: 'POST', body, idempotencyKey: key })
export const dismissHelper = (id: string) => request<void>(`${helpers}/${id}`, { method: 'DELETE' })

export const listCalls = (query: { territory: string; view: View; cursor?: string | undefined }) =>
  request<CallList>('/api/desk/ride-calls', { query })
export const markCalled = ({ as, booking, version }: CallView, called: boolean, key: string) =>
  request<CallView>(`/api/desk/ride-calls/${booking.id}/called`, {
    method: 'POST',
    body: { as, called },
    ifMatch: version,
    idempotencyKey: key,
  })

const requestCalls = '/api/desk/ride-request-calls'
export const listRequestCalls = (query: { territory: string; cursor?: string | undefined }) =>
  request<RequestCallList>(requestCalls, { query })
export const markRequestCalled = (
  { request: asked, version }: RequestCallView,
  called: boolean,
  key: string,
) =>
  request<RequestCallView>(`${requestCalls}/${asked.id}/called`, {
    method: 'POST',
    body: { called },
    ifMatch: version,
    idempotencyKey: key,
  })
