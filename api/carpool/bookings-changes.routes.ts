import { createRouter, defineRoute, jsonBody, writeHeaders } from '../platform/http.ts'
import { answerTime, proposeTime, tellLate, tellNoShow } from './bookings-changes.usecases.ts'
import type { ActDeps } from './bookings-open.usecases.ts'
import { lateness, noShow, timeAnswer, timeProposal } from './bookings.schemas.ts'
import { asked, one as responses, own, params } from './bookings-routes.ts'

const late = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings/{id}/late',
  summary: 'Tell the other that one will be late, or on time after all',
  request: { params, headers: writeHeaders, body: jsonBody(lateness) },
  responses,
})
const propose = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings/{id}/time',
  summary: 'The driver proposes another pick-up, or takes the proposal back',
  request: { params, headers: writeHeaders, body: jsonBody(timeProposal) },
  responses,
})
const answer = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings/{id}/time-answer',
  summary: 'The passenger agrees to it, or keeps the moment agreed',
  request: { params, headers: writeHeaders, body: jsonBody(timeAnswer) },
  responses,
})
const absent = defineRoute({
  ...own,
  method: 'post',
  path: '/api/bookings/{id}/no-show',
  summary: 'The other did not come',
  request: { params, headers: writeHeaders, body: jsonBody(noShow) },
  responses,
})

/** What happens between an agreement and the ride: late, another time, nobody there. */
export function createBookingChangeRoutes(deps: ActDeps) {
  return createRouter()
    .openapi(late, async (c) => {
      const { body, status } = await tellLate(deps, asked(c, c.req.valid('param').id, c.req.valid('json')))
      return c.json(body, status as 200)
    })
    .openapi(propose, async (c) => {
      const { body, status } = await proposeTime(deps, asked(c, c.req.valid('param').id, c.req.valid('json')))
      return c.json(body, status as 200)
    })
    .openapi(answer, async (c) => {
      const { body, status } = await answerTime(deps, asked(c, c.req.valid('param').id, c.req.valid('json')))
      return c.json(body, status as 200)
    })
    .openapi(absent, async (c) => {
      const { body, status } = await tellNoShow(deps, asked(c, c.req.valid('param').id, c.req.valid('json')))
      return c.json(body, status as 200)
    })
}
