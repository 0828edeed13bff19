import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  versionOf,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import { pageQuery } from '../platform/pagination.ts'
import { uuid } from '../platform/wire.ts'
import { bookingList, bookingView, newBooking, rideBooked } from './bookings.schemas.ts'
import type { BookingDeps } from './bookings.usecases.ts'
import { listCalls, markCall } from './desk-calls.usecases.ts'
import {
  editPerson,
  newPerson,
  peopleQuery,
  personEntered,
  personList,
  personView,
} from './desk-people.schemas.ts'
import { correctPerson, enterPerson, forgetPerson, listPeople, readPerson } from './desk-people.usecases.ts'
import { asSide, callList, callMark, callsQuery, callView, deskAct } from './desk-rides.schemas.ts'
import { actFor, bookFor, listBookingsFor, listTripsFor, offerFor, readFor } from './desk-rides.usecases.ts'
import { printSlip } from './paper/slip.usecases.ts'
import { newTrip, tripList, tripWritten } from './trips.schemas.ts'

const tags = ['Covoiturage : accueil']
const desk = { 'x-action': 'ride.speak-for', tags } as const
const params = z.object({ id: uuid })
const noStore = { 'Cache-Control': 'no-store' }

const people = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/ride-people',
  summary: 'People without a phone, entered at the desk of a territory, by name or phone',
  request: { query: peopleQuery.extend(pageQuery) },
  responses: { 200: jsonAnswer(personList, 'A page, by name'), default: problemAnswer },
})
const enter = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/ride-people',
  summary: 'Enter somebody who agrees to it; known already, they are found again',
  request: { headers: writeHeaders, body: jsonBody(newPerson) },
  responses: {
    200: jsonAnswer(personEntered, 'Known already'),
    201: jsonAnswer(personEntered, 'Entered'),
    default: problemAnswer,
  },
})
const person = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/ride-people/{id}',
  summary: 'One of them',
  request: { params },
  responses: { 200: jsonAnswer(personView, 'The person'), default: problemAnswer },
})
const correct = defineRoute({
  ...desk,
  method: 'patch',
  path: '/api/desk/ride-people/{id}',
  summary: 'Correct their name or phone (If-Match)',
  request: { params, body: jsonBody(editPerson) },
  responses: { 200: jsonAnswer(personView, 'The person'), default: problemAnswer },
})
const forget = defineRoute({
  ...desk,
  method: 'delete',
  path: '/api/desk/ride-people/{id}',
  summary: 'Forget them at their wish (If-Match): rides to come are off, the others are told',
  request: { params },
  responses: { 204: { description: 'Forgotten' }, default: problemAnswer },
})
const bookings = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/ride-people/{id}/bookings',
  summary: 'Their bookings',
  request: {
    params,
    query: asSide.extend({ when: z.enum(['coming', 'past']).default('coming'), ...pageQuery }),
  },
  responses: { 200: jsonAnswer(bookingList, 'A page'), default: problemAnswer },
})
const book = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/ride-people/{id}/bookings',
  summary: 'Ask for seats for them in a ride of the search',
  request: { params, headers: writeHeaders, body: jsonBody(newBooking) },
  responses: { 201: jsonAnswer(rideBooked, 'The driver is asked'), default: problemAnswer },
})
const trips = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/ride-people/{id}/trips',
  summary: 'The trips they offer',
  request: { params, query: z.object(pageQuery) },
  responses: { 200: jsonAnswer(tripList, 'A page'), default: problemAnswer },
})
const offer = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/ride-people/{id}/trips',
  summary: 'Offer a trip for them',
  request: { params, headers: writeHeaders, body: jsonBody(newTrip) },
  responses: { 201: jsonAnswer(tripWritten, 'Findable at once'), default: problemAnswer },
})
const read = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/ride-bookings/{id}',
  summary: 'A booking of one of them, as their side sees it',
  request: { params, query: asSide },
  responses: { 200: jsonAnswer(bookingView, 'The booking'), default: problemAnswer },
})
const act = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/ride-bookings/{id}/acts',
  summary: 'Accept, decline, cancel or settle a booking for one of them',
  request: { params, headers: writeHeaders, body: jsonBody(deskAct) },
  responses: { 200: jsonAnswer(bookingView, 'The booking'), default: problemAnswer },
})
const slip = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/ride-bookings/{id}/slip.pdf',
  summary: 'The slip they take home, A4, in large letters: day, hour, where, with whom, whom to call',
  request: { params, query: asSide },
  responses: {
    200: {
      description: 'A tagged PDF of real text',
      content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    default: problemAnswer,
  },
})
const calls = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/ride-calls',
  summary: 'Those to be called: with news, riding today or tomorrow, or whom no driver answered',
  request: { query: callsQuery.extend(pageQuery) },
  responses: { 200: jsonAnswer(callList, 'A page, whose ride leaves first first'), default: problemAnswer },
})
const called = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/ride-calls/{id}/called',
  summary: 'They were called about this booking (If-Match: nothing changed since), or it is taken back',
  request: { params, headers: writeHeaders, body: jsonBody(callMark) },
  responses: { 200: jsonAnswer(callView, 'The call'), default: problemAnswer },
})

/** What staff do for people without a phone, and whom they call. */
export function createDeskRideRoutes(deps: BookingDeps) {
  return createRouter()
    .openapi(people, async (c) => {
      const { territory, ...list } = c.req.valid('query')
      const asked = { ...list, cursor: list.cursor, territorySiren: territory, actor: c.get('actor') }
      return c.json(await listPeople(deps, asked), 200, noStore)
    })
    .openapi(enter, async (c) => {
      const request = c.req.valid('json')
      const write = writeKeyOf(c, request)
      const answer = await enterPerson(deps, { actor: c.get('actor'), request, write })
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(person, async (c) =>
      c.json(await readPerson(deps, { actor: c.get('actor'), id: c.req.valid('param').id }), 200, noStore),
    )
    .openapi(correct, async (c) => {
      const asked = { id: c.req.valid('param').id, version: versionOf(c), request: c.req.valid('json') }
      return c.json(await correctPerson(deps, { actor: c.get('actor'), ...asked }), 200, noStore)
    })
    .openapi(forget, async (c) => {
      const asked = { id: c.req.valid('param').id, version: versionOf(c) }
      await forgetPerson(deps, { actor: c.get('actor'), ...asked })
      return c.body(null, 204)
    })
    .openapi(bookings, async (c) => {
      const list = c.req.valid('query')
      const asked = { ...list, cursor: list.cursor, actor: c.get('actor'), personId: c.req.valid('param').id }
      return c.json(await listBookingsFor(deps, asked), 200, noStore)
    })
    .openapi(book, async (c) => {
      const request = c.req.valid('json')
      const asked = { actor: c.get('actor'), personId: c.req.valid('param').id, caller: c.get('caller') }
      const answer = await bookFor(deps, { ...asked, request, write: writeKeyOf(c, request) })
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(trips, async (c) => {
      const { cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), personId: c.req.valid('param').id, cursor, limit }
      return c.json(await listTripsFor(deps, asked), 200, noStore)
    })
    .openapi(offer, async (c) => {
      const request = c.req.valid('json')
      const asked = { actor: c.get('actor'), personId: c.req.valid('param').id, caller: c.get('caller') }
      const answer = await offerFor(deps, { ...asked, request, write: writeKeyOf(c, request) })
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(read, async (c) => {
      const asked = { actor: c.get('actor'), id: c.req.valid('param').id, as: c.req.valid('query').as }
      return c.json(await readFor(deps, asked), 200, noStore)
    })
    .openapi(act, async (c) => {
      const request = c.req.valid('json')
      const asked = { actor: c.get('actor'), id: c.req.valid('param').id, request }
      const answer = await actFor(deps, { ...asked, write: writeKeyOf(c, request) })
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(slip, async (c) => {
      const { id } = c.req.valid('param')
      const bytes = await printSlip(deps, { actor: c.get('actor'), id, as: c.req.valid('query').as })
      return c.body(new Uint8Array(bytes), 200, {
        ...noStore,
        'Content-Type': 'application/pdf',
        'Content-Disposition': `inline; filename="trajet-${id}.pdf"`,
      }) as never
    })
    .openapi(calls, async (c) => {
      const { territory, ...list } = c.req.valid('query')
      const asked = { ...list, cursor: list.cursor, territorySiren: territory, actor: c.get('actor') }
      return c.json(await listCalls(deps, asked), 200, noStore)
    })
    .openapi(called, async (c) => {
      const request = c.req.valid('json')
      const asked = { id: c.req.valid('param').id, version: versionOf(c), request }
      const answer = await markCall(deps, {
        actor: c.get('actor'),
        ...asked,
        write: writeKeyOf(c, { ...request, version: asked.version }),
      })
      return c.json(answer.body, answer.status as 200)
    })
}
