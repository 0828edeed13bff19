import { z } from '@hono/zod-openapi'
import { deviceSecretHeader } from '../alerts/alerts.schemas.ts'
import { createRouter, defineRoute, jsonAnswer, problemAnswer, type Deps } from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import { readAuthorDevice, stopAuthorDevice, tellAuthorDevice } from './author-devices.usecases.ts'

const path = '/api/author/events/{id}/devices/{deviceId}'
const params = z.object({ id: uuid, deviceId: uuid })
const headers = z.object({ 'bocage-secret': z.string().min(16).max(128) })
const shape = z.object({ told: z.boolean() }).openapi('AuthorDevice')
const tags = ['Agenda : son événement']
const action = { 'x-action': 'event.author' } as const
const responses = {
  200: jsonAnswer(shape, 'Is this phone told of one’s event?'),
  default: problemAnswer,
}

const read = defineRoute({
  ...action,
  tags,
  method: 'get',
  path,
  summary: 'Is this phone told of what becomes of one’s event?',
  request: { params, headers },
  responses,
})
const tell = defineRoute({
  ...action,
  tags,
  method: 'put',
  path,
  summary: 'Tell this phone of it, by push; mail stays for when it cannot be reached',
  request: { params, headers: headers.extend(deviceSecretHeader.shape) },
  responses,
})
const stop = defineRoute({
  ...action,
  tags,
  method: 'delete',
  path,
  summary: 'Tell this phone of it no more',
  request: { params, headers },
  responses,
})
const noStore = { 'Cache-Control': 'no-store' }

/** Phones on which the author of an event is told of what becomes of it, by the private link. */
export function createAuthorDeviceRoutes(deps: Pick<Deps, 'database' | 'clock' | 'rateLimiter'>) {
  const secretOf = (given: z.infer<typeof headers>) => given['bocage-secret']
  return createRouter()
    .openapi(read, async (c) => {
      const asked = { ...c.req.valid('param'), secret: secretOf(c.req.valid('header')) }
      return c.json(await readAuthorDevice(deps, asked), 200, noStore)
    })
    .openapi(tell, async (c) => {
      const given = c.req.valid('header')
      const asked = {
        ...c.req.valid('param'),
        secret: secretOf(given),
        deviceSecret: given['bocage-device-secret'],
        caller: c.get('caller'),
      }
      return c.json(await tellAuthorDevice(deps, asked), 200, noStore)
    })
    .openapi(stop, async (c) => {
      const asked = { ...c.req.valid('param'), secret: secretOf(c.req.valid('header')) }
      return c.json(await stopAuthorDevice(deps, asked), 200, noStore)
    })
}
