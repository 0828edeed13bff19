import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  writeHeaders,
  writeKeyOf,
  type AppContext,
} from '../platform/http.ts'
import { pageQuery } from '../platform/pagination.ts'
import { uuid } from '../platform/wire.ts'
import { day, siren } from './rides.schemas.ts'
import { cancelTrip as cancelAll, cancelTripDay } from './trips-cancel.usecases.ts'
import {
  cancelTrip,
  costAnswer,
  costQuery,
  leaveNow as leaveNowShape,
  newTrip,
  tripList,
  tripView,
  tripWritten,
} from './trips.schemas.ts'
import { leaveNow, listOwnTrips, offerTrip, readCost, type TripDeps } from './trips.usecases.ts'

const tags = ['Covoiturage : trajets']
const own = { 'x-action': 'trip.offer', tags } as const
const noStore = { 'Cache-Control': 'no-store' }

const offer = defineRoute({
  ...own,
  method: 'post',
  path: '/api/trips',
  summary: 'Offer a trip, once or on days of the week, and its way back',
  request: { headers: writeHeaders, body: jsonBody(newTrip) },
  responses: { 201: jsonAnswer(tripWritten, 'Findable at once'), default: problemAnswer },
})
const now = defineRoute({
  ...own,
  method: 'post',
  path: '/api/trips/now',
  summary: 'Leave now: two aires, minutes, seats',
  request: { headers: writeHeaders, body: jsonBody(leaveNowShape) },
  responses: { 201: jsonAnswer(tripWritten, 'Findable at once'), default: problemAnswer },
})
const mine = defineRoute({
  ...own,
  method: 'get',
  path: '/api/trips/mine',
  summary: 'One’s own trips, with the days to come and the seats taken',
  request: { query: z.object({ ...pageQuery, territory: siren }) },
  responses: { 200: jsonAnswer(tripList, 'A page'), default: problemAnswer },
})
const cost = defineRoute({
  'x-action': 'ride.search',
  tags,
  method: 'get',
  path: '/api/trips/cost',
  summary: 'The most one may ask of a passenger, by the official scale',
  request: { query: costQuery },
  responses: { 200: jsonAnswer(costAnswer, 'The cap and its source'), default: problemAnswer },
})
const cancel = defineRoute({
  ...own,
  method: 'post',
  path: '/api/trips/{id}/cancel',
  summary: 'All of it is off: who booked is told',
  request: { params: z.object({ id: uuid }), headers: writeHeaders, body: jsonBody(cancelTrip) },
  responses: { 200: jsonAnswer(tripView, 'The trip'), default: problemAnswer },
})
const cancelDay = defineRoute({
  ...own,
  method: 'post',
  path: '/api/trips/{id}/days/{day}/cancel',
  summary: 'One day is off: who booked it is told',
  request: { params: z.object({ id: uuid, day }), headers: writeHeaders, body: jsonBody(cancelTrip) },
  responses: { 200: jsonAnswer(tripView, 'The trip'), default: problemAnswer },
})

/** What a driver offers. */
export function createTripRoutes(deps: TripDeps) {
  /** What a driver asks to be written. */
  const asked = <T>(c: AppContext, request: T) => ({
    actor: c.get('actor'),
    request,
    write: writeKeyOf(c, request),
  })
  return createRouter()
    .openapi(offer, async (c) => {
      const answer = await offerTrip(deps, { ...asked(c, c.req.valid('json')), caller: c.get('caller') })
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(now, async (c) => {
      const answer = await leaveNow(deps, { ...asked(c, c.req.valid('json')), caller: c.get('caller') })
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(mine, async (c) => {
      const { territory, ...page } = c.req.valid('query')
      const list = { ...page, territorySiren: territory, actor: c.get('actor'), cursor: page.cursor }
      return c.json(await listOwnTrips(deps, list), 200, noStore)
    })
    .openapi(cost, async (c) => {
      const { territory, ...way } = c.req.valid('query')
      return c.json(await readCost(deps, { ...way, territorySiren: territory }), 200)
    })
    .openapi(cancel, async (c) => {
      const answer = await cancelAll(deps, { ...asked(c, c.req.valid('json')), ...c.req.valid('param') })
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(cancelDay, async (c) => {
      const answer = await cancelTripDay(deps, { ...asked(c, c.req.valid('json')), ...c.req.valid('param') })
      return c.json(answer.body, answer.status as 200)
    })
}
