import { expect } from 'vitest'
import type { AdminOperator, OperatorKey } from '../../api/carpool/standard/operators-admin.schemas.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { DemoApp } from './demo-app.ts'
import type { Agent } from './desk.ts'
import { missingStandard, openStandard } from './standard-covoiturage.ts'

export const operatorsPath = `/api/territories/${demoSiren}/operators`
export const standard = missingStandard() ? null : openStandard()

export type TestOperator = {
  id: string
  key: string
  domain: string
  /** Calls our interface as the operator does: the answer is checked against the published schema when it is there. */
  call: (path: string, options?: Calling) => Promise<{ status: number; body: unknown; answer: Response }>
}
type Calling = { method?: string; body?: unknown; headers?: Record<string, string>; template?: string }

/** Makes an operator known to the territory, with a key to call us. */
export async function anOperator(
  app: DemoApp,
  admin: Agent,
  over: Record<string, unknown> = {},
): Promise<TestOperator> {
  const id = app.deps.ids.next()
  const domain = `${id.slice(-12)}.operateur.example`
  const made = await admin.post(operatorsPath, {
    id,
    domain,
    name: 'Roulons',
    opens: ['search', 'book'],
    ...over,
  })
  expect(made.status, await made.clone().text()).toBe(201)
  const known = (await made.json()) as AdminOperator
  const keyed = (await (await admin.post(`${operatorsPath}/${id}/key`)).json()) as OperatorKey
  expect(keyed.operator.id).toBe(id)
  const { key } = keyed
  return { id, key, domain: known.domain, call: callerOf(app, key) }
}

/** Calls with a key, or none. */
export function callerOf(app: DemoApp, key: string | null): TestOperator['call'] {
  return async (path, { method = 'GET', body, headers = {}, template } = {}) => {
    const answer = await app.request(`/api/standard-covoiturage${path}`, {
      method,
      headers: { ...(key ? { 'X-API-Key': key } : {}), ...headers },
      ...(body === undefined ? {} : { json: body }),
    })
    const text = await answer.text()
    const read = text === '' ? undefined : (JSON.parse(text) as unknown)
    // The standard has no 403: it is told as the others are.
    if (standard && answer.status !== 403) {
      const faults = standard.faultsOfAnswer(
        template ?? path.split('?')[0]!,
        method.toLowerCase(),
        answer.status,
        read,
      )
      expect(faults, text).toEqual([])
    }
    return { status: answer.status, body: read, answer }
  }
}

/** A search of the standard, from one point to another at a moment. */
export function standardQuery(
  from: { lat: number; lon: number },
  to: { lat: number; lon: number },
  rest: Record<string, string | number>,
): string {
  return new URLSearchParams({
    departureLat: String(from.lat),
    departureLng: String(from.lon),
    arrivalLat: String(to.lat),
    arrivalLng: String(to.lon),
    ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])),
  }).toString()
}
