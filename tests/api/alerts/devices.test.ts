import { createECDH, randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAlertRoutes } from '../../../api/alerts/alerts.routes.ts'
import { openPushKeys } from '../../../api/alerts/alerts.vapid.ts'
import { createRouter } from '../../../api/platform/http.ts'
import { answerProblem, limitBody, requestContext } from '../../../api/platform/middleware.ts'
import { device, setting } from '../../../db/schema/index.ts'
import { openPushService, type PushService, type Subscription } from '../../support/push-service.ts'
import { openDeps, openHouse, type House } from './house.ts'

let pushes: PushService
let house: House
let app: ReturnType<typeof createRouter>

beforeEach(async () => {
  pushes = await openPushService()
  house = await openHouse()
  app = createRouter()
  app.onError(answerProblem)
  app.use(requestContext(house.deps), limitBody({ exempt: /^$/ }))
  app.route('/', createAlertRoutes({ ...house.deps, pushKeys: await openPushKeys(house.deps) }))
})

afterEach(async () => {
  await house.close()
  await pushes.close()
})

const aSecret = () => randomBytes(16).toString('base64url')
const aPhone = () => ({ id: uuidv7(), secret: aSecret() })
type Phone = ReturnType<typeof aPhone>

function ask(method: string, phone: Phone, options: { path?: string; body?: unknown; key?: string } = {}) {
  const { path = '', body, key = uuidv7() } = options
  return app.request(`/api/devices/${phone.id}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'bocage-device-secret': phone.secret,
      'bocage-device': phone.id,
      'idempotency-key': key,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}
const register = (phone: Phone, subscription: Subscription, key?: string) =>
  ask('PUT', phone, { body: { subscription, locale: 'fr' }, ...(key ? { key } : {}) })
const devices = () => house.deps.database.read.select().from(device)

describe('a phone', () => {
  it('registers, sees itself, asks for a test, receives it, and stops', async () => {
    const phone = aPhone()
    const subscription = pushes.subscribe()
    expect((await register(phone, subscription)).status).toBe(201)
    expect(await (await ask('GET', phone)).json()).toEqual({
      id: phone.id,
      alive: true,
      endpoint: subscription.endpoint,
      silentSince: null,
      lastTest: null,
    })

    expect((await ask('POST', phone, { path: '/test' })).status).toBe(202)
    expect(await (await ask('GET', phone)).json()).toMatchObject({ lastTest: { state: 'pending' } })
    await (await house.openWorker()).runOnce()
    expect(pushes.received).toMatchObject([{ content: { title: 'L’essai est arrivé', lang: 'fr' } }])
    expect(await (await ask('GET', phone)).json()).toMatchObject({ lastTest: { state: 'sent' } })

    expect((await ask('DELETE', phone)).status).toBe(204)
    expect((await ask('DELETE', phone)).status).toBe(204)
    expect(await (await ask('GET', phone)).json()).toMatchObject({ alive: false, endpoint: null })
    expect((await ask('POST', phone, { path: '/test' })).status).toBe(409)
    expect(await devices()).toMatchObject([{ p256dh: '', auth: '' }])
  })

  it('whose subscription died is told so and repairs it under the same id', async () => {
    const phone = aPhone()
    await register(phone, pushes.subscribe())
    pushes.answer(410)
    await ask('POST', phone, { path: '/test' })
    const worker = await house.openWorker()
    await worker.runOnce()
    expect(await (await ask('GET', phone)).json()).toMatchObject({
      alive: false,
      lastTest: { state: 'dropped' },
    })

    const renewed = pushes.subscribe()
    pushes.answer(201)
    expect((await register(phone, renewed)).status).toBe(200)
    expect(await (await ask('GET', phone)).json()).toMatchObject({ alive: true, endpoint: renewed.endpoint })
    await ask('POST', phone, { path: '/test' })
    await worker.runOnce()
    expect(pushes.received.at(-1)?.endpoint).toBe(renewed.endpoint)
  })

  it('of a later browser, which says more of its subscription, registers too', async () => {
    const subscription = { ...pushes.subscribe(), expirationTime: null, somethingNew: true }
    expect((await register(aPhone(), subscription)).status).toBe(201)
  })

  it('that repeats itself exists once', async () => {
    const phone = aPhone()
    const subscription = pushes.subscribe()
    const key = uuidv7()
    const answers = await Promise.all([1, 2, 3].map(() => register(phone, subscription, key)))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(await devices()).toHaveLength(1)
    expect((await register(phone, pushes.subscribe(), key)).status).toBe(422)
  })

  it('that lost its id takes its endpoint along to the new one', async () => {
    const [before, after] = [aPhone(), aPhone()]
    const subscription = pushes.subscribe()
    await register(before, subscription)
    expect((await register(after, subscription)).status).toBe(201)
    expect(await (await ask('GET', before)).json()).toMatchObject({ alive: false })
    expect(await (await ask('GET', after)).json()).toMatchObject({ alive: true })
  })

  it('is nobody’s but whose secret it is', async () => {
    const phone = aPhone()
    await register(phone, pushes.subscribe())
    const thief = { id: phone.id, secret: aSecret() }
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/test'],
    ] as const) {
      const answer = await ask(method, thief, { path })
      expect(answer.status).toBe(404)
      const unknown = await ask(method, aPhone(), { path })
      expect(await unknown.json()).toEqual(await answer.json())
    }
    expect((await register(thief, pushes.subscribe())).status).toBe(409)
    expect(await (await ask('GET', phone)).json()).toMatchObject({ alive: true })
    const [row] = await devices()
    expect(JSON.stringify(row)).not.toContain(phone.secret)
  })

  it('is limited in how often it registers and tests', async () => {
    const phone = aPhone()
    const statuses: number[] = []
    for (let i = 0; i < 31; i++) statuses.push((await register(phone, pushes.subscribe())).status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(1)
    const tests = []
    for (let i = 0; i < 6; i++) tests.push(await ask('POST', phone, { path: '/test' }))
    expect(tests.at(-1)?.status).toBe(429)
    expect(Number(tests.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('bad input', () => {
  const valid = () => pushes.subscribe()
  const zeros = (length: number) => Buffer.alloc(length).toString('base64url')
  const point = (first: number) =>
    Buffer.concat([Buffer.from([first]), randomBytes(64)]).toString('base64url')

  it.each([
    ['a private address', { endpoint: 'https://192.168.1.1/x' }, 'not-public'],
    ['plain http', { endpoint: 'http://push.example.org/x' }, 'not-https'],
    ['another port', { endpoint: 'https://push.example.org:25/x' }, 'odd-port'],
    ['no url', { endpoint: 'push' }, 'not-a-url'],
    ['credentials', { endpoint: 'https://a:b@push.example.org/x' }, 'has-credentials'],
    ['a point off the curve', { keys: { p256dh: point(4), auth: zeros(16) } }, 'bad-keys'],
    ['a compressed point', { keys: { p256dh: zeros(33), auth: zeros(16) } }, 'bad-keys'],
    ['a wrong first byte', { keys: { p256dh: point(6), auth: zeros(16) } }, 'bad-keys'],
    ['a short secret', { keys: { auth: zeros(15) } }, 'bad-keys'],
    ['a long secret', { keys: { auth: zeros(17) } }, 'bad-keys'],
  ] as [string, Partial<{ endpoint: string; keys: Partial<Subscription['keys']> }>, string][])(
    '%s is refused with its reason',
    async (_, wrong, code) => {
      const right = valid()
      const subscription = {
        endpoint: wrong.endpoint ?? right.endpoint,
        keys: { ...right.keys, ...wrong.keys },
      }
      const answer = await register(aPhone(), subscription)
      expect(answer.status).toBe(422)
      expect(await answer.json()).toMatchObject({ errors: [{ code }] })
      expect(await devices()).toEqual([])
    },
  )

  it('of the wrong shape is refused field by field', async () => {
    const bodies = [
      {},
      { subscription: valid() },
      { subscription: valid(), locale: 'xx' },
      { subscription: valid(), locale: 'fr', extra: 1 },
      { subscription: { endpoint: 1, keys: [] }, locale: 'fr' },
      { subscription: { ...valid(), keys: { p256dh: '=== not base64url', auth: '\0' } }, locale: 'fr' },
    ]
    for (const body of bodies) {
      const answer = await ask('PUT', aPhone(), { body })
      expect(answer.status).toBe(422)
      expect(((await answer.json()) as { errors: unknown[] }).errors.length).toBeGreaterThan(0)
    }
    expect((await ask('GET', { id: 'not-a-uuid', secret: aSecret() })).status).toBe(422)
    expect((await ask('GET', { id: uuidv7(), secret: 'short' })).status).toBe(422)
  })
})

describe('the push keys', () => {
  const publicKey = async () =>
    ((await (await app.request('/api/push/key')).json()) as { publicKey: string }).publicKey
  const reopened = async (env: Record<string, string> = {}) => {
    const deps = await openDeps({ url: house.url, env, clock: house.clock })
    const keys = await openPushKeys(deps)
    await deps.database.close()
    return keys
  }

  it('are the same after a restart, and for two processes that start at once', async () => {
    const key = await publicKey()
    expect(Buffer.from(key, 'base64url')).toHaveLength(65)
    expect((await reopened()).publicKey).toBe(key)
    const fresh = { SECRET: 'b'.repeat(40) }
    const [one, other] = await Promise.all([reopened(fresh), reopened(fresh)])
    expect(one.publicKey).toBe(other.publicKey)
  })

  it('belong to a SECRET: another has its own, the former brings the former back', async () => {
    const key = await publicKey()
    const other = await reopened({ SECRET: 'a'.repeat(40) })
    expect(other.publicKey).not.toBe(key)
    expect((await reopened()).publicKey).toBe(key)
  })

  it('are sealed at rest: no row holds a private key that fits the public one', async () => {
    const key = await publicKey()
    const [row] = await house.deps.database.read.select().from(setting)
    const { sealed } = JSON.parse(row?.value ?? '{}') as { sealed: string }
    const bytes = Buffer.from(sealed, 'base64url')
    for (let start = 0; start + 32 <= bytes.length; start++) {
      const pair = createECDH('prime256v1')
      try {
        pair.setPrivateKey(bytes.subarray(start, start + 32))
      } catch {
        continue
      }
      expect(pair.getPublicKey('base64url')).not.toBe(key)
    }
    expect(JSON.stringify(await openPushKeys(house.deps))).toBe(JSON.stringify({ publicKey: key }))
  })
})
