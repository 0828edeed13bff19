import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  type AppContext,
  type Deps,
} from '../../platform/http.ts'
import { uuid } from '../../platform/wire.ts'
import { hearEvent, hearMessage, moveBookingOf } from './exchange.usecases.ts'
import { bookForForeign, readForeignBooking, type ForeignDeps } from './foreign-bookings.usecases.ts'
import { requireOperator } from './operators.usecases.ts'
import { standardPath } from './standard.errors.ts'
import { keyOf } from './standard.routes.ts'
import {
  bookingEvent,
  newStandardBooking,
  standardBooking,
  standardError,
  standardMessage,
  statusQuery,
} from './standard.schemas.ts'

const tags = ['Standard Covoiturage']
const shared = { 'x-action': 'operator.call', tags } as const
const refused = jsonAnswer(standardError, 'Why not, in the form of the standard')
const params = z.object({ bookingId: uuid })
const nothing = z.object({})

const book = defineRoute({
  ...shared,
  method: 'post',
  path: `${standardPath}/bookings`,
  summary: 'Ask for a seat for one’s passenger',
  request: { body: jsonBody(newStandardBooking) },
  responses: { 201: jsonAnswer(standardBooking, 'The driver is asked'), default: refused },
})
const read = defineRoute({
  ...shared,
  method: 'get',
  path: `${standardPath}/bookings/{bookingId}`,
  summary: 'A booking one made',
  request: { params },
  responses: { 200: jsonAnswer(standardBooking, 'As it is now'), default: refused },
})
const move = defineRoute({
  ...shared,
  method: 'patch',
  path: `${standardPath}/bookings/{bookingId}`,
  summary: 'Say what became of a booking both know',
  request: { params, query: statusQuery },
  responses: { 200: jsonAnswer(nothing, 'It is so'), default: refused },
})
const event = defineRoute({
  ...shared,
  method: 'post',
  path: `${standardPath}/booking_events`,
  summary: 'The same, by an event',
  request: { body: jsonBody(bookingEvent) },
  responses: { 200: jsonAnswer(nothing, 'Heard'), default: refused },
})
const message = defineRoute({
  ...shared,
  method: 'post',
  path: `${standardPath}/messages`,
  summary: 'Write to who drives or rides, about a booking both know',
  request: { body: jsonBody(standardMessage) },
  responses: { 201: jsonAnswer(nothing, 'On its way'), default: refused },
})

/** The interface that other operators call: their people ride with ours. */
export function createStandardBookingRoutes(deps: ForeignDeps & Pick<Deps, 'database' | 'rateLimiter'>) {
  const enter = (c: AppContext) => requireOperator(deps, { key: keyOf(c), scope: 'book' })
  return createRouter()
    .openapi(book, async (c) => {
      const operator = await enter(c)
      return c.json(await bookForForeign(deps, { operator, request: c.req.valid('json') }), 201)
    })
    .openapi(read, async (c) => {
      const operator = await enter(c)
      c.header('Cache-Control', 'no-store')
      return c.json(await readForeignBooking(deps, { operator, id: c.req.valid('param').bookingId }), 200)
    })
    .openapi(move, async (c) => {
      const operator = await enter(c)
      const { bookingId: id } = c.req.valid('param')
      await moveBookingOf(deps, { operator, id, request: c.req.valid('query') })
      return c.json({}, 200)
    })
    .openapi(event, async (c) => {
      await hearEvent(deps, { operator: await enter(c), event: c.req.valid('json') })
      return c.json({}, 200)
    })
    .openapi(message, async (c) => {
      await hearMessage(deps, { operator: await enter(c), message: c.req.valid('json') })
      return c.json({}, 201)
    })
}
