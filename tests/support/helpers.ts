import { eq } from 'drizzle-orm'
import type { HelperView } from '../../api/carpool/helpers.schemas.ts'
import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { user } from '../../db/schema/index.ts'
import type { DemoApp } from './demo-app.ts'
import { good } from './desk-rides.ts'
import type { Agent } from './desk.ts'
import { aTraveller, type Traveller } from './rides.ts'

/** A volunteer who may book for people without a phone: `id` is the traveller they are. */
export type Helper = Agent & Pick<Traveller, 'email' | 'cookie'> & { id: string }

export const nameHelper = (clerk: Agent, email: string): Promise<Response> =>
  clerk.post('/api/desk/ride-helpers', { territory: demoSiren, email })

/** Somebody who shares rides, let by the desk to book for others. */
export async function aHelper(app: DemoApp, clerk: Agent, profile: { name: string }): Promise<Helper> {
  const person = await aTraveller(app, profile)
  const { id } = await good<HelperView>(await nameHelper(clerk, person.email))
  const [row] = await app.database.read.select().from(user).where(eq(user.email, person.email))
  return { ...speaking(app, person), ...person, userId: row!.id, id }
}

/** Calls the API as an agent does, with the session of somebody who shares rides. */
export function speaking(app: DemoApp, { cookie }: Pick<Traveller, 'cookie'>): Agent {
  type Options = { version?: number; key?: string }
  const call = (method: string, path: string, json?: unknown, { key, version }: Options = {}) =>
    app.request(path, {
      method,
      headers: {
        cookie,
        'Idempotency-Key': key ?? systemIds.next(),
        ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
      },
      json,
    })
  const none = () => {
    throw new Error('Not for who is no staff')
  }
  return {
    userId: '',
    get: (path) => call('GET', path),
    post: (path, json, options) => call('POST', path, json, options),
    patch: (path, json, options) => call('PATCH', path, json, options),
    put: (path, json, options) => call('PUT', path, json, options),
    remove: (path, options) => call('DELETE', path, undefined, options),
    send: none,
    ticket: none,
    move: none,
    edit: none,
  }
}
