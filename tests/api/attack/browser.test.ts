import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemIds } from '../../../api/platform/ids.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { commune, localMail } from '../../../db/schema/index.ts'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { anAgent, useDesk, waitForMail, type Agent } from '../../support/desk.ts'
import { report } from '../../support/incidents.ts'
import type { ApiDocument } from '../../support/openapi.ts'

const house = useDesk()
const everyPage = [
  '/',
  '/healthz',
  '/readyz',
  '/api',
  '/api/openapi.json',
  '/boite-mail',
  '/api/incidents',
  '/api/nowhere',
]

describe('every answer, errors too', () => {
  it.each(everyPage)(
    '%s forbids scripts and styles from elsewhere, framing, guessing and telling where one comes from',
    async (path) => {
      const { headers } = await house.current.request(path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("base-uri 'none'")
      expect(policy).not.toMatch(/unsafe|\*|https?:/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('strict-transport-security')).toBeNull()
      expect(headers.get('x-powered-by')).toBeNull()
      expect(headers.get('server')).toBeNull()
    },
  )

  it.each(everyPage)('%s lets no other site read it', async (path) => {
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await house.current.request(path, {
        method,
        headers: {
          Origin: 'https://evil.example',
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'bocage-secret',
        },
      })
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  it('to a resident sets no cookie', async () => {
    const sent = await report(house.current)
    for (const path of [...everyPage, `/api/incidents/${sent.id}`])
      expect((await house.current.request(path)).headers.getSetCookie()).toEqual([])
  })
})

describe('what is private', () => {
  it('is kept by no cache: pages of links, and whatever a session opens', async () => {
    const admin = await anAgent(house.current, { role: 'admin', scope: { kind: 'territory', id: demoSiren } })
    const { id, secret } = await report(house.current)
    const document = (await (await house.current.request('/api/openapi.json')).json()) as ApiDocument
    const staffReads = Object.entries(document.paths).filter(
      ([path, item]) => item['get'] && !/\{(?!siren)/.test(path) && /desk|territories|account/.test(path),
    )
    expect(staffReads.length).toBeGreaterThan(10)
    for (const [path] of staffReads) {
      const answer = await admin.get(path.replace('{siren}', demoSiren))
      if (answer.status !== 200) continue
      const caching = answer.headers.get('cache-control') ?? ''
      const isPublic = /^\/api\/territories(?:\/\{siren\}(?:\/(?:pack|contours\.geojson))?)?$/.test(path)
      expect(caching, path).toMatch(isPublic ? /public/ : /no-store|private/)
    }
    const own = await house.current.call('/api/reporter/incident', { headers: { 'Bocage-Secret': secret } })
    expect(own.headers.get('cache-control')).toContain('no-store')
    expect((await admin.get(`/api/desk/incidents/${id}`)).headers.get('cache-control')).toMatch(
      /private|no-store/,
    )
  })
})

describe('another site', () => {
  const foreign: Record<string, string>[] = [
    { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'null' },
    { Origin: 'http://bocage.test.evil.example' },
    { Origin: 'https://bocage.test' },
    { Origin: 'http://bocage.test:8080' },
  ]
  it.each(foreign)('%j makes an agent’s browser change nothing', async (headers) => {
    const { clerk } = house.current
    const { id } = await report(house.current)
    const attempts = [
      clerk.post(
        `/api/desk/incidents/${id}/moves`,
        { id: systemIds.next(), to: 'acknowledged' },
        { version: 1, headers },
      ),
      clerk.post(`/api/desk/incidents/${id}/notes`, { id: systemIds.next(), words: 'x' }, { headers }),
      clerk.post(`/api/desk/incidents/${id}/read`, undefined, { headers }),
      clerk.post('/api/desk/bulk', { items: [], to: 'acknowledged' }, { headers }),
      clerk.patch(
        `/api/desk/incidents/${id}`,
        { id: systemIds.next(), published: true },
        { version: 1, headers },
      ),
    ]
    for (const answer of await Promise.all(attempts)) {
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ type: '/problems/wrong-origin' })
    }
    expect(await clerk.ticket(id)).toMatchObject({
      status: 'received',
      unread: true,
      published: false,
      version: 1,
    })
  })

  it('with a plain form writes nothing, session or not: only JSON is read', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    ]) {
      const answer = await house.current.request('/api/account/sign-in', {
        method: 'POST',
        body: '{"email":"camille@bavay.example"}',
        headers: { 'Content-Type': type },
      })
      expect(answer.status).toBe(415)
    }
  })

  it('is never where an address of ours leads', async () => {
    const escapes = [
      '//evil.example',
      '/\\evil.example',
      '/%2f%2fevil.example',
      '/api/followers/stop/https:%2f%2fevil.example',
    ]
    for (const path of [...escapes, '/?next=https://evil.example', '/api?redirect=//evil.example']) {
      const { app } = house.current
      const answer = await app.request(new Request(`http://bocage.test${path}`))
      const location = answer.headers.get('location')
      if (location) expect(new URL(location, 'http://bocage.test').origin, path).toBe('http://bocage.test')
    }
  })

  it('named in the Host header is in no mail', async () => {
    const { request, app, config } = house.current
    const email = 'hote@exemple.fr'
    const { id } = await report(house.current)
    await house.current.clerk.edit(id, { published: true })
    await app.request(`http://evil.example/api/incidents/${id}/followers`, {
      method: 'POST',
      body: JSON.stringify({ id: systemIds.next(), email }),
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': systemIds.next(),
        Host: 'evil.example',
        'X-Forwarded-Host': 'evil.example',
      },
    })
    await house.current.worker.runOnce()
    const mail = await waitForMail(house.current, email)
    expect(mail.text).toContain(config.publicUrl)
    expect(JSON.stringify(mail)).not.toContain('evil.example')
    expect((await request('/api/openapi.json', { headers: { Host: 'evil.example' } })).status).toBe(200)
  })
})

describe('what a stranger writes', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "javascript:alert('x')",
    'https://evil.example/"onmouseover="alert(1)',
    '</textarea><svg/onload=alert(1)>',
  ]
  it('is shown as text on the mailbox page', async () => {
    const { database, clock } = house.current
    for (const [i, words] of hostile.entries())
      await database.write((tx) =>
        tx.insert(localMail).values({
          id: `xss-${i}${words}`,
          at: clock.now() + 1000 + i,
          recipient: words,
          subject: words,
          text: words,
        }),
      )
    const page = await (await house.current.request('/boite-mail')).text()
    expect(page).not.toMatch(/<script|<img|<svg|onmouseover="|href="javascript:/i)
    expect(page).toContain('&lt;script&gt;')
    await database.write((tx) => tx.delete(localMail))
  })

  it('in a search or an address comes back in no page', async () => {
    for (const words of hostile) {
      const query = encodeURIComponent(words)
      for (const path of [
        `/api?x=${query}`,
        `/boite-mail?cursor=${query}`,
        `/api/${query}`,
        `/api/incidents?q=${query}`,
      ]) {
        const answer = await house.current.request(path)
        const text = await answer.text()
        if (answer.headers.get('content-type')?.includes('html')) expect(text).not.toContain(words)
      }
    }
  })

  it.each([
    '=1+1',
    '+33',
    '-2',
    '@SUM(A1)',
    '\t=1',
    '＝1+1',
    '  =HYPERLINK("http://evil.example")',
    '\n=1',
    '"=1',
  ])('%j is no formula in the spreadsheets of staff or of anyone', async (words) => {
    const sent = await report(house.current, { words: `${words} fin`, place: words })
    await house.current.clerk.edit(sent.id, { published: true, publicWords: `${words} fin` })
    const files = [
      await house.current.request('/api/incidents.csv'),
      await house.current.clerk.get('/api/desk/incidents.csv?queue=all'),
    ]
    for (const file of files) {
      expect(file.headers.get('content-type')).toContain('text/csv')
      expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/)
      for (const cell of cellsOf(await file.text())) expect(cell).not.toMatch(/^\s*[=+@＝＋－＠]|^\s*-(?!\d)/)
    }
  })

  it('with line breaks adds no header to a mail', async () => {
    const { database } = house.current
    const [bavay] = await database.read.select().from(commune).where(eq(commune.name, 'Bavay'))
    await database.write((tx) =>
      tx
        .update(commune)
        .set({ name: 'Bavay\r\nBcc: evil@exemple.fr' })
        .where(eq(commune.code, bavay?.code ?? '')),
    )
    const email = 'entete@exemple.fr'
    const { id } = await (
      await house.current.clerk.get('/api/desk/incidents?queue=all')
    )
      .json()
      .then((list) => (list as { items: { id: string }[] }).items[0] ?? { id: '' })
    await house.current.call(`/api/incidents/${id}/followers`, { body: { id: systemIds.next(), email } })
    await house.current.worker.runOnce()
    const mail = await waitForMail(house.current, email)
    expect(mail.subject).not.toMatch(/[\r\n]/)
    expect(JSON.stringify(mail.headers)).not.toContain('evil@')
    await database.write((tx) =>
      tx
        .update(commune)
        .set({ name: 'Bavay' })
        .where(eq(commune.code, bavay?.code ?? '')),
    )
  })
})

/** The cells of a file as a spreadsheet reads them (RFC 4180, `;`). */
function cellsOf(csv: string): string[] {
  return [...csv.replace('\uFEFF', '').matchAll(/(?:^|;|\r\n)(?:"((?:[^"]|"")*)"|([^;\r\n]*))/g)].map(
    ([, quoted, bare]) => quoted?.replace(/""/g, '"') ?? bare ?? '',
  )
}

describe('on https', () => {
  let app: DemoApp
  let agent: Agent
  beforeAll(async () => {
    app = await openDemoApp({ env: { PUBLIC_URL: 'https://bocage.example' } })
    agent = await anAgent(app, { scope: { kind: 'territory', id: demoSiren } })
  })
  afterAll(() => app.close())

  it('browsers are told to stay there, on every answer', async () => {
    for (const path of everyPage)
      expect((await app.request(path)).headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/)
  })

  it('the session is a cookie that no script reads, no other site sends and no plain http carries', async () => {
    const answer = await agent.get('/api/account')
    expect(answer.status).toBe(200)
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^__Secure-bocage\.session_token=/)
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/'])
      expect(cookie).toContain(attribute)
    expect(cookie).not.toContain('Domain')
  })
})
