import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  writeHeaders,
  writeKeyOf,
  type Deps,
} from '../platform/http.ts'
import { addressStopped, newAddressStop } from './address-stops.schemas.ts'
import { stopAddress, type StopsByDomain } from './address-stops.usecases.ts'

const stop = defineRoute({
  'x-action': 'address.stop',
  tags: ['Alertes : ne plus écrire'],
  method: 'post',
  path: '/api/desk/address-stops',
  summary: 'Stop every message to an address in a territory, for its owner who asks it at the counter',
  request: { headers: writeHeaders, body: jsonBody(newAddressStop) },
  responses: { 200: jsonAnswer(addressStopped, 'What it followed'), default: problemAnswer },
})

export function createAddressStopRoutes(
  deps: Pick<Deps, 'database' | 'clock' | 'ids'> & { stops: StopsByDomain },
) {
  return createRouter().openapi(stop, async (c) => {
    const request = c.req.valid('json')
    const asked = { actor: c.get('actor'), request, write: writeKeyOf(c, request) }
    return c.json((await stopAddress(deps, asked)).body, 200)
  })
}
