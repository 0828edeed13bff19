import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import {
  bookingDays,
  daysAct,
  daysBooked,
  daysLinkAnswer,
  daysQuery,
  daysRelease,
  newBookingDays,
  tripDays,
} from './bookings-days.schemas.ts'
import {
  acceptDays,
  bookDays,
  cancelDays,
  declineDays,
  listOwnDays,
  readDays,
} from './bookings-days.usecases.ts'
import type { BookingDeps } from './bookings.usecases.ts'
import { requireTraveller } from './travellers.usecases.ts'
import { asked, byLink, linkHeaders, noStore, own, params } from './bookings-routes.ts'

const responses = { 200: jsonAnswer(bookingDays, 'The days, as they stand'), default: problemAnswer }

const list = defineRoute({
  'x-action': 'ride.search',
  tags: own.tags,
  method: 'get',
  path: '/api/trip-days',
  summary: 'The days of a regular trip that one may ask for, four weeks ahead',
  request: { query: daysQuery },
  responses: { 200: jsonAnswer(tripDays, 'The soonest first'), default: problemAnswer },
})
const book = defineRoute({
  ...own,
  method: 'post',
  path: '/api/booking-days',
  summary: 'Ask for seats on several of these days in one go',
  request: { headers: writeHeaders, body: jsonBody(newBookingDays) },
  responses: {
    201: jsonAnswer(daysBooked, 'The driver is asked; days refused are named'),
    default: problemAnswer,
  },
})
const read = defineRoute({
  ...own,
  method: 'get',
  path: '/api/booking-days/{id}',
  summary: 'Days asked for together, for their driver or their passenger',
  request: { params },
  responses,
})
const accept = defineRoute({
  ...own,
  method: 'post',
  path: '/api/booking-days/{id}/accept',
  summary: 'The driver takes the passenger on all of these days, or on some',
  request: { params, headers: writeHeaders, body: jsonBody(daysAct) },
  responses,
})
const decline = defineRoute({
  ...own,
  method: 'post',
  path: '/api/booking-days/{id}/decline',
  summary: 'The driver cannot, on all of these days, or on some',
  request: { params, headers: writeHeaders, body: jsonBody(daysRelease) },
  responses,
})
const cancel = defineRoute({
  ...own,
  method: 'post',
  path: '/api/booking-days/{id}/cancel',
  summary: 'Either takes all of these days back, or some',
  request: { params, headers: writeHeaders, body: jsonBody(daysRelease) },
  responses,
})
const seen = defineRoute({
  ...byLink,
  method: 'get',
  path: '/api/booking-days-answer',
  summary: 'The days a driver is asked for, by the link of the mail',
  request: { headers: linkHeaders },
  responses,
})
const answered = defineRoute({
  ...byLink,
  method: 'post',
  path: '/api/booking-days-answer',
  summary: 'The driver’s answer for all of them, or some, by that link',
  request: { headers: writeHeaders.extend(linkHeaders.shape), body: jsonBody(daysLinkAnswer) },
  responses,
})

/** Days of a regular trip, asked for, answered and taken back in one go. */
export function createBookingDaysRoutes(deps: BookingDeps) {
  return createRouter()
    .openapi(list, async (c) => {
      const days = await listOwnDays(deps, { ...c.req.valid('query'), actor: c.get('actor') })
      return c.json(days, 200, noStore)
    })
    .openapi(book, async (c) => {
      const request = c.req.valid('json')
      const { body, status } = await bookDays(deps, {
        passenger: (tx, territorySiren) => requireTraveller(tx, { actor: c.get('actor'), territorySiren }),
        caller: c.get('caller'),
        request,
        write: writeKeyOf(c, request),
      })
      return c.json(body, status as 201)
    })
    .openapi(read, async (c) => {
      const by = { actor: c.get('actor') }
      return c.json(await readDays(deps, { id: c.req.valid('param').id, by }), 200, noStore)
    })
    .openapi(accept, async (c) => {
      const { body, status } = await acceptDays(deps, asked(c, c.req.valid('param').id, c.req.valid('json')))
      return c.json(body, status as 200)
    })
    .openapi(decline, async (c) => {
      const { body, status } = await declineDays(deps, asked(c, c.req.valid('param').id, c.req.valid('json')))
      return c.json(body, status as 200)
    })
    .openapi(cancel, async (c) => {
      const { body, status } = await cancelDays(deps, asked(c, c.req.valid('param').id, c.req.valid('json')))
      return c.json(body, status as 200)
    })
    .openapi(seen, async (c) => {
      const { 'bocage-secret': secret } = c.req.valid('header')
      return c.json(await readDays(deps, { by: { secret } }), 200, noStore)
    })
    .openapi(answered, async (c) => {
      const { 'bocage-secret': secret } = c.req.valid('header')
      const request = c.req.valid('json')
      const { answer, ...rest } = request
      const link = { by: { secret }, write: writeKeyOf(c, request) }
      const { body, status } =
        answer === 'accept'
          ? await acceptDays(deps, { ...link, request: { ids: rest.ids } })
          : await declineDays(deps, { ...link, request: { ...rest, reason: 'other' } })
      return c.json(body, status as 200)
    })
}
