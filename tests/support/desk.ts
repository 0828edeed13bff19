import { and, desc, eq, like } from 'drizzle-orm'
import { afterAll, beforeAll } from 'vitest'
import { systemIds } from '../../api/platform/ids.ts'
import type { Ticket } from '../../api/incidents/desk.schemas.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { body, localMail, membership, user, type Role, type ScopeKind } from '../../db/schema/index.ts'
import { openDemoApp, type DemoApp } from './demo-app.ts'
import { communeOf } from './incidents.ts'
import { cookieOf } from './staff.ts'

type Scope = { kind: ScopeKind; id: string; territory?: string }
type CallOptions = { version?: number; key?: string; headers?: Record<string, string> }

/** A member of staff, signed in: calls the API with their session. */
export type Agent = {
  userId: string
  get: (path: string, headers?: Record<string, string>) => Promise<Response>
  post: (path: string, body?: unknown, options?: CallOptions) => Promise<Response>
  patch: (path: string, body: unknown, options?: CallOptions) => Promise<Response>
  put: (path: string, body: unknown, options?: CallOptions) => Promise<Response>
  remove: (path: string, options?: CallOptions) => Promise<Response>
  /** Sends a file, as it is. */
  send: (path: string, file: string) => Promise<Response>
  ticket: (id: string) => Promise<Ticket>
  /** Moves an incident from the version it has now. */
  move: (id: string, move: Record<string, unknown>) => Promise<Response>
  edit: (id: string, edit: Record<string, unknown>) => Promise<Response>
}

/** Gives somebody a role and signs them in by the link they are mailed. */
export async function anAgent(
  app: DemoApp,
  { role = 'clerk', scope, name = 'Camille Durand' }: { role?: Role; scope: Scope; name?: string },
): Promise<Agent> {
  const userId = systemIds.next()
  const email = `${userId}@mairie.example`
  const at = new Date(app.clock.now())
  await app.database.write(async (tx) => {
    await tx
      .insert(user)
      .values({ id: userId, name, email, emailVerified: true, createdAt: at, updatedAt: at })
    await tx.insert(membership).values({
      id: systemIds.next(),
      userId,
      territorySiren: scope.territory ?? demoSiren,
      role,
      scopeKind: scope.kind,
      scopeId: scope.id,
      createdAt: at.getTime(),
    })
  })
  const cookie = await signIn(app, email)
  const call = (method: string, path: string, json?: unknown, options: CallOptions = {}) =>
    app.request(path, {
      method,
      headers: {
        cookie,
        'Idempotency-Key': options.key ?? systemIds.next(),
        ...(options.version === undefined ? {} : { 'If-Match': `"${options.version}"` }),
        ...options.headers,
      },
      json,
    })
  const ticket = async (id: string) => {
    const answer = await call('GET', `/api/desk/incidents/${id}`)
    if (answer.status !== 200) throw new Error(`no ticket: ${answer.status}`)
    return (await answer.json()) as Ticket
  }
  const versioned = async (method: string, path: string, id: string, json: Record<string, unknown>) =>
    call(method, path, { id: systemIds.next(), ...json }, { version: (await ticket(id)).version })
  return {
    userId,
    get: (path, headers) => call('GET', path, undefined, headers ? { headers } : {}),
    post: (path, json, options) => call('POST', path, json, options),
    patch: (path, json, options) => call('PATCH', path, json, options),
    put: (path, json, options) => call('PUT', path, json, options),
    remove: (path, options) => call('DELETE', path, undefined, options),
    send: (path, file) =>
      app.request(path, {
        method: 'POST',
        headers: {
          cookie,
          'Idempotency-Key': systemIds.next(),
          'Content-Type': 'application/octet-stream',
        },
        body: file,
      }),
    ticket,
    move: (id, move) => versioned('POST', `/api/desk/incidents/${id}/moves`, id, move),
    edit: (id, edit) => versioned('PATCH', `/api/desk/incidents/${id}`, id, edit),
  }
}

async function signIn(app: DemoApp, email: string): Promise<string> {
  await app.request('/api/account/sign-in', { method: 'POST', json: { email } })
  const mail = await waitForMail(app, email)
  const token = /token=([^\s&]+)/.exec(mail.text)?.[1]
  const answer = await app.request('/api/account/sign-in/confirm', { method: 'POST', json: { token } })
  if (answer.status !== 204) throw new Error(`${email} could not sign in: ${answer.status}`)
  return cookieOf(answer)
}

/** The latest mail kept for an address, about something when `subject` is given. */
export async function waitForMail(app: DemoApp, email: string, subject = '') {
  for (let attempt = 0; attempt < 100; attempt++) {
    const [mail] = await app.database.read
      .select()
      .from(localMail)
      .where(and(eq(localMail.recipient, email), like(localMail.subject, `%${subject}%`)))
      .orderBy(desc(localMail.at), desc(localMail.id))
      .limit(1)
    if (mail) return mail
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`no mail for ${email}`)
}

/** The body of a commune, or of another kind, in the demo territory. */
export async function bodyOf(app: DemoApp, of: { commune: string } | { kind: 'departement' | 'epci' }) {
  const code = 'commune' in of ? (await communeOf(app, of.commune)).code : null
  const rows = await app.database.read.select().from(body).where(eq(body.territorySiren, demoSiren))
  const found = rows.find((row) => ('kind' in of ? row.kind === of.kind : row.communeCode === code))
  if (!found) throw new Error('no such body')
  return found
}

export type DeskHouse = DemoApp & {
  /** A clerk of the whole territory. */
  clerk: Agent
  /** A technician of Bavay's own body. */
  technician: Agent
}

/** For a test file: the demo territory with a clerk of the territory and a technician of Bavay. */
export function useDesk(): { readonly current: DeskHouse } {
  let house: DeskHouse | undefined
  beforeAll(async () => {
    const app = await openDemoApp()
    const bavay = await bodyOf(app, { commune: 'Bavay' })
    house = {
      ...app,
      clerk: await anAgent(app, { scope: { kind: 'territory', id: demoSiren } }),
      technician: await anAgent(app, {
        role: 'technician',
        name: 'Sacha Lemaire',
        scope: { kind: 'body', id: bavay.id },
      }),
    }
  })
  afterAll(() => house?.close())
  return {
    get current() {
      if (!house) throw new Error('The application runs only while the tests of this file do.')
      return house
    },
  }
}
