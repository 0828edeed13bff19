import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStaff } from '../../../api/accounts/accounts-members.usecases.ts'
import { openPushKeys, rotatePushKeys, transitionMs } from '../../../api/alerts/alerts.vapid.ts'
import { openDemoTerritory } from '../../../api/territory/territory.demo.ts'
import { device, idempotency, rateLimit } from '../../../db/schema/index.ts'
import { openPushService, type PushService, type Subscription } from '../../support/push-service.ts'
import { testApp, type TestApp } from '../../support/app.ts'
import { openStaffApp, type StaffApp } from '../../support/staff.ts'
import { mormal } from '../../support/territories.ts'

// What a phone wants, with an account or without; keys that change; and who registers phones by the thousand.

let t: StaffApp
let pushes: PushService
beforeEach(async () => {
  pushes = await openPushService()
  t = await openStaffApp({ env: { PUSH_ALLOW_LOOPBACK: '1' } })
  await openDemoTerritory(t.deps)
})
afterEach(async () => {
  await t.close()
  await pushes.close()
})

const today = { told: 0, limit: 8 }
const usual = { quiet: { from: '22:00', to: '07:00' }, stopped: [], today, account: false }

/** A phone that registered, and what it asks. */
async function aPhone(subscription: Subscription = pushes.subscribe()) {
  const phone = { id: uuidv7(), secret: randomBytes(16).toString('base64url') }
  const call = (method: string, path: string, body?: unknown, cookie?: string, secret = phone.secret) =>
    t.call(method, `/api/devices/${phone.id}${path}`, {
      headers: { 'bocage-device-secret': secret, 'idempotency-key': uuidv7() },
      ...(body === undefined ? {} : { body }),
      ...(cookie ? { cookie } : {}),
    })
  expect((await call('PUT', '', { subscription, locale: 'fr' })).status).toBe(201)
  const json = async (answer: Promise<Response>) => (await (await answer).json()) as Record<string, unknown>
  return {
    ...phone,
    call,
    read: () => json(call('GET', '/preferences')),
    set: (quiet: object | null, stopped: string[] = []) =>
      json(call('PUT', '/preferences', { quiet, stopped })),
    link: (cookie: string) => json(call('PUT', '/account', undefined, cookie)),
  }
}
async function aPerson(): Promise<string> {
  const email = `${uuidv7()}@example.org`
  const memberships = [
    { siren: mormal.siren, role: 'clerk' as const, scope: { kind: 'territory' as const, id: mormal.siren } },
  ]
  await createStaff({ ...t.deps, staff: { email, name: 'Odile', memberships } })
  return t.signIn(email)
}

describe('A phone without an account', () => {
  it('is told at night of danger alone, until its person says otherwise', async () => {
    const phone = await aPhone()
    expect(await phone.read()).toEqual(usual)
    expect(await phone.set(null, ['alert.life'])).toEqual({
      quiet: null,
      stopped: ['alert.life'],
      today,
      account: false,
    })
    expect(await phone.set({ from: '21:30', to: '08:00' })).toMatchObject({
      quiet: { from: '21:30', to: '08:00' },
    })
    // Registering again repairs the address, and takes back nothing.
    await phone.call('PUT', '', { subscription: pushes.subscribe(), locale: 'nl' })
    expect(await phone.read()).toMatchObject({ quiet: { from: '21:30', to: '08:00' } })
  })

  it('stops a kind by one call, takes it back by another, and repeats either without harm', async () => {
    const phone = await aPhone()
    const stop = (stopped: boolean) => phone.call('POST', '/stops', { kind: 'alert.school', stopped })
    await stop(true)
    expect(await (await stop(true)).json()).toEqual({ ...usual, stopped: ['alert.school'] })
    await stop(false)
    expect(await (await stop(false)).json()).toEqual(usual)
  })

  it('is nobody’s but whose secret it is, and refuses what makes no sense', async () => {
    const phone = await aPhone()
    const other = randomBytes(16).toString('base64url')
    const asked = { quiet: null, stopped: [] }
    for (const [method, path, body] of [
      ['GET', '/preferences'],
      ['PUT', '/preferences', asked],
      ['POST', '/stops', { kind: 'ride', stopped: true }],
      ['POST', '/seen'],
      ['DELETE', '/account'],
    ] as [string, string, object?][])
      expect((await phone.call(method, path, body, undefined, other)).status).toBe(404)
    for (const body of [
      {},
      { quiet: { from: '25:00', to: '07:00' }, stopped: [] },
      { quiet: { from: '07:00', to: '07:00' }, stopped: [] },
      { quiet: null, stopped: ['all'] },
      { ...asked, more: 1 },
    ])
      expect((await phone.call('PUT', '/preferences', body)).status).toBe(422)
    expect((await phone.call('PUT', '/account')).status).toBe(401)
    expect(await phone.read()).toEqual(usual)
  })

  it('gives a sign that is kept to the day, and no finer', async () => {
    const phone = await aPhone()
    t.clock.set('2026-12-24T15:34:56Z')
    expect((await phone.call('POST', '/seen')).status).toBe(204)
    const [row] = await t.deps.database.read.select().from(device).where(eq(device.id, phone.id))
    expect(row?.lastSeenAt).toBe(Date.parse('2026-12-24T00:00:00Z'))
  })
})

describe('With an account', () => {
  it('nothing either side stopped is lost, and the longer quiet wins; both phones have the same from then on', async () => {
    const cookie = await aPerson()
    const [first, second] = [await aPhone(), await aPhone()]
    await first.set({ from: '21:00', to: '06:00' }, ['alert.life'])
    expect(await first.link(cookie)).toEqual({
      quiet: { from: '21:00', to: '06:00' },
      stopped: ['alert.life'],
      today,
      account: true,
    })
    await second.set({ from: '23:00', to: '09:00' }, ['event'])
    const merged = {
      quiet: { from: '21:00', to: '09:00' },
      stopped: ['alert.life', 'event'],
      today,
      account: true,
    }
    expect(await second.link(cookie)).toEqual(merged)
    expect(await first.read()).toEqual(merged)
    // Signing in again merges nothing anew: what was taken back since stays so.
    await first.set(null)
    expect(await second.link(cookie)).toEqual({ quiet: null, stopped: [], today, account: true })

    await second.call('DELETE', '/account')
    await first.set(null, ['ride'])
    expect(await second.read()).toEqual({ quiet: null, stopped: [], today, account: false })
  })

  it('a phone of it that takes over from another gives what it took to all of them', async () => {
    const cookie = await aPerson()
    const [first, second, old] = [await aPhone(), await aPhone(), await aPhone()]
    await first.link(cookie)
    await second.link(cookie)
    await old.set({ from: '20:00', to: '08:00' }, ['digest'])
    const code = randomBytes(16).toString('base64url')
    expect((await old.call('PUT', '/move', { code, sealed: '' })).status).toBe(200)
    expect((await second.call('POST', '/taken-over', { code })).status).toBe(200)
    const taken = { quiet: { from: '20:00', to: '08:00' }, stopped: ['digest'], today, account: true }
    expect(await second.read()).toEqual(taken)
    expect(await first.read()).toEqual(taken)
    const third = await aPhone()
    expect(await third.link(cookie)).toMatchObject({ stopped: ['digest'] })
  })
})

describe('Push keys that change', () => {
  it('are taken by phones when they are next opened, and the former still write to those that were not', async () => {
    const phone = await aPhone()
    const former = ((await (await t.call('GET', '/api/push/key')).json()) as { publicKey: string }).publicKey
    const made = await rotatePushKeys(t.deps)
    t.clock.advance({ minutes: 2 })
    expect(await (await t.call('GET', '/api/push/key')).json()).toEqual({ publicKey: made })
    await phone.call('POST', '/test')
    await t.worker.runOnce()
    expect(pushes.received.map(({ signedBy }) => signedBy)).toEqual([former])

    const subscription = pushes.subscribe()
    const own = { subscription, locale: 'fr' }
    expect((await phone.call('PUT', '', { ...own, subscribedWith: made })).status).toBe(200)
    expect((await phone.call('PUT', '', { ...own, subscribedWith: `${made}A` })).status).toBe(422)
    await phone.call('POST', '/test')
    await t.worker.runOnce()
    expect(pushes.received.map(({ signedBy }) => signedBy)).toEqual([former, made])
    expect(pushes.refused).toEqual([])
  })

  it('changed twice still know each phone’s; after half a year the former is forgotten, and the phone repairs', async () => {
    const phone = await aPhone()
    await rotatePushKeys(t.deps)
    const last = await rotatePushKeys(t.deps)
    const keys = await openPushKeys(t.deps)
    expect(keys.publicKey).toBe(last)
    await phone.call('POST', '/test')
    await t.worker.runOnce()
    expect(pushes.received).toHaveLength(1)
    t.clock.advance({ ms: transitionMs })
    await phone.call('POST', '/test')
    await t.worker.runOnce()
    expect(pushes.received).toHaveLength(1)
    expect(await (await phone.call('GET', '')).json()).toMatchObject({ lastTest: { state: 'dropped' } })
    expect(JSON.stringify(keys)).toBe(JSON.stringify({ publicKey: last }))
  })
})

describe('Who registers phones by the thousand', () => {
  let strict: TestApp
  beforeEach(async () => {
    strict = await testApp({ env: { RATE_LIMIT_FACTOR: '1', TRUST_PROXY: '1' } })
  })
  afterEach(() => strict.close())

  it('is told when to come back, and the database keeps no more than a day’s share', async () => {
    const subscription = pushes.subscribe()
    const register = (i: number, address = '198.51.100.7') => {
      const id = uuidv7()
      return strict.request(`/api/devices/${id}`, {
        method: 'PUT',
        headers: {
          'x-forwarded-for': address,
          'bocage-device-secret': randomBytes(16).toString('base64url'),
          'bocage-device': id,
          'idempotency-key': uuidv7(),
        },
        json: { subscription: { ...subscription, endpoint: `${pushes.origin}/${i}` }, locale: 'fr' },
      })
    }
    const statuses = new Map<number, number>()
    const parts = 20
    for (let part = 0; part < parts; part++) {
      const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => register(part * 100 + i)))
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect(Object.fromEntries(statuses)).toEqual({ 201: 500, 429: 1500 })
    const refused = await register(-1)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(((await refused.json()) as { detail: string }).detail).toMatch(/\d/)
    const { read } = strict.database
    expect(await read.select().from(device)).toHaveLength(500)
    expect(await read.select().from(idempotency)).toHaveLength(500)
    // A refusal leaves nothing behind but the address's own counter and those of the phones let in.
    expect((await read.select().from(rateLimit)).length).toBeLessThanOrEqual(2 * 500 + 10)
    // The next hour brings no more, the next day does; a neighbour was let in all along.
    strict.clock.advance({ hours: 2 })
    expect((await register(-2)).status).toBe(429)
    expect((await register(-3, '203.0.113.9')).status).toBe(201)
    strict.clock.advance({ days: 1 })
    expect((await register(-4)).status).toBe(201)
  }, 60_000)
})
