import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { apiGeneration, apiHeader } from '../../../api/platform/generation.rules.ts'
import { request } from '../../../web/http/ask.ts'
import { listenTo, type Listening } from '../../support/listening.ts'

// By which name a phone is counted, whoever asks: its pages, or its service worker.

let server: Listening
let heard: (string | undefined)[] = []
beforeAll(async () => {
  server = await listenTo((req, res) => {
    heard.push(req.headers['bocage-device'] as string | undefined)
    if (req.url === '/slow' || req.url === '/cut') {
      const body = JSON.stringify({ type: '/problems/signed-out', title: 'x', detail: 'x' })
      const headers = { 'Content-Type': 'application/problem+json', 'Content-Length': body.length }
      res.writeHead(401, { ...headers, [apiHeader]: String(apiGeneration) })
      res.write(body.slice(0, 20), () => req.url === '/cut' && res.destroy())
      return
    }
    res.writeHead(200, { 'Content-Type': 'application/json', [apiHeader]: String(apiGeneration) }).end('{}')
  })
})
afterAll(() => server.close())
beforeEach(() => {
  heard = []
})
afterEach(() => void vi.unstubAllGlobals())

it('a service worker, which cannot recall the name of its phone, gives none, and no new one at each start', async () => {
  await request(server.url)
  expect(heard).toEqual([undefined])
})

it('a page gives one, and the same with everything it asks', async () => {
  vi.stubGlobal('document', {})
  await request(server.url)
  await request(server.url)
  expect(heard[0]).toMatch(/./)
  expect(heard[1]).toBe(heard[0])
})

it('a refusal that was cut on its way is none: what it said is not known', async () => {
  await expect(request(`${server.url}/cut`)).rejects.toMatchObject({
    name: 'NetworkError',
    reason: 'unreachable',
  })
})

it('a refusal whose words do not come in time is said to be too slow, and to who gave up what they gave up by', async () => {
  const slow = `${server.url}/slow`
  await expect(request(slow, { timeoutMs: 200 })).rejects.toMatchObject({ reason: 'timeout' })
  await expect(request(slow, { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({
    name: 'AbortError',
  })
})
