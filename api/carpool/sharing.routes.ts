import { createRouter, defineRoute, jsonAnswer, problemAnswer } from '../platform/http.ts'
import { byLink, linkHeaders, noStore, own, params } from './bookings-routes.ts'
import { rideShare, sharedRide } from './sharing.schemas.ts'
import { shareDrive, stopSharingDrive } from './sharing-driver.usecases.ts'
import { readShared, shareRide, stopSharing, type SharingDeps } from './sharing.usecases.ts'
import type { RideIndexes } from './ride-index.ts'
import { day } from './rides.schemas.ts'

// Asked again, it gives the same link: no answer with a secret in it is kept among those of repeated writes.
const share = defineRoute({
  ...own,
  method: 'put',
  path: '/api/bookings/{id}/share',
  summary: 'The passenger’s link for a relative, until two hours after the arrival',
  request: { params },
  responses: { 200: jsonAnswer(rideShare, 'The link'), default: problemAnswer },
})
const stop = defineRoute({
  ...own,
  method: 'delete',
  path: '/api/bookings/{id}/share',
  summary: 'The link that was given shows nothing any more',
  request: { params },
  responses: { 204: { description: 'Stopped' }, default: problemAnswer },
})
const dayOfTrip = { params: params.extend({ day }) }
const driving = { ...own, 'x-action': 'trip.offer', path: '/api/trips/{id}/days/{day}/share' } as const
const shareDay = defineRoute({
  ...driving,
  method: 'put',
  summary: 'The driver’s link for a relative, of one day, until two hours after the arrival',
  request: dayOfTrip,
  responses: { 200: jsonAnswer(rideShare, 'The link'), default: problemAnswer },
})
const stopDay = defineRoute({
  ...driving,
  method: 'delete',
  summary: 'The driver’s link that was given shows nothing any more',
  request: dayOfTrip,
  responses: { 204: { description: 'Stopped' }, default: problemAnswer },
})
const look = defineRoute({
  ...byLink,
  method: 'get',
  path: '/api/shared-ride',
  summary: 'What a relative reads by that link: never where the car is',
  request: { headers: linkHeaders },
  responses: { 200: jsonAnswer(sharedRide, 'The ride'), default: problemAnswer },
})

/** A ride that its passenger, or its driver, lets a relative look at. */
export function createSharingRoutes(deps: SharingDeps & { indexes: RideIndexes }) {
  return createRouter()
    .openapi(share, async (c) => {
      const asked = { actor: c.get('actor'), id: c.req.valid('param').id }
      return c.json(await shareRide(deps, asked), 200, noStore)
    })
    .openapi(stop, async (c) => {
      await stopSharing(deps, { actor: c.get('actor'), id: c.req.valid('param').id })
      return c.body(null, 204)
    })
    .openapi(shareDay, async (c) => {
      const { id: tripId, day } = c.req.valid('param')
      return c.json(await shareDrive(deps, { actor: c.get('actor'), tripId, day }), 200, noStore)
    })
    .openapi(stopDay, async (c) => {
      const { id: tripId, day } = c.req.valid('param')
      await stopSharingDrive(deps, { actor: c.get('actor'), tripId, day })
      return c.body(null, 204)
    })
    .openapi(look, async (c) =>
      c.json(await readShared(deps, c.req.valid('header')['bocage-secret']), 200, noStore),
    )
}
