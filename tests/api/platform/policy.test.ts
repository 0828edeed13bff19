import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import { type Action, policy } from '../../../api/platform/policy.ts'
import { incident, type Role, roles } from '../../../db/schema/index.ts'
import { anOrganizer, anOrganizerMember } from '../../support/organizers.ts'
import { mormal } from '../../support/territories.ts'
import {
  colleague,
  fill,
  type Made,
  makeData,
  marker,
  markerMail,
  openPlaces,
  type ScopeName,
  scopeNames,
} from '../../support/bavay.ts'
import { type ApiDocument, type Operation, sampleOf } from '../../support/openapi.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { reaches, samples } from './route-samples.ts'

/**
 * Walks every route of the application. A new route is walked by default: it only has to name its action, and, when it
 * takes parameters or content that can't be made up from its schema, to be given some in `route-samples.ts`.
 */

let t: StaffApp
let document: ApiDocument
const pages =
  /^GET \/(?:|accessibilite|lien|plan-du-site|trajets|signaler|signaler\/simple|agenda\/proposer\/simple|agenda|agenda\/:address\{.+\}|aires|aires\/:id\{.+\}|alertes|alertes\/suivre\/simple|alertes\/:id\{.+\}|communes|communes\/:address|communes\/:address\/ecran|integrer\/(?:agenda|alertes)|sitemap\.xml|sitemap\/(?:communes\.xml|:file\{.+\})|robots\.txt)$/
// What they send for people without JavaScript, to the use cases of the API that anyone may call.
const forms = /^POST \/(?:lien|alertes\/suivre\/simple|signaler\/simple|agenda\/proposer\/simple)$/
const cookies = new Map<string, string>()

function bodyOf(name: string, operation: Operation, made: Made): unknown {
  const given = samples[name]?.body
  if (given) return given(made)
  const schema = operation.requestBody?.content?.['application/json']?.schema
  return schema && sampleOf(schema, document, made.id)
}

async function callAs(cookie: string | undefined, route: Route, made: Made) {
  const query = samples[route.name]?.query?.(made) ?? ''
  return t.call(route.method, fill(route.path, made) + query, {
    ...(cookie ? { cookie } : {}),
    body: bodyOf(route.name, route.operation, made),
    headers: { 'idempotency-key': made.id(), 'if-match': '"1"' },
  })
}

type Route = { name: string; method: string; path: string; operation: Operation }
const routesOf = (from: ApiDocument): Route[] =>
  Object.entries(from.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )
const ruleOf = ({ operation }: Route) =>
  policy[operation['x-action'] as Action] as 'anyone' | 'signed-in' | Role[]
const state = async ({ incidentId }: Made) =>
  JSON.stringify(await t.deps.database.read.select().from(incident).where(eq(incident.id, incidentId)))

beforeAll(async () => {
  t = await openStaffApp()
  document = (await (await t.call('GET', '/api/openapi.json')).json()) as ApiDocument
  const places = await openPlaces(t)
  for (const role of roles) {
    for (const scopeName of scopeNames) {
      const email = `${role}.${scopeName.replace(' ', '-')}@staff.example`
      const { siren, scope } = places[scopeName]
      await createStaff({ ...t.deps, staff: { email, name: email, memberships: [{ siren, role, scope }] } })
      cookies.set(`${role}, ${scopeName}`, await t.signIn(email))
    }
  }
}, 120_000)
afterAll(() => t.close())

describe('Every route of the application', () => {
  it('names an action of the policy', () => {
    const routes = routesOf(document)
    expect(routes.length).toBeGreaterThan(30)
    const nameless = routes.filter(({ operation }) => !((operation['x-action'] ?? '') in policy))
    expect(nameless.map(({ name }) => name)).toEqual([])
  })

  it('is in the document, so that this test walks it', () => {
    const known = new Set(
      routesOf(document).map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    const served = t.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`)
    expect(served.length).toBeGreaterThan(30)
    const others = [...new Set(served)].filter((route) => !known.has(route))
    // Pages of what anyone may read, for people without JavaScript and for search engines: no calls of the API.
    expect(others.filter((route) => !pages.test(route) && !forms.test(route))).toEqual([])
  })

  it('has a sample only if it exists', () => {
    const known = new Set(routesOf(document).map(({ name }) => name))
    expect(Object.keys(samples).filter((name) => !known.has(name))).toEqual([])
  })

  it('serves every action of the policy somewhere, but those checked inside a route', () => {
    const used = new Set(routesOf(document).map(({ operation }) => operation['x-action']))
    const inside: Action[] = [
      'incident.see-contact',
      'incident.publish',
      'incident.hide',
      'incident.reroute',
      'incident.forward',
    ]
    expect(
      (Object.keys(policy) as Action[]).filter((action) => !used.has(action) && !inside.includes(action)),
    ).toEqual([])
  })
})

describe('A stranger', () => {
  it('is asked to sign in by every route that is not for anyone', async () => {
    const made = await makeData(t)
    const before = await state(made)
    for (const route of routesOf(document).filter((route) => ruleOf(route) !== 'anyone')) {
      const answer = await callAs(undefined, route, made)
      expect(answer.status, route.name).toBe(401)
      expect(answer.headers.get('content-type'), route.name).toContain('application/problem+json')
      expect(await answer.text(), route.name).not.toContain(marker)
    }
    expect(await state(made)).toBe(before)
  })

  it('is not asked to sign in by the others', async () => {
    const made = await makeData(t)
    const open = routesOf(document).filter((route) => ruleOf(route) === 'anyone' && !route.path.includes('{'))
    for (const route of open) {
      const answer = await t.call(route.method, route.path)
      expect([401, 403], `${route.name} ${answer.status}`).not.toContain(answer.status)
      const words = await answer.text()
      expect(words, route.name).not.toContain(markerMail)
    }
    expect(made).toBeDefined()
  })

  it('with a made-up session is a stranger', async () => {
    for (const route of routesOf(document).filter((route) => ruleOf(route) === 'signed-in')) {
      const answer = await callAs('bocage.session_token=made.up', route, await makeData(t))
      expect(answer.status, route.name).toBe(401)
    }
  })
})

describe('Staff', () => {
  const shared = new Map<string, Made>()
  const walk = (check: (route: Route, role: Role, scopeName: ScopeName, cookie: string) => Promise<void>) =>
    it.each(roles)('as %s', { timeout: 120_000 }, async (role) => {
      const routes = routesOf(document).filter((route) => Array.isArray(ruleOf(route)))
      expect(routes.length).toBeGreaterThan(5)
      for (const route of routes)
        for (const scopeName of scopeNames)
          await check(route, role, scopeName, cookies.get(`${role}, ${scopeName}`) ?? '')
    })
  const mayAct = (route: Route, role: Role) => ruleOf(route).includes(role)
  const lets = (route: Route, scopeName: ScopeName) =>
    (reaches[samples[route.name]?.reach ?? defaultReach(route)] as readonly ScopeName[]).includes(scopeName)
  // A call about nothing in particular answers with what is one's own; any other is about Bavay.
  const defaultReach = (route: Route) => (route.path.includes('{') ? 'place' : 'anywhere')

  describe('whose role may not act are refused wherever they are', () => {
    walk(async (route, role, scopeName, cookie) => {
      if (mayAct(route, role)) return
      const made = shared.get('refused') ?? (await makeData(t))
      shared.set('refused', made)
      const before = await state(made)
      const answer = await callAs(cookie, route, made)
      expect.soft(answer.status, `${route.name}, ${role}, ${scopeName}`).toBe(403)
      expect.soft(await state(made)).toBe(before)
    })
  })

  describe('whose role may act see and change nothing outside their scope', () => {
    walk(async (route, role, scopeName, cookie) => {
      if (!mayAct(route, role) || reaches.place.includes(scopeName as 'own territory')) return
      const who = `${route.name}, ${role}, ${scopeName}`
      const made = shared.get('outside') ?? (await makeData(t))
      shared.set('outside', made)
      const before = await state(made)
      const answer = await callAs(cookie, route, made)
      const words = await answer.text()
      if (!lets(route, scopeName))
        expect
          .soft([403, 404, samples[route.name]?.refusal], `${who}: ${answer.status} ${words}`)
          .toContain(answer.status)
      else
        expect
          .soft(answer.status < 400 || answer.status === samples[route.name]?.outcome, `${who}: ${words}`)
          .toBe(true)
      expect.soft(words, who).not.toContain(marker)
      expect.soft(words, who).not.toContain(markerMail)
      if (scopeName === 'other territory') expect.soft(words, who).not.toContain(colleague)
      expect.soft(await state(made), who).toBe(before)
    })
  })

  describe('whose role may act are let in within their scope', () => {
    walk(async (route, role, scopeName, cookie) => {
      if (!mayAct(route, role) || !reaches.place.includes(scopeName as 'own territory')) return
      const who = `${route.name}, ${role}, ${scopeName}`
      const answer = await callAs(cookie, route, await makeData(t))
      if (!lets(route, scopeName)) {
        expect
          .soft([403, 404, samples[route.name]?.refusal], `${who}: ${answer.status}`)
          .toContain(answer.status)
        return
      }
      const ok = answer.status < 400 || answer.status === samples[route.name]?.outcome
      expect.soft(ok, `${who}: ${answer.status} ${await answer.text()}`).toBe(true)
    })
  })
})

describe('The people of an organizer', () => {
  it('are refused by every route of staff, and shown nothing of Bavay', { timeout: 120_000 }, async () => {
    const made = await makeData(t)
    const cookie = await t.signIn(await anOrganizerMember(t))
    const before = await state(made)
    const ofStaff = routesOf(document).filter((route) => ruleOf(route).includes('admin'))
    expect(ofStaff.length).toBeGreaterThan(20)
    for (const route of ofStaff) {
      const answer = await callAs(cookie, route, made)
      // What is theirs as well as staff's: a thing that is not theirs does not exist for them.
      const shared = ruleOf(route).includes('organizer' as Role) && route.path.includes('{')
      expect.soft(answer.status, route.name).toBe(shared ? 404 : 403)
      expect.soft(await answer.text(), route.name).not.toContain(marker)
    }
    expect(await state(made)).toBe(before)
  })

  it('are in no list of staff', async () => {
    // Would come first in a list by address.
    const { email } = await anOrganizer(t, { email: '00@comite.example' })
    const cookie = cookies.get('admin, own territory') ?? ''
    for (const path of [`/api/territories/${mormal.siren}/members?limit=100`, '/api/desk/setup']) {
      const words = await (await t.call('GET', path, { cookie })).text()
      expect(words, path).toContain(colleague)
      expect(words.includes(email) || words.includes('Ada Vasseur'), path).toBe(false)
    }
    const own = (await (await t.call('GET', '/api/account', { cookie: await t.signIn(email) })).json()) as {
      memberships: unknown[]
    }
    expect(own.memberships).toEqual([])
  })
})

describe('The parts of a report', () => {
  /** One gesture for each action that is checked inside a route. */
  const gestures: [Action, string, (made: Made) => Record<string, unknown>][] = [
    ['incident.publish', 'PATCH /api/desk/incidents/{id}', () => ({ published: true })],
    ['incident.hide', 'PATCH /api/desk/incidents/{id}', () => ({ hiddenReason: 'Une plaque se lit.' })],
    ['incident.reroute', 'PATCH /api/desk/incidents/{id}', ({ roadBodyId }) => ({ bodyId: roadBodyId })],
    [
      'incident.forward',
      'POST /api/desk/incidents/{id}/moves',
      ({ roadBodyId }) => ({ to: 'forwarded', bodyId: roadBodyId, words: 'Pour suite à donner.' }),
    ],
  ]
  const act = async (role: Role, name: string, content: (made: Made) => Record<string, unknown>) => {
    const made = await makeData(t)
    const [method = '', path = ''] = name.split(' ')
    const answer = await t.call(method, fill(path, made), {
      cookie: cookies.get(`${role}, own commune`) ?? '',
      body: { id: made.id(), ...content(made) },
      headers: { 'idempotency-key': made.id(), 'if-match': '"1"' },
    })
    return { answer, made }
  }

  it.each(gestures)('%s is for the roles of the policy only', async (action, name, content) => {
    for (const role of roles) {
      const { answer, made } = await act(role, name, content)
      const allowed = (policy[action] as readonly string[]).includes(role)
      expect(answer.status < 400 ? 'done' : answer.status, `${role}: ${await answer.text()}`).toBe(
        allowed ? 'done' : 403,
      )
      if (!allowed) expect(await state(made)).toContain('"version":1')
    }
  })

  it('show how to reach the reporter to those who may see it', async () => {
    for (const role of roles) {
      const { incidentId } = await makeData(t)
      const cookie = cookies.get(`${role}, own commune`) ?? ''
      const words = await (await t.call('GET', `/api/desk/incidents/${incidentId}`, { cookie })).text()
      expect(words.includes(markerMail), role).toBe(
        (policy['incident.see-contact'] as readonly string[]).includes(role),
      )
    }
  })
})
