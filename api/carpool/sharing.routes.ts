import { z } from '@hono/zod-openapi'
import { createRouter, defineRoute, jsonAnswer, problemAnswer } from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import { rideShare, sharedRide } from './sharing.schemas.ts'
import { readShared, shareRide, stopSharing, type SharingDeps } from './sharing.usecases.ts'

const tags = ['Covoiturage : réservations']
const noStore = { 'Cache-Control': 'no-store' }
const params = z.object({ id: uuid })

// Asked again, it gives the same link: no answer with a secret in it is kept among those of repeated writes.
const share = defineRoute({
  'x-action': 'ride.book',
  method: 'put',
  path: '/api/bookings/{id}/share',
  summary: 'The passenger’s link for a relative, until two hours after the arrival',
  tags,
  request: { params },
  responses: { 200: jsonAnswer(rideShare, 'The link'), default: problemAnswer },
})
const stop = defineRoute({
  'x-action': 'ride.book',
  method: 'delete',
  path: '/api/bookings/{id}/share',
  summary: 'The link that was given shows nothing any more',
  tags,
  request: { params },
  responses: { 204: { description: 'Stopped' }, default: problemAnswer },
})
const look = defineRoute({
  'x-action': 'ride.use-link',
  method: 'get',
  path: '/api/shared-ride',
  summary: 'What a relative reads by that link: never where the car is',
  tags,
  request: { headers: z.object({ 'bocage-secret': z.string().min(20).max(200) }) },
  responses: { 200: jsonAnswer(sharedRide, 'The ride'), default: problemAnswer },
})

/** A ride that its passenger lets a relative look at. */
export function createSharingRoutes(deps: SharingDeps) {
  return createRouter()
    .openapi(share, async (c) => {
      const asked = { actor: c.get('actor'), id: c.req.valid('param').id }
      return c.json(await shareRide(deps, asked), 200, noStore)
    })
    .openapi(stop, async (c) => {
      await stopSharing(deps, { actor: c.get('actor'), id: c.req.valid('param').id })
      return c.body(null, 204)
    })
    .openapi(look, async (c) =>
      c.json(await readShared(deps, c.req.valid('header')['bocage-secret']), 200, noStore),
    )
}
