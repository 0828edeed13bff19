import { count, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import { membership, rateLimit, session, user, verification } from '../../../db/schema/index.ts'
import { cookieOf, openStaffApp, type StaffApp } from '../../support/staff.ts'
import { mormal, openTerritories } from '../../support/territories.ts'

const email = 'camille.durand@bavay.example'
const firefoxAndroid = 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'

async function withCamille(t: StaffApp): Promise<string> {
  await openTerritories({ database: t.deps.database, now: t.deps.clock.now() })
  const { userId } = await createStaff({
    ...t.deps,
    staff: {
      email,
      name: 'Camille Durand',
      memberships: [{ siren: mormal.siren, role: 'clerk', scope: { kind: 'commune', id: mormal.bavay } }],
    },
  })
  return userId
}

/** The token of the latest link mailed to Camille. */
async function askForLink(t: StaffApp): Promise<string> {
  const before = t.mailbox.mails.length
  expect((await t.call('POST', '/api/account/sign-in', { body: { email } })).status).toBe(202)
  await t.mailbox.waitFor((mail) => t.mailbox.mails.indexOf(mail) >= before)
  const link = t.mailbox.mails.at(-1)?.links[0] ?? ''
  return new URL(link).searchParams.get('token') ?? ''
}

const confirm = (t: StaffApp, token: string, headers: Record<string, string> = {}) =>
  t.call('POST', '/api/account/sign-in/confirm', { body: { token }, headers })
const slug = async (answer: Response) => ((await answer.json()) as { type: string }).type

describe('Signing in', () => {
  let t: StaffApp
  let camille: string
  beforeEach(async () => {
    t = await openStaffApp()
    camille = await withCamille(t)
  })
  afterEach(async () => {
    vi.useRealTimers()
    await t.close()
  })

  it('goes from the address to the staff area by a link in a mail', async () => {
    const token = await askForLink(t)
    const mail = t.mailbox.mails[0]
    expect(mail?.to).toEqual([email])
    expect(mail?.links[0]).toMatch(/^http:\/\/bocage\.test\/connexion\?token=/)
    expect(mail?.html).toContain(mail?.links[0])

    const answer = await confirm(t, token, { 'user-agent': firefoxAndroid })
    expect(answer.status).toBe(204)
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^bocage\.session_token=/)
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    expect(cookie).toMatch(/Max-Age=2592000/i)
    expect(cookie).not.toMatch(/Secure/i)

    const account = await t.call('GET', '/api/account', { cookie: cookieOf(answer) })
    expect(account.status).toBe(200)
    expect(await account.json()).toMatchObject({
      user: { id: camille, name: 'Camille Durand', email },
      memberships: [
        {
          role: 'clerk',
          territory: { siren: mormal.siren, name: 'Pays de Mormal' },
          scope: { kind: 'commune', id: mormal.bavay, name: 'Bavay' },
          actions: expect.arrayContaining(['incident.enter-on-behalf']),
        },
      ],
    })
    expect(account.headers.getSetCookie()[0]).toMatch(/^bocage\.session_token=.*Max-Age=2592000/)
  })

  it('writes to the member in the language they read', async () => {
    await t.call('POST', '/api/account/sign-in', { body: { email }, headers: { 'accept-language': 'en-GB' } })
    expect((await t.mailbox.waitFor(() => true)).subject).toBe('Your sign-in link to Bocage')
  })

  it('takes an address as people type it', async () => {
    await t.call('POST', '/api/account/sign-in', { body: { email: '  Camille.Durand@BAVAY.example ' } })
    expect((await t.mailbox.waitFor(() => true)).to).toEqual([email])
  })

  it('lets a link be used once, even by ten at the same time', async () => {
    const token = await askForLink(t)
    const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(t, token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(9).fill(410)])
    const again = await confirm(t, token)
    expect(again.status).toBe(410)
    expect(await slug(again)).toBe('/problems/sign-in-link-refused')
    const [sessions] = await t.deps.database.read.select({ n: count() }).from(session)
    expect(sessions?.n).toBe(1)
  })

  it('refuses a forged link, and one cut short by a mail program', async () => {
    const token = await askForLink(t)
    expect((await confirm(t, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).status).toBe(410)
    expect((await confirm(t, token.slice(0, 20))).status).toBe(410)
    expect((await confirm(t, "' or '1'='1' -- ")).status).toBe(410)
    expect((await confirm(t, token)).status).toBe(204)
  })

  it('refuses a link after 15 minutes', async () => {
    const token = await askForLink(t)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60_000 + 1000 })
    const answer = await confirm(t, token)
    expect(answer.status).toBe(410)
    expect(((await answer.json()) as { detail: string }).detail).toContain('Demandez un nouveau lien')
  })

  it('is not used up by a mail scanner that opens every address in the mail', async () => {
    const token = await askForLink(t)
    for (const path of [
      `/connexion?token=${token}`,
      `/api/auth/magic-link/verify?token=${token}`,
      `/api/account/sign-in/confirm?token=${token}`,
    ])
      expect((await t.call('GET', path)).headers.getSetCookie()).toEqual([])
    expect((await confirm(t, token)).status).toBe(204)
  })

  it('keeps of a link only its hash', async () => {
    const token = await askForLink(t)
    const rows = await t.deps.database.read.select().from(verification)
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('answers the same for an address nobody has, and sends nothing', async () => {
    const answers = []
    for (const asked of [email, 'personne@ailleurs.example']) {
      const answer = await t.call('POST', '/api/account/sign-in', { body: { email: asked } })
      const headers = Object.fromEntries(answer.headers)
      delete headers['x-request-id']
      answers.push({ status: answer.status, body: await answer.text(), headers })
    }
    expect(answers[1]).toEqual(answers[0])
    await t.mailbox.waitFor(({ to }) => to.includes(email))
    await t.finish()
    expect(t.mailbox.mails.flatMap(({ to }) => to)).toEqual([email])
    expect(await t.deps.database.read.select().from(user)).toHaveLength(1)
  })

  it('answers a member as fast as a stranger, even while the mail server hesitates', async () => {
    t.mailbox.refuse(true)
    for (const asked of [email, 'personne@ailleurs.example']) {
      const begun = performance.now()
      const answer = await t.call('POST', '/api/account/sign-in', { body: { email: asked } })
      expect(answer.status).toBe(202)
      // The mail is tried for half a minute: were any of it awaited, this would show.
      expect(performance.now() - begun).toBeLessThan(10_000)
    }
    t.mailbox.refuse(false)
  })

  it('gives no link to someone whose last role was taken back', async () => {
    await t.deps.database.write((tx) => tx.delete(membership))
    await t.call('POST', '/api/account/sign-in', { body: { email } })
    await t.finish()
    expect(t.mailbox.mails).toEqual([])
  })

  it('opens no session when the last role was taken back after the link was sent', async () => {
    const token = await askForLink(t)
    await t.deps.database.write((tx) => tx.delete(membership))
    const answer = await confirm(t, token)
    expect(answer.status).toBe(410)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await t.deps.database.read.select().from(session)).toEqual([])
  })

  it('sends the mail when the mail server comes back', async () => {
    t.mailbox.refuse(true)
    await t.call('POST', '/api/account/sign-in', { body: { email } })
    await new Promise((resolve) => setTimeout(resolve, 500))
    t.mailbox.refuse(false)
    expect((await t.mailbox.waitFor(() => true)).to).toEqual([email])
  })

  it.each([
    ['a second recipient', 'camille.durand@bavay.example\r\nBcc: tous@ailleurs.example'],
    ['a list of addresses', 'camille.durand@bavay.example,tous@ailleurs.example'],
    ['a name and brackets', 'Camille <camille.durand@bavay.example>'],
    ['no address at all', 'camille'],
    ['a number', 42],
    ['ten thousand characters', `${'a'.repeat(10_000)}@bavay.example`],
  ])('refuses %s', async (_, bad) => {
    const answer = await t.call('POST', '/api/account/sign-in', { body: { email: bad } })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/email' }] })
    await t.finish()
    expect(t.mailbox.mails).toEqual([])
  })

  it('refuses what a form of another site can send', async () => {
    const token = await askForLink(t)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const answer = await t.request('/api/account/sign-in/confirm', {
        method: 'POST',
        body: JSON.stringify({ token }),
        headers: { 'content-type': type },
      })
      expect(answer.status).toBe(415)
    }
    expect((await confirm(t, token)).status).toBe(204)
  })
})

describe('The limits on sign-in mails', () => {
  let t: StaffApp
  beforeEach(async () => {
    t = await openStaffApp({ env: { RATE_LIMIT_FACTOR: '1' } })
    await withCamille(t)
  })
  afterEach(() => t.close())

  it('fill no mailbox: five mails a quarter of an hour, then a sentence that says how long to wait', async () => {
    for (let i = 0; i < 5; i++)
      expect((await t.call('POST', '/api/account/sign-in', { body: { email } })).status).toBe(202)
    const refused = await t.call('POST', '/api/account/sign-in', { body: { email } })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    await t.finish()
    expect(t.mailbox.mails).toHaveLength(5)
  })

  it('are the same for a stranger’s address', async () => {
    const statuses = []
    for (let i = 0; i < 6; i++) {
      const answer = await t.call('POST', '/api/account/sign-in', {
        body: { email: 'personne@ailleurs.example' },
      })
      statuses.push(answer.status)
    }
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429])
  })

  it('stop one device that tries address after address, and not its neighbours', async () => {
    const ask = (i: number, device: string) =>
      t.call('POST', '/api/account/sign-in', {
        body: { email: `a${i}@bavay.example` },
        headers: { 'bocage-device': device },
      })
    const statuses = []
    for (let i = 0; i < 12; i++) statuses.push((await ask(i, 'greedy')).status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
    expect((await ask(100, 'neighbour')).status).toBe(202)
  })

  it('keep neither address nor device in clear', async () => {
    await t.call('POST', '/api/account/sign-in', { body: { email }, headers: { 'bocage-device': 'phone-1' } })
    const kept = JSON.stringify(await t.deps.database.read.select().from(rateLimit))
    expect(kept).toContain('sign-in')
    expect(kept).not.toMatch(/camille|phone-1|in-process/)
  })
})

describe('A session', () => {
  let t: StaffApp
  let camille: string
  beforeEach(async () => {
    t = await openStaffApp()
    camille = await withCamille(t)
  })
  afterEach(async () => {
    vi.useRealTimers()
    await t.close()
  })

  it('ends when signed out, on the server too', async () => {
    const cookie = await t.signIn(email)
    const answer = await t.call('POST', '/api/account/sign-out', { cookie })
    expect(answer.status).toBe(204)
    expect(answer.headers.getSetCookie().join()).toMatch(/bocage\.session_token=;.*Max-Age=0/)
    expect((await t.call('GET', '/api/account', { cookie })).status).toBe(401)
    expect((await t.call('POST', '/api/account/sign-out')).status).toBe(204)
  })

  it('can be ended from another device, at once', async () => {
    const phone = await t.signIn(email, { headers: { 'user-agent': firefoxAndroid } })
    const desk = await t.signIn(email)
    const listed = await t.call('GET', '/api/account/sessions', { cookie: desk })
    const { items } = (await listed.json()) as {
      items: { id: string; device: string | null; current: boolean }[]
    }
    expect(items).toHaveLength(2)
    const lost = items.find(({ device }) => device === 'Firefox, Android')
    expect(lost?.current).toBe(false)
    expect(items.find(({ current }) => current)?.device).toBeNull()

    expect((await t.call('DELETE', `/api/account/sessions/${lost?.id}`, { cookie: desk })).status).toBe(204)
    expect((await t.call('GET', '/api/account', { cookie: phone })).status).toBe(401)
    expect((await t.call('GET', '/api/account', { cookie: desk })).status).toBe(200)
  })

  it('of somebody else can’t be ended', async () => {
    const dominique = 'dominique@quesnoy.example'
    await createStaff({
      ...t.deps,
      staff: {
        email: dominique,
        name: 'Dominique',
        memberships: [{ siren: mormal.siren, role: 'admin', scope: { kind: 'territory', id: mormal.siren } }],
      },
    })
    const cookie = await t.signIn(email)
    const other = await t.signIn(dominique)
    const [row] = await t.deps.database.read.select().from(session).where(eq(session.userId, camille))
    expect((await t.call('DELETE', `/api/account/sessions/${row?.id}`, { cookie: other })).status).toBe(404)
    expect((await t.call('GET', '/api/account', { cookie })).status).toBe(200)
  })

  it('survives a phone offline for 29 days, slides from there, and ends after 30 without use', async () => {
    const day = 86_400_000
    const begun = Date.now()
    const cookie = await t.signIn(email)
    vi.useFakeTimers({ toFake: ['Date'], now: begun + 29 * day })
    expect((await t.call('GET', '/api/account', { cookie })).status).toBe(200)
    vi.setSystemTime(begun + 58 * day)
    expect((await t.call('GET', '/api/account', { cookie })).status).toBe(200)
    vi.setSystemTime(begun + 89 * day)
    expect((await t.call('GET', '/api/account', { cookie })).status).toBe(401)
  })

  it('and a link are forgotten by the worker once past their end', async () => {
    await t.signIn(email)
    await askForLink(t)
    // The library reads the real time.
    t.clock.set(Date.now())
    t.clock.advance({ days: 7 })
    await t.worker.runOnce()
    const { read } = t.deps.database
    expect(await read.select().from(session)).toHaveLength(1)
    expect(await read.select().from(verification)).toEqual([])
    t.clock.advance({ days: 24 })
    await t.worker.runOnce()
    expect(await read.select().from(session)).toEqual([])
  })

  it('is of no use with a changed cookie', async () => {
    const cookie = await t.signIn(email)
    const [name, value = ''] = cookie.split('=')
    const [token] = decodeURIComponent(value).split('.')
    for (const forged of [`${name}=${token}`, `${name}=${token}.AAAA`, `${name}=${value}x`, `${name}=%`])
      expect((await t.call('GET', '/api/account', { cookie: forged })).status).toBe(401)
  })

  it('stores no address of the network', async () => {
    await t.signIn(email, { headers: { 'x-forwarded-for': '203.0.113.7' } })
    const [row] = await t.deps.database.read.select().from(session)
    expect(row?.ipAddress || null).toBeNull()
  })

  it('gives nothing to another site that uses it', async () => {
    const cookie = await t.signIn(email)
    for (const headers of [
      { origin: 'https://mechant.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[]) {
      const answer = await t.call('POST', '/api/account/sign-out', { cookie, headers })
      expect(answer.status).toBe(403)
      expect(await slug(answer)).toBe('/problems/wrong-origin')
    }
    const own = { origin: 'http://bocage.test', 'sec-fetch-site': 'same-origin' }
    expect((await t.call('POST', '/api/account/sign-out', { cookie, headers: own })).status).toBe(204)
  })
})

describe('On https', () => {
  it('the session cookie is sent only there', async () => {
    const t = await openStaffApp({ env: { PUBLIC_URL: 'https://bocage.example' } })
    try {
      await withCamille(t)
      const token = await askForLink(t)
      const [cookie] = (await confirm(t, token)).headers.getSetCookie()
      expect(cookie).toMatch(/^__Secure-bocage\.session_token=.*; Secure/)
      const account = await t.call('GET', '/api/account', { cookie: cookie?.split(';')[0] ?? '' })
      expect(account.headers.getSetCookie()[0]).toMatch(/^__Secure-bocage.*; Secure/)
    } finally {
      await t.close()
    }
  })
})

describe('Without a mail server', () => {
  it('production says clearly that nobody can sign in, and that mail is off', async () => {
    const t = await openStaffApp({
      withMail: false,
      env: {
        NODE_ENV: 'production',
        PUSH_ALLOW_LOOPBACK: '0',
        FETCH_ALLOW_LOOPBACK: '0',
        SECRET: 'f'.repeat(40),
        PUBLIC_URL: 'https://bocage.example',
      },
    })
    try {
      const answer = await t.call('POST', '/api/account/sign-in', { body: { email } })
      expect(answer.status).toBe(503)
      expect(await answer.json()).toMatchObject({
        type: '/problems/mail-off',
        detail: expect.stringContaining('SMTP_URL'),
      })
      expect(await (await t.call('GET', '/readyz')).json()).toMatchObject({ mail: 'off' })
    } finally {
      await t.close()
    }
  })

  it('the demo shows the link on the console and in its mailbox', async () => {
    const t = await openStaffApp({ withMail: false })
    try {
      await withCamille(t)
      await t.call('POST', '/api/account/sign-in', { body: { email } })
      await expect.poll(() => t.console.join('\n')).toContain('/connexion?token=')
      const link = /http\S+/.exec(t.console.join('\n'))?.[0] ?? ''
      const page = await t.call('GET', '/boite-mail')
      expect(page.status).toBe(200)
      expect(await page.text()).toContain(`href="${link}"`)
      expect((await confirm(t, new URL(link).searchParams.get('token') ?? '')).status).toBe(204)
    } finally {
      await t.close()
    }
  })
})
