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
  type Deps,
} from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import { answerTime, proposeTime, tellLate, tellNoShow } from './bookings-changes.usecases.ts'
import type { ActDeps } from './bookings-open.usecases.ts'
import type { BookingRole } from './bookings.rules.ts'
import { bookingView, lateness, noShow, timeAnswer, timeProposal } from './bookings.schemas.ts'
import { asSide } from './desk-rides.schemas.ts'
import { newReport } from './reports.schemas.ts'
import { reportOther } from './reports.usecases.ts'

const tags = ['Covoiturage : accueil']
const desk = { 'x-action': 'ride.speak-for', method: 'post', tags } as const
const request = { params: z.object({ id: uuid }), query: asSide, headers: writeHeaders }
const responses = { 200: jsonAnswer(bookingView, 'The booking'), default: problemAnswer }

const late = defineRoute({
  ...desk,
  path: '/api/desk/ride-bookings/{id}/late',
  summary: 'Tell the other for one of them that they will be late, or on time after all',
  request: { ...request, body: jsonBody(lateness) },
  responses,
})
const propose = defineRoute({
  ...desk,
  path: '/api/desk/ride-bookings/{id}/time',
  summary: 'Propose another pick-up for one of them who drives, or take it back',
  request: { ...request, body: jsonBody(timeProposal) },
  responses,
})
const answer = defineRoute({
  ...desk,
  path: '/api/desk/ride-bookings/{id}/time-answer',
  summary: 'Agree to it for one of them who rides, or keep the moment agreed',
  request: { ...request, body: jsonBody(timeAnswer) },
  responses,
})
const absent = defineRoute({
  ...desk,
  path: '/api/desk/ride-bookings/{id}/no-show',
  summary: 'Say for one of them that the other did not come',
  request: { ...request, body: jsonBody(noShow) },
  responses,
})
const report = defineRoute({
  ...desk,
  path: '/api/desk/ride-bookings/{id}/report',
  summary: 'Signal the other of a booking to the staff of the territory, for one of them',
  request: { ...request, body: jsonBody(newReport) },
  responses: { 201: jsonAnswer(z.object({ id: z.string() }), 'Its id'), default: problemAnswer },
})

/** What happens around a ride, said for somebody without a phone. */
export function createDeskChangeRoutes(deps: ActDeps & Pick<Deps, 'rateLimiter'>) {
  const asked = <T>(c: AppContext, id: string, as: BookingRole, said: T) => ({
    id,
    by: { desk: c.get('actor'), as },
    request: said,
    write: writeKeyOf(c, { as, said }),
  })
  return createRouter()
    .openapi(late, async (c) => {
      const [{ id }, { as }] = [c.req.valid('param'), c.req.valid('query')]
      const { body, status } = await tellLate(deps, asked(c, id, as, c.req.valid('json')))
      return c.json(body, status as 200)
    })
    .openapi(propose, async (c) => {
      const [{ id }, { as }] = [c.req.valid('param'), c.req.valid('query')]
      const { body, status } = await proposeTime(deps, asked(c, id, as, c.req.valid('json')))
      return c.json(body, status as 200)
    })
    .openapi(answer, async (c) => {
      const [{ id }, { as }] = [c.req.valid('param'), c.req.valid('query')]
      const { body, status } = await answerTime(deps, asked(c, id, as, c.req.valid('json')))
      return c.json(body, status as 200)
    })
    .openapi(absent, async (c) => {
      const [{ id }, { as }] = [c.req.valid('param'), c.req.valid('query')]
      const { body, status } = await tellNoShow(deps, asked(c, id, as, c.req.valid('json')))
      return c.json(body, status as 200)
    })
    .openapi(report, async (c) => {
      const [{ id: bookingId }, { as }] = [c.req.valid('param'), c.req.valid('query')]
      const { by, write, request: said } = asked(c, bookingId, as, c.req.valid('json'))
      const given = { by, bookingId, request: said, write, caller: c.get('caller') }
      return c.json((await reportOther(deps, given)).body, 201)
    })
}
