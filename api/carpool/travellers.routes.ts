import { z } from '@hono/zod-openapi'
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
import type { Language } from '../platform/problems.ts'
import type { Caller } from '../platform/rate-limits.ts'
import { eraseTraveller } from './travellers-erase.usecases.ts'
import { ofTerritory, profile, signUp, travellerView } from './travellers.schemas.ts'
import { readTraveller, saveTraveller, signUpTraveller } from './travellers.usecases.ts'

const tags = ['Covoiturage : personnes']
const noStore = { 'Cache-Control': 'no-store' }

const enter = defineRoute({
  'x-action': 'traveller.sign-up',
  method: 'post',
  path: '/api/travellers/sign-up',
  summary: 'Ask to share rides: a sign-in link is mailed, whoever has the address',
  tags,
  request: { headers: writeHeaders, body: jsonBody(signUp) },
  responses: { 202: jsonAnswer(z.object({}), 'A link is on its way'), default: problemAnswer },
})
const me = defineRoute({
  'x-action': 'traveller.self',
  method: 'get',
  path: '/api/travellers/me',
  summary: 'What one says of oneself in a territory',
  tags,
  request: { query: ofTerritory },
  responses: { 200: jsonAnswer(travellerView, 'The person'), default: problemAnswer },
})
const save = defineRoute({
  'x-action': 'traveller.self',
  method: 'put',
  path: '/api/travellers/me',
  summary: 'Say who one is, whole',
  tags,
  request: { body: jsonBody(profile) },
  responses: { 200: jsonAnswer(travellerView, 'The person'), default: problemAnswer },
})
const erase = defineRoute({
  'x-action': 'traveller.self',
  method: 'delete',
  path: '/api/travellers/me',
  summary: 'Share no more rides and be forgotten: those with a ride to come are told',
  tags,
  request: { query: ofTerritory },
  responses: { 204: { description: 'Forgotten' }, default: problemAnswer },
})

export type Invite = (person: { email: string; language: Language; caller: Caller }) => void

/** The people who drive and ride. */
export function createTravellerRoutes(
  deps: Pick<Deps, 'database' | 'clock' | 'ids' | 'rateLimiter' | 'config'> & { inviteBySignIn: Invite },
) {
  return createRouter()
    .openapi(enter, async (c) => {
      const request = c.req.valid('json')
      const caller = c.get('caller')
      const language = c.get('language')
      const answer = await signUpTraveller(
        { ...deps, invite: (email) => deps.inviteBySignIn({ email, language, caller }) },
        { request, write: writeKeyOf(c, request), caller },
      )
      return c.json(answer.body, answer.status as 202)
    })
    .openapi(me, async (c) => {
      const { territory } = c.req.valid('query')
      return c.json(
        await readTraveller(deps, { actor: c.get('actor'), territorySiren: territory }),
        200,
        noStore,
      )
    })
    .openapi(save, async (c) =>
      c.json(
        await saveTraveller(deps, { actor: c.get('actor'), request: c.req.valid('json') }),
        200,
        noStore,
      ),
    )
    .openapi(erase, async (c) => {
      await eraseTraveller(deps, { actor: c.get('actor'), territorySiren: c.req.valid('query').territory })
      return c.body(null, 204)
    })
}
