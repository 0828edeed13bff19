import { z } from '@hono/zod-openapi'
import { deviceSecretHeader } from '../alerts/alerts.schemas.ts'
import { createRouter, defineRoute, jsonAnswer, problemAnswer, type Deps } from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import { readRideDevice, stopDevice, tellDevice } from './bookings-devices.usecases.ts'
import { siren } from './rides.schemas.ts'
import { noStore, own } from './bookings-routes.ts'

const path = '/api/travellers/me/devices/{deviceId}'
const params = z.object({ deviceId: uuid })
const query = z.object({ territory: siren })
const shape = z.object({ told: z.boolean() }).openapi('RideDevice')
const responses = {
  200: jsonAnswer(shape, 'Is this phone told of one’s rides?'),
  default: problemAnswer,
}

const read = defineRoute({
  ...own,
  method: 'get',
  path,
  summary: 'Is this phone told of one’s rides?',
  request: { params, query },
  responses,
})
const tell = defineRoute({
  ...own,
  method: 'put',
  path,
  summary: 'Tell this phone of one’s rides, by push; mail stays for when it cannot be reached',
  request: { params, query, headers: deviceSecretHeader },
  responses,
})
const stop = defineRoute({
  ...own,
  method: 'delete',
  path,
  summary: 'Tell this phone of one’s rides no more',
  request: { params, query },
  responses,
})

/** Phones that are told of what becomes of one's rides. */
export function createBookingDeviceRoutes(deps: Pick<Deps, 'database' | 'clock'>) {
  return createRouter()
    .openapi(read, async (c) => {
      const { deviceId } = c.req.valid('param')
      const { territory: territorySiren } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territorySiren, deviceId }
      return c.json(await readRideDevice(deps, asked), 200, noStore)
    })
    .openapi(tell, async (c) => {
      const { deviceId } = c.req.valid('param')
      const { territory: territorySiren } = c.req.valid('query')
      const secret = c.req.valid('header')['bocage-device-secret']
      const asked = { actor: c.get('actor'), territorySiren, deviceId, secret }
      return c.json(await tellDevice(deps, asked), 200, noStore)
    })
    .openapi(stop, async (c) => {
      const { deviceId } = c.req.valid('param')
      const { territory: territorySiren } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territorySiren, deviceId }
      return c.json(await stopDevice(deps, asked), 200, noStore)
    })
}
