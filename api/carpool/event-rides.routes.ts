import { z } from '@hono/zod-openapi'
import { createRouter, defineRoute, jsonAnswer, problemAnswer } from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import { eventRides, eventRidesQuery } from './event-rides.schemas.ts'
import { readEventRides, type EventRideDeps } from './event-rides.usecases.ts'

const read = defineRoute({
  'x-action': 'ride.search',
  method: 'get',
  path: '/api/rides/events/{id}',
  summary: 'Rides to a date of an event of the agenda, or back from it, and the aires near its place',
  tags: ['Covoiturage : recherche'],
  request: { params: z.object({ id: uuid }), query: eventRidesQuery },
  responses: { 200: jsonAnswer(eventRides, 'The soonest first'), default: problemAnswer },
})

/** What an event's page shows of rides: anyone's to read. */
export function createEventRideRoutes(deps: EventRideDeps) {
  return createRouter().openapi(read, async (c) => {
    const asked = { ...c.req.valid('query'), eventId: c.req.valid('param').id, actor: c.get('actor') }
    return c.json(await readEventRides(deps, asked), 200, { 'Cache-Control': 'no-store' })
  })
}
