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
} from '../platform/http.ts'
import { pageQuery } from '../platform/pagination.ts'
import { uuid } from '../platform/wire.ts'
import {
  correctNetwork,
  createNetwork,
  decideVolunteer,
  joinNetwork,
  listNetworks,
  listVolunteers,
} from './aid-networks.usecases.ts'
import { actOnAid, askAid, listAid, listDeskAid, type AidDeps } from './aid-requests.usecases.ts'
import {
  aidAct,
  aidList,
  aidQuery,
  aidView,
  deskAidQuery,
  editNetwork,
  networkList,
  networkView,
  newAid,
  newAidFor,
  newNetwork,
  volunteerDecision,
  volunteerList,
} from './aid.schemas.ts'
import { siren } from './rides.schemas.ts'

const tags = ['Covoiturage : entraide']
const own = { 'x-action': 'ride.book', tags } as const
const desk = { 'x-action': 'ride.enter-for-someone', tags } as const
const params = z.object({ id: uuid })
const noStore = { 'Cache-Control': 'no-store' }
const oneNetwork = { 200: jsonAnswer(networkView, 'The network'), default: problemAnswer }
const oneAid = { 200: jsonAnswer(aidView, 'The request'), default: problemAnswer }

const networks = defineRoute({
  'x-action': 'ride.search',
  tags,
  method: 'get',
  path: '/api/aid-networks',
  summary: 'Mutual-aid networks of a territory: whom they drive, what they give back, their telephone',
  request: { query: z.object({ territory: siren, ...pageQuery }) },
  responses: { 200: jsonAnswer(networkList, 'A page'), default: problemAnswer },
})
const join = defineRoute({
  ...own,
  method: 'post',
  path: '/api/aid-networks/{id}/join',
  summary: 'Ask to drive for a network',
  request: { params, headers: writeHeaders },
  responses: oneNetwork,
})
const leave = defineRoute({
  ...own,
  method: 'post',
  path: '/api/aid-networks/{id}/leave',
  summary: 'Drive for it no more',
  request: { params, headers: writeHeaders },
  responses: oneNetwork,
})
const requests = defineRoute({
  ...own,
  method: 'get',
  path: '/api/aid-requests',
  summary: 'What one may take as a volunteer, what one took, or what one asked',
  request: { query: aidQuery.extend(pageQuery) },
  responses: { 200: jsonAnswer(aidList, 'A page, the soonest first'), default: problemAnswer },
})
const ask = defineRoute({
  ...own,
  method: 'post',
  path: '/api/aid-requests',
  summary: 'Ask to be driven: volunteers are told',
  request: { headers: writeHeaders, body: jsonBody(newAid) },
  responses: { 201: jsonAnswer(aidView, 'Volunteers are told'), default: problemAnswer },
})
const act = defineRoute({
  ...own,
  method: 'post',
  path: '/api/aid-requests/{id}/acts',
  summary: 'Take it, give it back, say it is done (volunteer); confirm it, take it off (who asked)',
  request: { params, headers: writeHeaders, body: jsonBody(aidAct) },
  responses: oneAid,
})
const open = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/aid-networks',
  summary: 'Open a mutual-aid network',
  request: { headers: writeHeaders, body: jsonBody(newNetwork) },
  responses: { 201: jsonAnswer(networkView, 'Opened'), default: problemAnswer },
})
const correct = defineRoute({
  ...desk,
  method: 'patch',
  path: '/api/desk/aid-networks/{id}',
  summary: 'Correct it (If-Match)',
  request: { params, body: jsonBody(editNetwork) },
  responses: oneNetwork,
})
const volunteers = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/aid-networks/{id}/volunteers',
  summary: 'Who drives for it, or asks to',
  request: { params, query: z.object(pageQuery) },
  responses: { 200: jsonAnswer(volunteerList, 'A page'), default: problemAnswer },
})
const decide = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/aid-networks/{id}/volunteers',
  summary: 'Let somebody drive for it, or not',
  request: { params, headers: writeHeaders, body: jsonBody(volunteerDecision) },
  responses: { 200: jsonAnswer(volunteerList, 'The volunteers'), default: problemAnswer },
})
const deskRequests = defineRoute({
  ...desk,
  method: 'get',
  path: '/api/desk/aid-requests',
  summary: 'All that is asked of the networks of a territory',
  request: { query: deskAidQuery.extend(pageQuery) },
  responses: { 200: jsonAnswer(aidList, 'A page, the soonest first'), default: problemAnswer },
})
const askFor = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/aid-requests',
  summary: 'Ask for somebody entered at the desk',
  request: { headers: writeHeaders, body: jsonBody(newAidFor) },
  responses: { 201: jsonAnswer(aidView, 'Volunteers are told'), default: problemAnswer },
})
const deskAct = defineRoute({
  ...desk,
  method: 'post',
  path: '/api/desk/aid-requests/{id}/acts',
  summary: 'Confirm it, take it off, or note that they were called',
  request: { params, headers: writeHeaders, body: jsonBody(aidAct) },
  responses: oneAid,
})

/** Mutual-aid networks: volunteers, requests, and the staff who keep them. */
export function createAidRoutes(deps: AidDeps) {
  return createRouter()
    .openapi(networks, async (c) => {
      const { territory, cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territorySiren: territory, cursor, limit }
      return c.json(await listNetworks(deps, asked), 200, noStore)
    })
    .openapi(join, async (c) => {
      const asked = { actor: c.get('actor'), id: c.req.valid('param').id, joins: true }
      const answer = await joinNetwork(deps, { ...asked, write: writeKeyOf(c, {}) })
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(leave, async (c) => {
      const asked = { actor: c.get('actor'), id: c.req.valid('param').id, joins: false }
      const answer = await joinNetwork(deps, { ...asked, write: writeKeyOf(c, {}) })
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(requests, async (c) => {
      const { territory, view, cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territorySiren: territory, view, cursor, limit }
      return c.json(await listAid(deps, asked), 200, noStore)
    })
    .openapi(ask, async (c) => {
      const request = c.req.valid('json')
      const asked = { actor: c.get('actor'), caller: c.get('caller'), request, write: writeKeyOf(c, request) }
      const answer = await askAid(deps, asked)
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(act, async (c) => {
      const request = c.req.valid('json')
      const asked = { actor: c.get('actor'), id: c.req.valid('param').id, desk: false, request }
      const answer = await actOnAid(deps, { ...asked, write: writeKeyOf(c, request) })
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(open, async (c) => {
      const request = c.req.valid('json')
      const asked = { actor: c.get('actor'), request, write: writeKeyOf(c, request) }
      const answer = await createNetwork(deps, asked)
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(correct, async (c) => {
      const asked = { id: c.req.valid('param').id, version: versionOf(c), request: c.req.valid('json') }
      return c.json(await correctNetwork(deps, { actor: c.get('actor'), ...asked }), 200, noStore)
    })
    .openapi(volunteers, async (c) => {
      const { cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), id: c.req.valid('param').id, cursor, limit }
      return c.json(await listVolunteers(deps, asked), 200, noStore)
    })
    .openapi(decide, async (c) => {
      const request = c.req.valid('json')
      const asked = { actor: c.get('actor'), id: c.req.valid('param').id, request }
      const answer = await decideVolunteer(deps, { ...asked, write: writeKeyOf(c, request) })
      return c.json(answer.body, answer.status as 200)
    })
    .openapi(deskRequests, async (c) => {
      const { territory, cursor, limit } = c.req.valid('query')
      const asked = { actor: c.get('actor'), territorySiren: territory, cursor, limit }
      return c.json(await listDeskAid(deps, asked), 200, noStore)
    })
    .openapi(askFor, async (c) => {
      const { personId, ...request } = c.req.valid('json')
      const write = writeKeyOf(c, { personId, ...request })
      const asked = { actor: c.get('actor'), caller: c.get('caller'), request, write, personId }
      const answer = await askAid(deps, asked)
      return c.json(answer.body, answer.status as 201)
    })
    .openapi(deskAct, async (c) => {
      const request = c.req.valid('json')
      const asked = { actor: c.get('actor'), id: c.req.valid('param').id, desk: true, request }
      const answer = await actOnAid(deps, { ...asked, write: writeKeyOf(c, request) })
      return c.json(answer.body, answer.status as 200)
    })
}
