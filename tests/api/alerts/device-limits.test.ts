import Libsql from 'libsql'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { count, sql } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registerDevice } from '../../../api/alerts/alerts.usecases.ts'
import { openPushKeys, type PushKeys } from '../../../api/alerts/alerts.vapid.ts'
import { Problem } from '../../../api/platform/problems.ts'
import type { Caller } from '../../../api/platform/rate-limits.ts'
import { device, idempotency } from '../../../db/schema/index.ts'
import { openPushService, type PushService, type Subscription } from '../../support/push-service.ts'
import { openHouse, type House } from './house.ts'

// What one client can store by registering phones, beside the 100,000 that a large territory has.

const phones = 100_000
const texts = new Set<string>()
const { prepare } = Libsql.prototype
let house: House
let pushes: PushService
let keys: PushKeys
let subscription: Subscription

beforeEach(async () => {
  texts.clear()
  Libsql.prototype.prepare = function (this: InstanceType<typeof Libsql>, text: string, ...rest: []) {
    texts.add(text)
    return prepare.call(this, text, ...rest)
  } as typeof prepare
  pushes = await openPushService()
  house = await openHouse()
  keys = await openPushKeys(house.deps)
  subscription = pushes.subscribe()
  house.clock.set('2026-11-24T08:00:00Z')
  await house.deps.database.write((tx) =>
    tx.run(sql`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${phones})
      insert into device (id, endpoint, p256dh, auth, secret_hash, locale, created_at, last_seen_at)
      select 'seed-' || i, ${`${pushes.origin}/seed/`} || i, 'p', 'a', 'h', 'fr', i, i from n`),
  )
})
afterEach(async () => {
  Libsql.prototype.prepare = prepare
  await house.close()
  await pushes.close()
})

const village = '198.51.100.7'
const aPhone = () => ({ id: uuidv7(), secret: randomBytes(16).toString('base64url') })
type Phone = ReturnType<typeof aPhone>

/** Registers, or repairs: `ok`, or the seconds to wait. */
async function register(phone: Phone, caller: Partial<Caller> = {}): Promise<'ok' | number> {
  const endpoint = `${pushes.origin}/${uuidv7()}`
  try {
    await registerDevice({
      ...house.deps,
      ...phone,
      pushKeys: keys,
      registration: { subscription: { ...subscription, endpoint }, locale: 'fr' },
      write: { key: uuidv7(), route: 'PUT /api/devices/{id}', requestHash: endpoint },
      caller: { address: village, device: phone.id, ...caller },
    })
    return 'ok'
  } catch (error) {
    if (error instanceof Problem && error.status === 429) return Number(error.extra['retryAfter'])
    throw error
  }
}
/** How many of some tries were let in. */
async function letIn(tries: number, one: () => Promise<'ok' | number>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: tries }, one))
  return answers.filter((answer) => answer === 'ok').length
}
const rows = async () => {
  const { read } = house.deps.database
  const [[devices], [answers]] = [
    await read.select({ n: count() }).from(device),
    await read.select({ n: count() }).from(idempotency),
  ]
  return { devices: (devices?.n ?? 0) - phones, answers: answers?.n ?? 0 }
}

describe('Beside 100,000 phones, one client', () => {
  it('stores 20 phones a day under one name, 500 from one address, however many it tries', async () => {
    const fresh = () => register(aPhone())
    expect(await letIn(50, () => register(aPhone(), { device: 'one-client' }))).toBe(20)
    expect(await letIn(1000, fresh)).toBe(480)
    expect(await rows()).toEqual({ devices: 500, answers: 500 })
    // The hours of the same day bring no more; 100,000 would take it 200 days, and say so each day.
    for (let hour = 1; hour < 4; hour++) {
      house.clock.advance({ hours: 1 })
      expect(await letIn(50, fresh)).toBe(0)
    }
    expect(await fresh()).toBeGreaterThan(3600)
    expect(await rows()).toEqual({ devices: 500, answers: 500 })
    house.clock.advance({ days: 1 })
    expect(await letIn(1000, fresh)).toBe(500)
    expect(await rows()).toEqual({ devices: 1000, answers: 1000 })
  })

  it('repairs what it has 30 times an hour, 600 from one address, and adds no row by it', async () => {
    const phone = aPhone()
    expect(await register(phone)).toBe('ok')
    expect(await letIn(100, () => register(phone))).toBe(29)
    // The same phone by other names: the address is what is left to count.
    const own = Array.from({ length: 40 }, aPhone)
    expect(await letIn(40, () => register(own.pop() ?? aPhone()))).toBe(40)
    expect(await letIn(700, () => register(phone, { device: uuidv7() }))).toBe(600 - 30 - 40)
    expect(await register(phone, { device: uuidv7() })).toBeLessThanOrEqual(3600)
    expect((await rows()).devices).toBe(41)
    house.clock.advance({ hours: 1 })
    expect(await register(phone)).toBe('ok')
    expect((await rows()).devices).toBe(41)
    // A neighbour is let in all along.
    expect(await register(aPhone(), { address: '203.0.113.9' })).toBe('ok')
  })

  it('is answered by indexes alone: nothing it asks reads the phones of the others', async () => {
    texts.clear()
    const phone = aPhone()
    await register(phone)
    await register(phone)
    const file = new Libsql(fileURLToPath(house.url.replace(/^file:/, 'file://')))
    const plans = [...texts]
      .filter((text) => /^\s*(?:select|insert|update|delete|with)\b/i.test(text))
      .map((text) => {
        const steps = prepare
          .call(file, `explain query plan ${text}`)
          .all([...text.matchAll(/\?/g)].map(() => null)) as { detail: string }[]
        return { text, steps: steps.map(({ detail }) => detail) }
      })
    file.close()
    const steps = plans.flatMap(({ steps: some }) => some)
    // A constant row is what the statement itself brings.
    expect(steps.filter((step) => /^SCAN (?!\d+ CONSTANT)/.test(step))).toEqual([])
    const ofDevices = plans.filter(({ text }) => /\bdevice\b/.test(text)).flatMap(({ steps: some }) => some)
    expect(ofDevices.filter((step) => /INDEX device_endpoint \(endpoint=\?\)/.test(step))).not.toEqual([])
    expect(ofDevices.filter((step) => /INDEX sqlite_autoindex_device_1 \(id=\?\)/.test(step))).not.toEqual([])
  })
})
