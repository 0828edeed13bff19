import { afterAll, beforeAll } from 'vitest'
import { systemIds } from '../../api/platform/ids.ts'
import { openDemoTerritory } from '../../api/territory/territory.demo.ts'
import { testApp } from './app.ts'

type Call = { method?: string; body?: unknown; headers?: Record<string, string> }
export type DemoApp = Awaited<ReturnType<typeof openDemoApp>>
/** What builders need of an application, whole or beside a running server. */
export type Store = Pick<DemoApp, 'deps' | 'directory'>

/** The app with Pays de Mormal open, without content. */
export async function openDemoApp(options: Parameters<typeof testApp>[0] = {}) {
  const app = await testApp(options)
  await openDemoTerritory(app.deps)
  return {
    ...app,
    /** Calls the API. A body is sent as JSON, with a new idempotency key unless one is given. */
    call: (path: string, { method, body, headers = {} }: Call = {}) =>
      app.request(path, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { 'Idempotency-Key': systemIds.next(), ...headers },
        json: body,
      }),
  }
}

/** For a test file: one application for all its tests. Read it inside tests and hooks only. */
export function useDemoApp(options: Parameters<typeof testApp>[0] = {}): { readonly current: DemoApp } {
  let app: DemoApp | undefined
  beforeAll(async () => {
    app = await openDemoApp(options)
  })
  afterAll(async () => {
    await app?.close()
  })
  return {
    get current() {
      if (!app) throw new Error('The application runs only while the tests of this file do.')
      return app
    },
  }
}
