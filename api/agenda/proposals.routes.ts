import { z } from '@hono/zod-openapi'
import {
  createRouter,
  defineRoute,
  jsonAnswer,
  jsonBody,
  problemAnswer,
  writeHeaders,
  writeKeyOf,
} from '../platform/http.ts'
import { confirmProposal, foreseeProposal, proposeEvent, type ProposalDeps } from './proposals.usecases.ts'
import {
  acceptedEvent,
  foreseen,
  foreseenQuery,
  newEvent,
  placeList,
  placesQuery,
  similarEvents,
  similarQuery,
} from './proposals.schemas.ts'
import { findSimilarEvents, listPlaces } from './proposing.usecases.ts'

const tags = ['Agenda : proposer']
const action = { 'x-action': 'event.propose' } as const

const propose = defineRoute({
  ...action,
  method: 'post',
  path: '/api/events',
  summary: 'Propose an event',
  description:
    'It waits until the address is confirmed by the link of a mail, then until a moderator publishes it; a trusted organizer’s is published at once.',
  tags,
  request: { headers: writeHeaders, body: jsonBody(newEvent) },
  responses: { 201: jsonAnswer(acceptedEvent, 'Accepted, durably'), default: problemAnswer },
})
const confirm = defineRoute({
  ...action,
  method: 'post',
  path: '/api/events/confirm',
  summary: 'Confirm one’s address, by the link of the mail',
  tags,
  request: { headers: z.object({ 'bocage-secret': z.string().min(16).max(128) }) },
  responses: { 200: jsonAnswer(acceptedEvent, 'Confirmed'), default: problemAnswer },
})
const similar = defineRoute({
  ...action,
  method: 'get',
  path: '/api/events/similar',
  summary: 'Published events that may be the one about to be proposed',
  tags,
  request: { query: similarQuery },
  responses: { 200: jsonAnswer(similarEvents, 'The likest first'), default: problemAnswer },
})
const fate = defineRoute({
  ...action,
  method: 'get',
  path: '/api/events/foreseen',
  summary: 'What becomes of an event that one sends, before it is sent',
  tags,
  request: { query: foreseenQuery },
  responses: { 200: jsonAnswer(foreseen, 'Its first status'), default: problemAnswer },
})
const places = defineRoute({
  ...action,
  method: 'get',
  path: '/api/places',
  summary: 'Known places, by name',
  tags,
  request: { query: placesQuery },
  responses: { 200: jsonAnswer(placeList, 'A page'), default: problemAnswer },
})

/** What anyone does to have an event in the agenda. */
export function createProposalRoutes(deps: ProposalDeps) {
  return createRouter()
    .openapi(propose, async (c) => {
      const request = c.req.valid('json')
      const actor = c.get('actor')
      // A session may say whose it is: a key gives its holder's answer to nobody else.
      const write = writeKeyOf(c, actor ? { by: actor.userId, request } : request)
      const answer = await proposeEvent(deps, { request, actor, write, caller: c.get('caller') })
      return c.json(answer.body, 201, { 'Cache-Control': 'no-store' })
    })
    .openapi(confirm, async (c) =>
      c.json(await confirmProposal(deps, { secret: c.req.valid('header')['bocage-secret'] }), 200, {
        'Cache-Control': 'no-store',
      }),
    )
    .openapi(similar, async (c) => c.json(await findSimilarEvents(deps, c.req.valid('query')), 200))
    .openapi(fate, async (c) => {
      const answer = await foreseeProposal(deps, { ...c.req.valid('query'), actor: c.get('actor') })
      return c.json(answer, 200, { 'Cache-Control': 'no-store' })
    })
    .openapi(places, async (c) => c.json(await listPlaces(deps, c.req.valid('query')), 200))
}
