import { serve } from '@hono/node-server'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AcceptedIncident } from '../../../api/incidents/incidents.schemas.ts'
import { createRouter } from '../../../api/platform/http.ts'
import { answerProblem, requestContext, securityHeaders } from '../../../api/platform/middleware.ts'
import { createShell } from '../../../api/platform/page-shell.ts'
import { createWebRoutes } from '../../../api/web.routes.ts'
import { testApp, type TestApp } from '../../support/app.ts'
import { aReport, demoTerritoryAt } from '../../support/fixtures.ts'
import { useServer } from '../../support/server.ts'

/** Sends bytes as they are, which no client library would, and answers what came back until the server hung up. */
function talk(
  port: number,
  bytes: string,
  { patienceMs = 5000 } = {},
): Promise<{ text: string; ms: number }> {
  return new Promise((resolve) => {
    const started = performance.now()
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const limit = setTimeout(() => socket.destroy(), patienceMs)
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(limit)
      resolve({ text, ms: performance.now() - started })
    })
    socket.write(bytes)
  })
}
const get = (port: number, path: string) =>
  talk(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
const statusOf = (text: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1])

describe('the files of the web app', () => {
  let folder: string
  let t: TestApp
  let server: Server
  let port: number
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bocage-web-'))
    await mkdir(join(folder, 'web/assets'), { recursive: true })
    for (const name of ['bocage.db', '.env', 'web.js']) await writeFile(join(folder, name), 'PRIVATE')
    await writeFile(join(folder, 'web/index.html'), '<title>Bocage</title>')
    await writeFile(join(folder, 'web/assets/app-1234.js'), 'app')
    await writeFile(join(folder, 'web/assets/app-1234.js.br'), brotliCompressSync('app'))
    t = await testApp()
    const app = createRouter()
    app.onError(answerProblem)
    app.use('*', requestContext(t.deps), securityHeaders(t.deps))
    const webDir = `${join(folder, 'web')}/`
    // The page opens without the database too: the phone has what it kept, and its queue.
    const opened = () => Promise.reject(new Error('The database is away.'))
    app.route('/', createWebRoutes({ webDir, shell: createShell({ webDir, opened }) }))
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  afterAll(async () => {
    server.close()
    await t.close()
    await rm(folder, { recursive: true })
  })

  it.each([
    '/../bocage.db',
    '/..%2fbocage.db',
    '/%2e%2e/bocage.db',
    '/%2e%2e%2fbocage.db',
    '/%252e%252e/bocage.db',
    '/assets/../../bocage.db',
    '/assets/..%5c..%5cbocage.db',
    '/..\\bocage.db',
    '/....//bocage.db',
    '/../web.js',
    '/%2e%2e/.env',
    '//bocage.db',
    '/.%00./bocage.db',
    '/%00',
    '/assets/app-1234.js%00.html',
    '/%',
    '/%E0%A4%A',
    `/${'a'.repeat(5000)}`,
    `/${'a/'.repeat(3000)}`,
    '/assets/',
    '/assets',
  ])('%s leads nowhere outside them, and breaks nothing', async (path) => {
    const { text } = await get(port, path)
    expect(text).not.toContain('PRIVATE')
    expect([200, 400, 404]).toContain(statusOf(text))
    if (text.includes('<title>')) expect(text).not.toMatch(/immutable/i)
  })

  it('are kept for ever by browsers when their name says their content, the page never', async () => {
    expect((await get(port, '/assets/app-1234.js')).text).toMatch(
      /cache-control: public, max-age=31536000, immutable/i,
    )
    for (const path of ['/', '/signaler', '/assets/nowhere']) {
      const { text } = await get(port, path)
      expect(text).toMatch(/cache-control: no-cache/i)
      expect(text).toContain('<title>Bocage')
    }
    expect(statusOf((await get(port, '/assets/gone-5678.js')).text)).toBe(404)
  })

  it('are sent as the build compressed them, to who reads that alone', async () => {
    const ask = (accepted: string) =>
      fetch(`http://127.0.0.1:${port}/assets/app-1234.js`, { headers: { 'Accept-Encoding': accepted } })
    const small = await ask('gzip, br')
    expect(small.headers.get('content-encoding')).toBe('br')
    expect(small.headers.get('vary')).toMatch(/accept-encoding/i)
    expect(small.headers.get('content-type')).toMatch(/^text\/javascript/)
    expect(await small.text()).toBe('app')
    expect((await ask('identity')).headers.get('content-encoding')).toBeNull()
  })
})

describe('the server', () => {
  const server = useServer({ demo: true, env: { LOG_LEVEL: 'debug' } })
  const portOf = () => Number(new URL(server.current.url).port)

  it.each([
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a host of nowhere', 'GET /healthz HTTP/1.1\r\nHost: x/../..\r\nConnection: close\r\n\r\n'],
    [
      'two lengths',
      'POST /api/incidents HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
    ],
    [
      'a length and chunks',
      'POST /api/incidents HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a negative length', 'POST /api/incidents HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`],
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a mail', 'EHLO evil.example\r\n\r\n'],
    ['bytes', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n'],
    ['a line folded', 'GET /healthz HTTP/1.1\r\nHost: x\r\n X: y\r\nConnection: close\r\n\r\n'],
    [
      'a header split',
      'GET /healthz HTTP/1.1\r\nHost: x\r\nBocage-Device: a\rSet-Cookie: b\r\nConnection: close\r\n\r\n',
    ],
  ])('spoken to with %s hangs up or refuses, and serves the next', async (_, bytes) => {
    const { text } = await talk(portOf(), bytes)
    expect([0, 400, 404, 431]).toContain(statusOf(text) || 0)
    expect((await fetch(`${server.current.url}/healthz`)).status).toBe(200)
  })

  it(
    'does not wait for whoever drips headers, and serves others meanwhile',
    { timeout: 60_000 },
    async () => {
      const slow = Promise.all(
        Array.from({ length: 50 }, () =>
          talk(portOf(), 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Drip: ', { patienceMs: 40_000 }),
        ),
      )
      const answered = await fetch(`${server.current.url}/api/incidents`)
      expect(answered.status).toBe(200)
      for (const { ms } of await slow) expect(ms).toBeLessThan(25_000)
    },
  )

  it('refuses a body that does not end before it is whole', async () => {
    const head = `POST /api/incidents HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`
    const chunk = `10000\r\n${'['.repeat(0x10000)}\r\n`
    const { text, ms } = await talk(portOf(), head + chunk.repeat(6), { patienceMs: 10_000 })
    expect(statusOf(text)).toBe(413)
    expect(text).toContain('/problems/body-too-large')
    expect(ms).toBeLessThan(9000)
  })

  it('says that it serves and is ready, and nothing of what it is made of', async () => {
    expect(await (await fetch(`${server.current.url}/healthz`)).json()).toEqual({ status: 'ok' })
    const ready = await fetch(`${server.current.url}/readyz`)
    expect(await ready.json()).toEqual({ status: 'ok', mail: 'smtp' })
    expect(ready.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('writes no word, name, address, search, secret or key in its log', { timeout: 60_000 }, async () => {
    const { url, mailbox, output } = server.current
    const private_ = {
      words: 'MOTS-PRIVES-DU-RESIDENT',
      name: 'NOM-PRIVE Dupont',
      email: 'adresse-privee@exemple.fr',
      phone: '06 12 34 56 78',
      search: 'RECHERCHE-PRIVEE',
      device: 'APPAREIL-PRIVE',
      key: 'CLE-PRIVEE-1234',
    }
    const headers = { 'Content-Type': 'application/json', 'Bocage-Device': private_.device }
    const post = (path: string, body: unknown, more: Record<string, string> = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { ...headers, 'Idempotency-Key': uuidv7(), ...more },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
    const { name, email, phone, words } = private_
    const incident = aReport(await demoTerritoryAt(url), {
      words,
      place: words,
      contact: { name, email, phone },
    })
    const sent = await post('/api/incidents', incident, { 'Idempotency-Key': private_.key })
    const { id, secret } = (await sent.json()) as AcceptedIncident
    const mail = await mailbox.waitFor(({ to }) => to.includes(email))
    const stop = /arreter#([\w-]+)/.exec(mail.text)?.[1] ?? ''
    await fetch(`${url}/api/reporter/incident`, { headers: { ...headers, 'Bocage-Secret': secret } })
    await post('/api/reporter/incident/updates', { id: uuidv7(), words }, { 'Bocage-Secret': secret })
    await fetch(`${url}/api/incidents?q=${private_.search}&near=50.29123,3.79123`)
    await fetch(`${url}/api/${secret}?secret=${secret}&email=${email}`)
    await fetch(`${url}/suivi?${secret}`)
    await fetch(`${url}/api/followers/stop/${stop}`, { redirect: 'manual' })
    await fetch(`${url}/api/followers/stop/${stop}`, { method: 'POST' })
    await post('/api/account/sign-in', { email })
    await post('/api/account/sign-in', { email: 'technicien@mormal.example' })
    const link = await mailbox.waitFor(({ to }) => to.includes('technicien@mormal.example'))
    const token = new URL(link.links[0] ?? '').searchParams.get('token') ?? ''
    await fetch(`${url}/connexion?token=${token}`)
    const opened = await post('/api/account/sign-in/confirm', { token })
    const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    await fetch(`${url}/api/desk/incidents/${id}`, { headers: { cookie } })
    await post('/api/incidents', `{"words":"${words}"`)
    await post('/api/incidents', { ...incident, words: { $ne: words } })
    await fetch(
      `${url}/api/incidents?cursor=${Buffer.from(JSON.stringify([1, words])).toString('base64url')}`,
    )
    // Lines are written after the answers.
    await fetch(`${url}/healthz`)
    await expect.poll(output).toContain('"route"')

    const log = output()
    expect(log.split('\n').filter((line) => line.startsWith('{')).length).toBeGreaterThan(15)
    const told = { ...private_, secret, stop, token, session: cookie.split('=')[1] ?? '', lat: '50.29123' }
    for (const [what, value] of Object.entries(told)) {
      expect(value.length, what).toBeGreaterThan(5)
      expect(log.includes(value), what).toBe(false)
      expect(log.includes(encodeURIComponent(value)), what).toBe(false)
    }
    expect(log).not.toContain('127.0.0.1"')
    expect(log).not.toContain('"level":50')
  })
})

it('a database that no longer answers is said to the load balancer, and to nobody in detail', async () => {
  const t = await testApp()
  await t.finish()
  await t.database.close()
  const ready = await t.request('/readyz')
  expect(ready.status).toBe(503)
  expect(await ready.json()).toEqual({ status: 'unavailable' })
  expect((await t.request('/healthz')).status).toBe(200)
  const answer = await t.request('/api/incidents', { headers: { 'Accept-Language': 'en' } })
  expect(answer.status).toBe(500)
  const text = await answer.text()
  expect(JSON.parse(text)).toMatchObject({ type: '/problems/unexpected' })
  expect(text).toContain(answer.headers.get('x-request-id') ?? 'none')
  expect(text).not.toMatch(/sqlite|libsql|closed|select|\.ts|stack/i)
  await rm(t.config.dataDir, { recursive: true })
})
