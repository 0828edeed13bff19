import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import { pageQuery } from '../platform/pagination.ts'
import { acceptBooking, cancelBooking, completeBooking, declineBooking } from './bookings-acts.usecases.ts'
import { listBookings, readBooking } from './bookings-read.usecases.ts'
import { listMessages, writeMessage } from './bookings-thread.usecases.ts'
import {
  bookingList,
  bookingsQuery,
  completion,
  decline as declineShape,
  linkAnswer,
  messageList,
  newBooking,
  newMessage,
  rideBooked,
} from './bookings.schemas.ts'
import { asked, byLink, linkHeaders, noStore, one, own, params } from './bookings-routes.ts'
import { bookRide, type BookingDeps } from './bookings.usecases.ts'
import { requireTraveller } from './travellers.usecases.ts'

const book = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings',
  summary: 'Ask for seats in a ride of the search',
  request: { headers: writeHeaders, body: jsonBody(newBooking) },
  responses: { 201: jsonAnswer(rideBooked, 'The driver is asked'), default: problemAnswer },
})
const mine = defineRoute({
  ...own,
  method: 'get',
  path: '/api/bookings/mine',
  summary: 'One’s bookings, as a driver or as a passenger',
  request: { query: bookingsQuery.extend(pageQuery) },
  responses: { 200: jsonAnswer(bookingList, 'A page'), default: problemAnswer },
})
const read = defineRoute({
  ...own,
  method: 'get',
  path: '/api/bookings/{id}',
  summary: 'One of them, with what one may do now',
  request: { params },
  responses: one,
})
const accept = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings/{id}/accept',
  summary: 'The driver takes the passenger',
  request: { params, headers: writeHeaders },
  responses: one,
})
const decline = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings/{id}/decline',
  summary: 'The driver cannot',
  request: { params, headers: writeHeaders, body: jsonBody(declineShape) },
  responses: one,
})
const cancel = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings/{id}/cancel',
  summary: 'Either takes it back',
  request: { params, headers: writeHeaders, body: jsonBody(declineShape) },
  responses: one,
})
const complete = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings/{id}/complete',
  summary: 'It took place, and thanks',
  request: { params, headers: writeHeaders, body: jsonBody(completion) },
  responses: one,
})
const messages = defineRoute({
  ...own,
  method: 'get',
  path: '/api/bookings/{id}/messages',
  summary: 'Words between the two',
  request: { params, query: z.object(pageQuery) },
  responses: { 200: jsonAnswer(messageList, 'The oldest first'), default: problemAnswer },
})
const write = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings/{id}/messages',
  summary: 'Write to the other',
  request: { params, headers: writeHeaders, body: jsonBody(newMessage) },
  responses: one,
})
const seen = defineRoute({
  ...byLink,
  method: 'get',
  path: '/api/booking-answer',
  summary: 'What a driver is asked, by the link of the mail',
  request: { headers: linkHeaders },
  responses: one,
})
const answered = defineRoute({
  ...byLink,
  method: 'post',
  path: '/api/booking-answer',
  summary: 'The driver’s answer by that link, never by opening it',
  request: { headers: writeHeaders.extend(linkHeaders.shape), body: jsonBody(linkAnswer) },
  responses: one,
})

/** What passengers book, and what becomes of it. */
export function createBookingRoutes(deps: BookingDeps) {
  return createRouter()
    .openapi(book, async (c) => {
      const request = c.req.valid('json')
      const write = writeKeyOf(c, request)
      const answer = await bookRide(deps, {
        passenger: (tx, territorySiren) => requireTraveller(tx, { actor: c.get('actor'), territorySiren }),
        caller: c.get('caller'),
        request,
        write,
      })
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(mine, async (c) => {
      const { territory, ...list } = c.req.valid('query')
      const page = { ...list, cursor: list.cursor, territorySiren: territory, actor: c.get('actor') }
      return c.json(await listBookings(deps, page), 200, noStore)
    })
    .openapi(read, async (c) => {
      const by = { actor: c.get('actor') }
      return c.json(await readBooking(deps, { id: c.req.valid('param').id, by }), 200, noStore)
    })
    .openapi(accept, async (c) => {
      const answer = await acceptBooking(deps, asked(c, c.req.valid('param').id, {}))
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(decline, async (c) => {
      const answer = await declineBooking(deps, asked(c, c.req.valid('param').id, c.req.valid('json')))
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(cancel, async (c) => {
      const answer = await cancelBooking(deps, asked(c, c.req.valid('param').id, c.req.valid('json')))
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(complete, async (c) => {
      const answer = await completeBooking(deps, asked(c, c.req.valid('param').id, c.req.valid('json')))
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(messages, async (c) => {
      const { cursor, limit } = c.req.valid('query')
      const page = { id: c.req.valid('param').id, actor: c.get('actor'), cursor, limit }
      return c.json(await listMessages(deps, page), 200, noStore)
    })
    .openapi(write, async (c) => {
      const answer = await writeMessage(deps, asked(c, c.req.valid('param').id, c.req.valid('json')))
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(seen, async (c) => {
      const { 'bocage-secret': secret } = c.req.valid('header')
      return c.json(await readBooking(deps, { by: { secret } }), 200, noStore)
    })
    .openapi(answered, async (c) => {
      const { 'bocage-secret': secret } = c.req.valid('header')
      const request = c.req.valid('json')
      const write = writeKeyOf(c, request)
      const { answer, reason = 'other', words } = request
      const given =
        answer === 'accept'
          ? await acceptBooking(deps, { by: { secret }, request, write })
          : await declineBooking(deps, { by: { secret }, request: { reason, words }, write })
      return c.json(given.body, given.status as 200)
    })
}
