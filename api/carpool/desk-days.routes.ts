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
import { uuid } from '../platform/wire.ts'
import { daysBooked, daysQuery, newBookingDays, tripDays } from './bookings-days.schemas.ts'
import type { BookingDeps } from './bookings.usecases.ts'
import { bookDaysFor, listDaysFor } from './desk-rides.usecases.ts'

const tags = ['Covoiturage : accueil']
const desk = { 'x-action': 'ride.speak-for', tags } as const
const params = z.object({ id: uuid })

const list = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/ride-people/{id}/trip-days',
  summary: 'The days of a regular trip that may be asked for on their behalf, four weeks ahead',
  request: { params, query: daysQuery },
  responses: { 200: jsonAnswer(tripDays, 'The soonest first'), default: problemAnswer },
})
const book = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/ride-people/{id}/booking-days',
  summary: 'Ask for seats for them on several of these days in one go',
  request: { params, headers: writeHeaders, body: jsonBody(newBookingDays) },
  responses: {
    201: jsonAnswer(daysBooked, 'The driver is asked; days refused are named'),
    default: problemAnswer,
  },
})

/** Several days of a regular trip, for somebody without a phone. */
export function createDeskDayRoutes(deps: BookingDeps) {
  return createRouter()
    .openapi(list, async (c) => {
      const asked = { ...c.req.valid('query'), actor: c.get('actor'), personId: c.req.valid('param').id }
      return c.json(await listDaysFor(deps, asked), 200, { 'Cache-Control': 'no-store' })
    })
    .openapi(book, async (c) => {
      const request = c.req.valid('json')
      const asked = { actor: c.get('actor'), personId: c.req.valid('param').id, caller: c.get('caller') }
      const answer = await bookDaysFor(deps, { ...asked, request, write: writeKeyOf(c, request) })
      return c.json(answer.body, answer.status as 201)
    })
}
