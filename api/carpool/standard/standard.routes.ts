import { z } from '@hono/zod-openapi'
import { createRouter, defineRoute, jsonAnswer, type AppContext, type Deps } from '../../platform/http.ts'
import { listDriverJourneys, listDriverRegularTrips, type JourneyDeps } from './journeys.usecases.ts'
import { requireOperator, type OperatorScope } from './operators.usecases.ts'
import { listPassengerJourneys, listPassengerRegularTrips } from './passengers.usecases.ts'
import {
  driverJourney,
  driverRegularTrip,
  journeysQuery,
  passengerJourney,
  passengerRegularTrip,
  regularQuery,
  standardError,
} from './standard.schemas.ts'
import { standardPath } from './standard.errors.ts'

const tags = ['Standard Covoiturage']
const shared = { 'x-action': 'operator.call', method: 'get', tags } as const
const refused = jsonAnswer(standardError, 'Why not, in the form of the standard')
const noStore = { 'Cache-Control': 'no-store' }

const status = defineRoute({
  ...shared,
  path: `${standardPath}/status`,
  summary: 'Is the interface there? Without a key',
  responses: { 200: jsonAnswer(z.object({ status: z.literal('OK') }), 'It is'), default: refused },
})
const matching = <S extends z.ZodType>(item: S) => ({
  200: jsonAnswer(z.array(item), 'Those that match'),
  default: refused,
})
const driverJourneys = defineRoute({
  ...shared,
  path: `${standardPath}/driver_journeys`,
  summary: 'Dated departures of drivers',
  request: { query: journeysQuery },
  responses: matching(driverJourney),
})
const passengerJourneys = defineRoute({
  ...shared,
  path: `${standardPath}/passenger_journeys`,
  summary: 'Dated requests of passengers',
  request: { query: journeysQuery },
  responses: matching(passengerJourney),
})
const driverTrips = defineRoute({
  ...shared,
  path: `${standardPath}/driver_regular_trips`,
  summary: 'Trips driven on days of the week',
  request: { query: regularQuery },
  responses: matching(driverRegularTrip),
})
const passengerTrips = defineRoute({
  ...shared,
  path: `${standardPath}/passenger_regular_trips`,
  summary: 'Requests for days of the week',
  request: { query: regularQuery },
  responses: matching(passengerRegularTrip),
})

/** Who calls, by the key of `X-API-Key`, or of `Authorization: Bearer`. */
export function keyOf(c: AppContext): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(c.req.header('authorization')?.trim() ?? '')?.[1]
  return c.req.header('x-api-key')?.trim() ?? bearer
}

/** The interface that other operators call: their people find our rides. */
export function createStandardRoutes(deps: JourneyDeps & Pick<Deps, 'database' | 'rateLimiter'>) {
  const enter = (c: AppContext, scope: OperatorScope) => requireOperator(deps, { key: keyOf(c), scope })
  return createRouter()
    .openapi(status, (c) => c.json({ status: 'OK' as const }, 200, noStore))
    .openapi(driverJourneys, async (c) => {
      const operator = await enter(c, 'search')
      return c.json(await listDriverJourneys(deps, { operator, query: c.req.valid('query') }), 200, noStore)
    })
    .openapi(passengerJourneys, async (c) => {
      const operator = await enter(c, 'search')
      return c.json(
        await listPassengerJourneys(deps, { operator, query: c.req.valid('query') }),
        200,
        noStore,
      )
    })
    .openapi(driverTrips, async (c) => {
      const operator = await enter(c, 'search')
      const query = c.req.valid('query')
      return c.json(await listDriverRegularTrips(deps, { operator, query }), 200, noStore)
    })
    .openapi(passengerTrips, async (c) => {
      const operator = await enter(c, 'search')
      const query = c.req.valid('query')
      return c.json(await listPassengerRegularTrips(deps, { operator, query }), 200, noStore)
    })
}
