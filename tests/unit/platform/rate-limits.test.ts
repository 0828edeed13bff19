import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Caller,
  createRateLimiter,
  deleteOldCounters,
  type RateRule,
} from '../../../api/platform/rate-limits.ts'
import { Problem } from '../../../api/platform/problems.ts'
import { openDatabase } from '../../../db/client.ts'
import { rateLimit } from '../../../db/schema/index.ts'
import { createTestClock, type TestClock } from '../../support/clock.ts'
import { openTestDatabase } from '../../support/database.ts'

const rule: RateRule = { name: 'report', windowSeconds: 3600, perDevice: 20, perAddress: 2000 }
const village = '203.0.113.7'

describe('Rate limits', () => {
  let db: Awaited<ReturnType<typeof openTestDatabase>>
  let clock: TestClock
  beforeEach(async () => {
    db = await openTestDatabase()
    clock = createTestClock('2026-11-24T08:10:00Z')
  })
  afterEach(() => db.close())

  const limiter = (factor = 1) => createRateLimiter({ clock, secret: 'secret', factor })
  /** True when allowed. */
  const spend = async (caller: Caller, { given = rule, by = limiter(), on = db.database } = {}) => {
    try {
      await on.write((tx) => by.spend(tx, given, caller))
      return true
    } catch (error) {
      if (error instanceof Problem && error.slug === 'too-many-requests') return false
      throw error
    }
  }
  const times = async (n: number, caller: Caller) => {
    const answers = []
    for (let i = 0; i < n; i++) answers.push(await spend(caller))
    return answers.filter(Boolean).length
  }

  it('let a village of 200 phones behind one address report five problems each in an hour', async () => {
    const phones = Array.from({ length: 200 }, (_, i) => ({ address: village, device: `phone-${i}` }))
    const answers = await Promise.all(phones.flatMap((phone) => [1, 2, 3, 4, 5].map(() => spend(phone))))
    expect(answers.filter((allowed) => !allowed)).toEqual([])
  })

  it('stop one phone that floods, and none of its neighbours', async () => {
    expect(await times(100, { address: village, device: 'greedy' })).toBe(20)
    expect(await times(5, { address: village, device: 'neighbour' })).toBe(5)
  })

  it('do not let refused tries of one phone eat the village’s share', async () => {
    expect(await times(500, { address: village, device: 'greedy' })).toBe(20)
    const [, ...counters] = (await db.database.read.select().from(rateLimit))
      .map(({ count }) => count)
      .toSorted()
    expect(counters).toEqual([20])
  })

  it('stop an address that changes its device name each time', async () => {
    const small = { ...rule, perAddress: 50 }
    let allowed = 0
    for (let i = 0; i < 80; i++)
      if (await spend({ address: village, device: `fake-${i}` }, { given: small })) allowed++
    expect(allowed).toBe(50)
    expect(await spend({ address: '198.51.100.1', device: 'fake-0' }, { given: small })).toBe(true)
  })

  it('count by address whoever names no device', async () => {
    const small = { ...rule, perAddress: 3 }
    const answers = []
    for (let i = 0; i < 4; i++)
      answers.push(await spend({ address: village, device: null }, { given: small }))
    expect(answers).toEqual([true, true, true, false])
  })

  it('start again with the next window, and say how long to wait until then', async () => {
    const caller = { address: village, device: 'phone' }
    await times(20, caller)
    const error = await db.database
      .write((tx) => limiter().spend(tx, rule, caller))
      .catch((error: unknown) => error as Problem)
    expect(error).toMatchObject({ extra: { retryAfter: 50 * 60 } })
    clock.advance({ minutes: 49, seconds: 59 })
    expect(await spend(caller)).toBe(false)
    clock.advance({ seconds: 1 })
    expect(await times(30, caller)).toBe(20)
  })

  it('are apart for each rule', async () => {
    const caller = { address: village, device: 'phone' }
    await times(21, caller)
    expect(await spend(caller, { given: { ...rule, name: 'upload' } })).toBe(true)
  })

  it('hold for a second process on the same database', async () => {
    const second = await openDatabase({ url: db.url })
    const caller = { address: village, device: 'phone' }
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => spend(caller, { on: i % 2 ? second : db.database })),
    )
    await second.close()
    expect(answers.filter(Boolean)).toHaveLength(20)
  })

  it('leave no count behind when the write they guard fails', async () => {
    const caller = { address: village, device: 'phone' }
    const failing = db.database.write(async (tx) => {
      await limiter().spend(tx, rule, caller)
      throw new Error('the photo is missing')
    })
    await expect(failing).rejects.toThrow('the photo is missing')
    expect(await db.database.read.select().from(rateLimit)).toEqual([])
  })

  it('grow with the factor', async () => {
    const wide = limiter(3)
    let allowed = 0
    for (let i = 0; i < 70; i++)
      if (await spend({ address: village, device: 'phone' }, { by: wide })) allowed++
    expect(allowed).toBe(60)
  })

  it('keep no address, only what nobody can turn back without the secret', async () => {
    await spend({ address: village, device: 'phone-1' })
    const rows = await db.database.read.select().from(rateLimit)
    expect(JSON.stringify(rows)).not.toMatch(/203\.0|phone-1/)
    await spend(
      { address: village, device: 'phone-1' },
      { by: createRateLimiter({ clock, secret: 'other', factor: 1 }) },
    )
    expect(await db.database.read.select().from(rateLimit)).toHaveLength(4)
  })

  it('forget a counter a day after its window', async () => {
    await spend({ address: village, device: 'phone' })
    clock.advance({ hours: 23 })
    await deleteOldCounters({ database: db.database, clock })
    expect(await db.database.read.select().from(rateLimit)).toHaveLength(2)
    clock.advance({ hours: 2 })
    await deleteOldCounters({ database: db.database, clock })
    expect(await db.database.read.select().from(rateLimit)).toEqual([])
  })
})
