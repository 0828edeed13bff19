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
  type AppContext,
} from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import { day } from './rides.schemas.ts'
import { changeTrip } from './trips-change.usecases.ts'
import { pauseTrip, pauseTripDay, reopenTripDay, restoreTripDay, resumeTrip } from './trips-pause.usecases.ts'
import { tripAct, tripChange, tripView, tripWritten } from './trips.schemas.ts'
import type { TripDeps } from './trips.usecases.ts'

const tags = ['Covoiturage : trajets']
const own = { 'x-action': 'trip.offer', tags } as const
const ofTrip = z.object({ id: uuid })
const ofDay = z.object({ id: uuid, day })
const acted = {
  responses: { 200: jsonAnswer(tripView, 'The trip'), default: problemAnswer },
} as const
const body = jsonBody(tripAct)

const change = defineRoute({
  ...own,
  method: 'patch',
  path: '/api/trips/{id}',
  summary: 'Change a trip, from a day on (If-Match): booked days keep what was promised',
  request: { params: ofTrip, headers: writeHeaders, body: jsonBody(tripChange) },
  responses: { 200: jsonAnswer(tripWritten, 'The trip, and the days kept'), default: problemAnswer },
})
const pause = defineRoute({
  ...own,
  ...acted,
  method: 'post',
  path: '/api/trips/{id}/pause',
  summary: 'Found by nobody else: driven with who booked',
  request: { params: ofTrip, headers: writeHeaders, body },
})
const resume = defineRoute({
  ...own,
  ...acted,
  method: 'post',
  path: '/api/trips/{id}/resume',
  summary: 'Found again',
  request: { params: ofTrip, headers: writeHeaders, body },
})
const pauseDay = defineRoute({
  ...own,
  ...acted,
  method: 'post',
  path: '/api/trips/{id}/days/{day}/pause',
  summary: 'One day is found by nobody else',
  request: { params: ofDay, headers: writeHeaders, body },
})
const reopenDay = defineRoute({
  ...own,
  ...acted,
  method: 'post',
  path: '/api/trips/{id}/days/{day}/reopen',
  summary: 'One day that was paused is found again',
  request: { params: ofDay, headers: writeHeaders, body },
})
const restoreDay = defineRoute({
  ...own,
  ...acted,
  method: 'post',
  path: '/api/trips/{id}/days/{day}/restore',
  summary: 'One day that was taken off is driven again',
  request: { params: ofDay, headers: writeHeaders, body },
})

/** What becomes of a trip once it is offered. */
export function createTripChangeRoutes(deps: TripDeps) {
  const asked = <T>(c: AppContext, request: T) => ({
    actor: c.get('actor'),
    request,
    write: writeKeyOf(c, request),
  })
  return createRouter()
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param')
      const answer = await changeTrip(deps, {
        ...asked(c, c.req.valid('json')),
        id,
        version: versionOf(c),
      })
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(pause, async (c) => {
      const answer = await pauseTrip(deps, { ...asked(c, c.req.valid('json')), ...c.req.valid('param') })
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(resume, async (c) => {
      const answer = await resumeTrip(deps, { ...asked(c, c.req.valid('json')), ...c.req.valid('param') })
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(pauseDay, async (c) => {
      const answer = await pauseTripDay(deps, { ...asked(c, c.req.valid('json')), ...c.req.valid('param') })
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(reopenDay, async (c) => {
      const answer = await reopenTripDay(deps, { ...asked(c, c.req.valid('json')), ...c.req.valid('param') })
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(restoreDay, async (c) => {
      const answer = await restoreTripDay(deps, { ...asked(c, c.req.valid('json')), ...c.req.valid('param') })
      return c.json(answer.body, answer.status as 200)
    })
}
