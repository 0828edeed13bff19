import { readDestinations } from './destinations.usecases.ts'
import { createRouter, defineRoute, jsonAnswer, problemAnswer, type Deps } from '../platform/http.ts'
import type { RideIndexes } from './ride-index.ts'
import { readRide } from './rides-one.usecases.ts'
import {
  departuresAnswer,
  departuresQuery,
  destinationsAnswer,
  destinationsQuery,
  rideQuery,
  rideShape,
  searchAnswer,
  searchQuery,
} from './rides.schemas.ts'
import type { Unmet, UnmetCounter } from './unmet-counter.ts'
import { readDepartures, searchRides } from './search.usecases.ts'

const tags = ['Covoiturage : recherche']
const read = { 'x-action': 'ride.search', method: 'get', tags } as const
const noStore = { 'Cache-Control': 'no-store' }

const search = defineRoute({
  ...read,
  path: '/api/rides',
  summary: 'Rides from one place to another about a moment, in the order of what one loses',
  request: { query: searchQuery },
  responses: { 200: jsonAnswer(searchAnswer, 'Rides, or what remains to do'), default: problemAnswer },
})
const departures = defineRoute({
  ...read,
  path: '/api/rides/departures',
  summary: 'What leaves an aire on a day, for who waits there',
  request: { query: departuresQuery },
  responses: { 200: jsonAnswer(departuresAnswer, 'The soonest first'), default: problemAnswer },
})
const destinations = defineRoute({
  ...read,
  path: '/api/rides/destinations',
  summary: 'Where one can go from a place, with the next departure to each',
  request: { query: destinationsQuery },
  responses: {
    200: jsonAnswer(destinationsAnswer, 'The soonest first, six at most'),
    default: problemAnswer,
  },
})

const one = defineRoute({
  ...read,
  path: '/api/rides/one',
  summary: 'A ride as a link names it, ready to be booked',
  request: { query: rideQuery },
  responses: { 200: jsonAnswer(rideShape, 'The ride'), default: problemAnswer },
})

/** What anyone may look for, without an account. */
export function createSearchRoutes(
  deps: Pick<Deps, 'database' | 'clock'> & { indexes: RideIndexes; unmet: UnmetCounter },
) {
  return createRouter()
    .openapi(search, async (c) => {
      const query = c.req.valid('query')
      const asked = { query, territorySiren: query.territory, actor: c.get('actor') }
      const noteUnmet = (one: Unmet) => deps.unmet.count(one, c.get('caller'))
      return c.json(await searchRides({ ...deps, noteUnmet }, asked), 200, noStore)
    })
    .openapi(one, async (c) => {
      const { legs, seats } = c.req.valid('query')
      return c.json(await readRide(deps, { legs, seats, actor: c.get('actor') }), 200, noStore)
    })
    .openapi(destinations, async (c) => {
      const { from, territory } = c.req.valid('query')
      const asked = { from, territorySiren: territory, actor: c.get('actor') }
      return c.json(await readDestinations(deps, asked), 200, noStore)
    })
    .openapi(departures, async (c) => {
      const { aire, day, territory } = c.req.valid('query')
      return c.json(
        await readDepartures(deps, {
          aireId: aire,
          day,
          territorySiren: territory,
          actor: c.get('actor'),
        }),
        200,
        noStore,
      )
    })
}
